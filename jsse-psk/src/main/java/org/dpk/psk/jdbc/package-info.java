/**
 * For servers that share their cache of agreed keys in a database: a {@link org.dpk.psk.PskStore}
 * over plain SQL. Needs the module {@code java.sql} and a driver that the application brings;
 * nobody else loads this package.
 */
package org.dpk.psk.jdbc;
