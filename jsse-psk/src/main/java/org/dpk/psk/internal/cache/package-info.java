/** Agreed keys that wait for their next connection, on both sides. */
package org.dpk.psk.internal.cache;
