/**
 * Pre-shared keys for code that is written against Bouncy Castle's TLS itself ({@code bctls}).
 *
 * <p>The key sources are those of JSSE: {@link org.dpk.psk.PskKeyManager} for keys that exist
 * already, {@link org.dpk.psk.PskAgreement} for keys that are agreed on the connection. This
 * package alone shows types of bctls.
 */
package org.dpk.psk.bctls;
