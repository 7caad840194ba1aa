package org.dpk.provider.internal.identity;

import java.util.Random;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdentityFileException;
import org.dpk.provider.internal.decoding.Decoder;
import org.dpk.provider.internal.decoding.Decoders;

/** What reads an identity file, before its password is known. */
public final class IdentityDecoders {

  private static final byte[] FILE = file();

  public static final Decoders ALL =
      Decoders.of(
          // white space and the order of members are free
          Decoder.stable(
              "identity file",
              IdentityFileException.class,
              IdentityJson::decode,
              IdentityDocument::encode,
              random -> random.nextBoolean() ? FILE.clone() : smallFile(random)),
          // BER is read, DER is written
          Decoder.stable(
              "encrypted private key",
              IllegalArgumentException.class,
              Pbes2::decode,
              each -> Pbes2.encode(each.derivation(), each.nonce(), each.encrypted()),
              IdentityDecoders::container));

  private IdentityDecoders() {}

  /** One with everything that a file may hold. */
  private static byte[] file() {
    try (UnlockedDocument document =
        IdentityFixture.empty(
            "dns:a.example.org",
            edit -> {
              IdentityFixture.admit(edit, DpkIdentity.parse("dns:a.example.org"), 1);
              IdentityFixture.admit(edit, DpkIdentity.parse("dns:a.example.org"), 2);
              edit.wallet(IdentityFixture.RANDOM.generateSeed(32), IdentityFixture.PASSWORD);
              edit.pkm(
                  new PinnedPkm(
                      DpkIdentity.parse("dns:pkm.example.org"),
                      new byte[32],
                      new PlacedRecord(new byte[100], IdentityFixture.block(7))));
            })) {
      return document.document().encode();
    }
  }

  private static byte[] smallFile(Random random) {
    byte[] seal = new byte[32];
    random.nextBytes(seal);
    IdentityDocument.Parts parts =
        new IdentityDocument.Parts(
            DpkIdentity.parse("dns:h" + random.nextInt(100_000) + ".example"),
            new ChainSettings(IdentityFixture.REGISTRY, java.util.List.of()),
            derivation(random),
            null,
            null,
            java.util.List.of(),
            null,
            java.util.Map.of("localhost", DpkIdentity.parse("dns:b.example.org")),
            null,
            null);
    return IdentityJson.encode(parts, seal);
  }

  private static byte[] container(Random random) {
    byte[] nonce = new byte[12];
    byte[] encrypted = new byte[16 + random.nextInt(100)];
    random.nextBytes(nonce);
    random.nextBytes(encrypted);
    return Pbes2.encode(derivation(random), nonce, encrypted);
  }

  private static KeyDerivation derivation(Random random) {
    byte[] salt = new byte[16 + random.nextInt(49)];
    random.nextBytes(salt);
    return new KeyDerivation(1 << 14 + random.nextInt(5), 8, 1 + random.nextInt(4), salt);
  }
}
