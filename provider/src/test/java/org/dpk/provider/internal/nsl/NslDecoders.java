package org.dpk.provider.internal.nsl;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.decoding.Decoder;
import org.dpk.provider.internal.decoding.Decoders;
import org.dpk.provider.internal.nsl.Plaintext.Box1;
import org.dpk.provider.internal.nsl.Plaintext.Box2;
import org.dpk.provider.internal.nsl.Plaintext.Box4;
import org.dpk.provider.internal.nsl.Plaintext.Enrolment;
import org.dpk.provider.internal.nsl.Plaintext.SealedAlert;

/** Everything in the handshake that reads bytes of somebody else's. */
public final class NslDecoders {

  private static final byte[] SIGNATURE_KEY = TestParty.pair(1).signaturePkcs8();
  private static final byte[] KEM_KEY = TestParty.pair(1).kemPkcs8();

  /** SubjectPublicKeyInfo up to the key itself (RFC 3279 §2.3.1), in bytes. */
  private static final int SPKI_HEAD = 24;

  public static final Decoders ALL =
      Decoders.of(
          message("NS1", NslDecoders::ns1),
          message("NS2", NslDecoders::ns2),
          message("NS34", NslDecoders::ns34),
          message("RETRY", NslDecoders::retry),
          message("ALERT", NslDecoders::alert),
          message("PSK_UNKNOWN", random -> NslMessage.PskUnknown.create()),
          // a box may hold extensions that are left alone, and more padding than it needs
          Decoder.stable(
              "box1 where enrolment is served",
              MalformedMessage.class,
              bytes -> Box1.decode(bytes, true),
              Box1::encode,
              random -> box1(random, random.nextBoolean()).encode()),
          Decoder.stable(
              "box1",
              MalformedMessage.class,
              bytes -> Box1.decode(bytes, false),
              Box1::encode,
              random -> box1(random, false).encode()),
          Decoder.stable(
              "box2",
              MalformedMessage.class,
              Box2::decode,
              Box2::encode,
              random -> box2(random).encode()),
          Decoder.canonical(
              "box4",
              MalformedMessage.class,
              Box4::decode,
              Box4::encode,
              random ->
                  new Box4(bytes(32, random), bytes(32, random), bytes(random.nextInt(300), random))
                      .encode()),
          Decoder.canonical(
              "sealed alert",
              MalformedMessage.class,
              SealedAlert::decode,
              SealedAlert::encode,
              random ->
                  new SealedAlert(random.nextInt(256), bytes(random.nextInt(201), random))
                      .encode()),
          Decoder.canonical(
                  "extensions",
                  MalformedMessage.class,
                  NslExtension::decode,
                  NslExtension::encode,
                  NslDecoders::extensions)
              .openEnded(),
          // with or without the public key, and with attributes (RFC 5958 §2)
          pkcs8("PKCS#8 of an X25519 key", Suite.NSL_X25519, bytes -> x25519(bytes, SIGNATURE_KEY)),
          Decoder.stable(
              "PKCS#8 of an Ed25519 key",
              IllegalArgumentException.class,
              bytes -> x25519(KEM_KEY, bytes),
              SuiteKeyPair::signaturePkcs8,
              random -> TestParty.pair(random.nextLong()).signaturePkcs8()),
          pkcs8("PKCS#8 of an X-Wing seed", Suite.NSL_XWING, bytes -> alone(Suite.NSL_XWING, bytes))
              .withMemoryPerByte(8 * 1024), // the public key is computed
          pkcs8(
              "PKCS#8 of an RSA key", Suite.NSL_RSA2048, bytes -> alone(Suite.NSL_RSA2048, bytes)),
          Decoder.canonical(
              "RSA key in a record",
              CryptoFailure.class,
              Rsa2048Keys::publicKey,
              key -> Arrays.copyOfRange(key.getEncoded(), SPKI_HEAD, key.getEncoded().length),
              random -> TestParty.pair(Suite.NSL_RSA2048, random.nextLong()).publicKey().kem()),
          Decoder.canonical(
              "X-Wing key in a record",
              CryptoFailure.class,
              NslDecoders::encapsulatedTo,
              key -> key,
              random -> TestParty.pair(Suite.NSL_XWING, random.nextLong()).publicKey().kem()));

  private NslDecoders() {}

  private static Decoder pkcs8(String name, Suite suite, Decoder.Reading<SuiteKeyPair> decode) {
    return Decoder.stable(
        name,
        IllegalArgumentException.class,
        decode,
        SuiteKeyPair::kemPkcs8,
        random -> TestParty.pair(suite, random.nextLong()).kemPkcs8());
  }

  private static SuiteKeyPair x25519(byte[] kem, byte[] signature) {
    return SuiteKeyPair.ofPkcs8(Suite.NSL_X25519, kem, signature);
  }

  private static SuiteKeyPair alone(Suite suite, byte[] kem) {
    return SuiteKeyPair.ofPkcs8(suite, kem, new byte[0]);
  }

  private static byte[] encapsulatedTo(byte[] key) throws CryptoFailure {
    new XWingKem().encapsulate(key, new SeededRandomness(1));
    return key;
  }

  private interface Example {
    NslMessage of(Random random);
  }

  private static Decoder message(String name, Example example) {
    return Decoder.canonical(
        name,
        MalformedMessage.class,
        NslMessage::decode,
        NslMessage::encode,
        random -> example.of(random).encode());
  }

  private static NslMessage ns1(Random random) {
    return new NslMessage.Ns1(
        bytes(8, random),
        bytes(random.nextInt(256), random),
        random.nextInt(65_536),
        bytes(8, random),
        bytes(1 + random.nextInt(300), random),
        bytes(1 + random.nextInt(300), random),
        bytes(17 + random.nextInt(500), random));
  }

  private static NslMessage ns2(Random random) {
    return new NslMessage.Ns2(
        bytes(8, random),
        bytes(17 + random.nextInt(300), random),
        bytes(1 + random.nextInt(300), random),
        bytes(17 + random.nextInt(300), random));
  }

  private static NslMessage ns34(Random random) {
    return new NslMessage.Ns34(
        bytes(8, random),
        bytes(17 + random.nextInt(300), random),
        bytes(17 + random.nextInt(300), random));
  }

  private static NslMessage retry(Random random) {
    return new NslMessage.Retry(bytes(8, random), bytes(1 + random.nextInt(255), random));
  }

  private static NslMessage alert(Random random) {
    byte[] hsId = bytes(8, random);
    return random.nextBoolean()
        ? NslMessage.Alert.sealed(hsId, bytes(17 + random.nextInt(239), random))
        : new NslMessage.Alert(hsId, 1 + random.nextInt(255), new byte[0]);
  }

  static Box1 box1(Random random, boolean enrolment) {
    DpkIdentity id = DpkIdentity.parse("dns:" + "x".repeat(1 + random.nextInt(63)) + ".example");
    return new Box1(
        bytes(32, random),
        id,
        1 + (random.nextLong() >>> 2),
        bytes(32, random),
        random.nextBoolean() ? bytes(random.nextInt(3_000), random) : null,
        enrolment
            ? new Enrolment(
                bytes(1 + random.nextInt(300), random), bytes(1 + random.nextInt(100), random))
            : null);
  }

  static Box2 box2(Random random) {
    return new Box2(
        bytes(32, random),
        bytes(32, random),
        DpkIdentity.parse("dns:b"),
        bytes(32, random),
        1 + random.nextInt(1_000_000),
        1 + random.nextInt(65_535));
  }

  private static byte[] extensions(Random random) {
    NslExtension first = new NslExtension(random.nextInt(1000), bytes(random.nextInt(50), random));
    NslExtension second =
        new NslExtension(1000 + random.nextInt(60_000), bytes(random.nextInt(50), random));
    return NslExtension.encode(List.of(first, second));
  }

  static byte[] bytes(int length, Random random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
