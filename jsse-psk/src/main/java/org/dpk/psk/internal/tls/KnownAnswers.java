package org.dpk.psk.internal.tls;

import java.nio.charset.StandardCharsets;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.tls.TlsFatalAlert;

/** Published answers for the crypto that this process would use. */
public final class KnownAnswers {

  private static final int TAG_LENGTH = 16;

  private KnownAnswers() {}

  /**
   * Computes each of them.
   *
   * @throws ProviderException if one comes out otherwise: it says which, and by whom
   */
  public static void check() {
    // RFC 7748 §5.2
    require("X25519", x25519(), "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
    // FIPS 180-4, "abc"
    require(
        "SHA-256", sha256(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    // McGrew and Viega, The Galois/Counter Mode, test case 2
    requireAead(
        "AES-128-GCM",
        SunJceAead.Algorithm.AES_GCM,
        "00".repeat(16),
        "00".repeat(12),
        "",
        "00".repeat(16),
        "0388dace60b6a392f328c2b971b2fe78" + "ab6e47d42cec13bdf53a67b21257bddf");
    // RFC 8439 §2.8.2
    requireAead(
        "ChaCha20-Poly1305",
        SunJceAead.Algorithm.CHACHA20_POLY1305,
        "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f",
        "070000004041424344454647",
        "50515253c0c1c2c3c4c5c6c7",
        HexFormat.of()
            .formatHex(
                ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for"
                        + " the future, sunscreen would be it.")
                    .getBytes(StandardCharsets.US_ASCII)),
        "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6"
            + "3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36"
            + "92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
            + "3ff4def08e4b7a9de576d26586cec64b6116"
            + "1ae10b594f09e26a7e902ecbd0600691");
  }

  private static byte[] x25519() {
    byte[] shared = new byte[X25519.POINT_SIZE];
    X25519.scalarMult(
        hex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"),
        0,
        hex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"),
        0,
        shared,
        0);
    return shared;
  }

  private static byte[] sha256() {
    Digest digest = new SunSha256();
    byte[] hash = new byte[digest.getDigestSize()];
    digest.update(new byte[] {'a', 'b', 'c'}, 0, 3);
    digest.doFinal(hash, 0);
    return hash;
  }

  private static void requireAead(
      String name,
      SunJceAead.Algorithm algorithm,
      String key,
      String nonce,
      String additional,
      String plain,
      String sealed) {
    try {
      require(name, aead(algorithm, true, key, nonce, additional, plain), sealed);
      require(name, aead(algorithm, false, key, nonce, additional, sealed), plain);
    } catch (TlsFatalAlert e) {
      throw new ProviderException(
          name + " does not work: is a provider missing that the JDK comes with?", e);
    }
  }

  private static byte[] aead(
      SunJceAead.Algorithm algorithm,
      boolean encrypts,
      String key,
      String nonce,
      String additional,
      String input)
      throws TlsFatalAlert {
    SunJceAead aead = new SunJceAead(algorithm, encrypts);
    byte[] in = hex(input);
    byte[] keyBytes = hex(key);
    byte[] out = new byte[aead.getOutputSize(in.length)];
    aead.setKey(keyBytes, 0, keyBytes.length);
    aead.init(hex(nonce), TAG_LENGTH);
    int length = aead.doFinal(hex(additional), in, 0, in.length, out, 0);
    return Arrays.copyOf(out, length);
  }

  private static void require(String name, byte[] answer, String known) {
    if (!Arrays.equals(hex(known), answer)) {
      throw new ProviderException(
          name
              + " does not give its published answer: another provider before the JDK's own, or"
              + " the machine, is broken");
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
