/**
 * Keys for other programs: an agreement on a connection of its own, with no TLS behind it.
 *
 * <p>{@link org.dpk.psk.standalone.StandaloneAgreement} runs one over a connected socket, {@link
 * org.dpk.psk.standalone.AgreementListener} answers them on a port.
 */
package org.dpk.psk.standalone;
