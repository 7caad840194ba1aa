/** The messages of an agreement over a blocking socket. */
package org.dpk.psk.internal.line;
