package org.dpk.psk.internal.tls;

import org.jspecify.annotations.Nullable;

/**
 * What a handshake negotiated.
 *
 * @param suite the cipher suite
 * @param applicationProtocol by ALPN; null for none
 * @param exporter for keying material (RFC 8446 §7.5)
 */
public record TlsOutcome(
    Suite suite, @Nullable String applicationProtocol, KeyingMaterial exporter) {}
