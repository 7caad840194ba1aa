package org.dpk.provider.internal.enrol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.decoding.Decoder;
import org.dpk.provider.internal.decoding.Decoders;

/** What reads tokens, which devices send, and token files, which devices are handed. */
public final class EnrolmentDecoders {

  private static final RegistryId REGISTRY =
      new RegistryId(31337, EthereumAddress.parse("0x00000000000000000000000000000000000000aa"));

  public static final Decoders ALL =
      Decoders.of(
          Decoder.canonical(
              "token",
              IllegalArgumentException.class,
              EnrolmentToken::decode,
              EnrolmentToken::encode,
              EnrolmentDecoders::token),
          // JSON, which has many spellings
          Decoder.stable(
                  "token file",
                  EnrolmentException.BadTokenFile.class,
                  TokenFile::parse,
                  TokenFile::bytes,
                  EnrolmentDecoders::file)
              .openEnded(),
          Decoder.stable(
                  "address of a service",
                  IllegalArgumentException.class,
                  bytes -> ServiceAddress.parse(new String(bytes, UTF_8)),
                  address -> address.toString().getBytes(UTF_8),
                  random -> address(random).toString().getBytes(UTF_8))
              .openEnded());

  private EnrolmentDecoders() {}

  private static byte[] token(Random random) {
    EnrolmentToken.Issuer issuer = new EnrolmentToken.Issuer(REGISTRY, identity(random));
    Instant until = Instant.ofEpochSecond(random.nextLong() >>> 24);
    return EnrolmentToken.issue(
            bytes(32, random), identity(random), until, issuer, signed -> bytes(64, random))
        .encode();
  }

  private static byte[] file(Random random) {
    return new TokenFile(
            identity(random),
            random.nextBoolean() ? AdmissionMode.FUNDED : AdmissionMode.SPONSORED,
            REGISTRY,
            identity(random),
            bytes(32, random),
            List.of(address(random), address(random)),
            random.nextBoolean() ? List.of() : List.of(URI.create("http://127.0.0.1:8545")),
            random.nextInt(Integer.MAX_VALUE),
            bytes(random.nextInt(200), random))
        .bytes();
  }

  private static ServiceAddress address(Random random) {
    String host = random.nextBoolean() ? "pkm" + random.nextInt(100) + ".example" : "::1";
    return new ServiceAddress(host, random.nextInt(65_536));
  }

  private static DpkIdentity identity(Random random) {
    return DpkIdentity.of(new UUID(random.nextLong(), random.nextLong()));
  }

  private static byte[] bytes(int length, Random random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
