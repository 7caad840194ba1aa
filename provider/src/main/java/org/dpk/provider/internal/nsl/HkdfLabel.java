package org.dpk.provider.internal.nsl;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** ExpL: HKDF-Expand-Label (RFC 8446 §7.1) with this protocol's prefix. */
final class HkdfLabel {

  private static final String PREFIX = "dpkn1 ";

  private HkdfLabel() {}

  static byte[] expand(
      Primitives primitives, byte[] secret, String label, byte[] context, int length) {
    byte[] name = (PREFIX + label).getBytes(US_ASCII);
    byte[] info =
        new WireWriter(2 + 1 + name.length + 1 + context.length)
            .uint16(length)
            .vector8(name)
            .vector8(context)
            .done();
    return primitives.expand(secret, info, length);
  }
}
