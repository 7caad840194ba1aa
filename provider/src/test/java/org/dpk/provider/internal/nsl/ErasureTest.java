package org.dpk.provider.internal.nsl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a run learns or makes is overwritten when it ends, well or badly. */
@ParameterizedClass
@EnumSource(Suite.class)
class ErasureTest {

  private final TestParty a;
  private final TestParty b;
  private final List<byte[]> secretsOfA = new ArrayList<>();
  private final List<byte[]> secretsOfB = new ArrayList<>();

  ErasureTest(Suite suite) {
    this.a = TestParty.of(suite, "dns:a.example.org", 1);
    this.b = TestParty.of(suite, "dns:b.example.org", 2);
  }

  private Initiator initiator() {
    return new Initiator(
        TestParty.REGISTRY,
        a.keys(),
        b.record(),
        watching(secretsOfA),
        watchingRandomness(1, secretsOfA),
        KeyTerms.DEFAULT,
        null);
  }

  private Responder responder() {
    return new Responder(
        TestParty.REGISTRY,
        kid -> Optional.of(b.keys()),
        watching(secretsOfB),
        watchingRandomness(2, secretsOfB),
        KeyTerms.DEFAULT,
        hash -> true,
        false);
  }

  @Test
  void aRunThatAgrees() throws NslAbort {
    Initiator initiator = initiator();
    Responder responder = responder();
    responder.receive(initiator.begin());
    byte[] ns2 = ((ResponderStep.Send) responder.found(a.onChain())).message();
    InitiatorStep.Agreed atA = (InitiatorStep.Agreed) initiator.receive(ns2);
    AgreedKeys atB = ((ResponderStep.Agreed) responder.receive(atA.message())).keys();

    // ms_0 and the secret of an alert that may still follow
    assertTrue(left(secretsOfA).size() <= 2, left(secretsOfA).size() + " secrets are left");
    assertTrue(left(secretsOfB).size() <= 2, left(secretsOfB).size() + " secrets are left");
    initiator.close();
    responder.close();
    HandshakeTest.assertSameKeys(atA.keys().keys(), atB.keys(), 64);
    assertErased(secretsOfA);
    assertErased(secretsOfB);
  }

  @Test
  void aSeriesThatIsClosedEarly() throws NslAbort {
    Initiator initiator = initiator();
    Responder responder = responder();
    responder.receive(initiator.begin());
    byte[] ns2 = ((ResponderStep.Send) responder.found(a.onChain())).message();
    KeyRatchet keys = ((InitiatorStep.Agreed) initiator.receive(ns2)).keys().keys();
    keys.next().orElseThrow().close();
    keys.close();
    initiator.close();

    assertFalse(keys.next().isPresent());
    assertErased(secretsOfA);
  }

  @Test
  void aRunThatFailsAtAnyMessage() throws NslAbort {
    Initiator initiator = initiator();
    Responder responder = responder();
    byte[] ns1 = initiator.begin();
    byte[] badNs1 = TamperingTest.flip(ns1, ns1.length - 1, 1);
    assertThrows(NslAbort.class, () -> responder.receive(badNs1));
    assertErased(secretsOfB);

    Responder second = responder();
    second.receive(ns1);
    byte[] ns2 = ((ResponderStep.Send) second.found(a.onChain())).message();
    byte[] badNs2 = TamperingTest.flip(ns2, ns2.length - 1, 1);
    assertThrows(NslAbort.class, () -> initiator.receive(badNs2));
    assertErased(secretsOfA);

    byte[] alert = NslMessage.Alert.clear(new byte[8], AlertCode.DECRYPT_ERROR).encode();
    assertThrows(NslAbort.class, () -> second.receive(alert));
    assertErased(secretsOfB);

    Responder third = responder();
    third.receive(ns1);
    assertThrows(NslAbort.class, () -> third.found(a.revoked()));
    assertErased(secretsOfB);
  }

  @Test
  void aRunThatIsGivenUp() throws NslAbort {
    Initiator initiator = initiator();
    Responder responder = responder();
    responder.receive(initiator.begin());
    responder.found(a.onChain());
    initiator.close();
    responder.close();

    assertErased(secretsOfA);
    assertErased(secretsOfB);
  }

  @Test
  void aRunThatStartsAnew() throws NslAbort {
    Initiator initiator = initiator();
    initiator.begin();
    byte[] unknownKid = NslMessage.Alert.clear(new byte[8], AlertCode.UNKNOWN_KID).encode();

    assertEquals(new InitiatorStep.Refetch(), initiator.receive(unknownKid));
    assertErased(secretsOfA);
    initiator.restart(TestParty.of("dns:b.example.org", 2, b.pair()).record());
    assertFalse(left(secretsOfA).isEmpty());
    assertThrows(NslAbort.class, () -> initiator.receive(unknownKid));
    assertErased(secretsOfA);
  }

  @Test
  void thePrivateKeysStayTheOwners() throws NslAbort {
    byte[] before = a.pair().revealKemKey();
    try (Initiator initiator = initiator()) {
      initiator.begin();
    }
    assertArrayEquals(before, a.pair().revealKemKey());
  }

  private static List<byte[]> left(List<byte[]> secrets) {
    return secrets.stream().filter(ErasureTest::isSet).toList();
  }

  private static boolean isSet(byte[] secret) {
    for (byte b : secret) {
      if (b != 0) {
        return true;
      }
    }
    return false;
  }

  private static void assertErased(List<byte[]> secrets) {
    assertFalse(secrets.isEmpty());
    assertTrue(left(secrets).isEmpty(), left(secrets).size() + " of " + secrets.size());
  }

  /** The arrays that are handed out, not copies of them. The first is hs_id, which is public. */
  private static Randomness watchingRandomness(long seed, List<byte[]> seen) {
    Randomness random = new SeededRandomness(seed);
    return length -> {
      byte[] bytes = random.next(length);
      if (length != NslMessage.HS_ID_LENGTH) {
        seen.add(bytes);
      }
      return bytes;
    };
  }

  private static Primitives.Source watching(List<byte[]> seen) {
    return suite -> new WatchedPrimitives(Primitives.Source.standard().of(suite), seen);
  }

  /** Keeps what the state machines are given to erase. */
  private record WatchedPrimitives(Primitives real, List<byte[]> seen) implements Primitives {

    private byte[] watch(byte[] secret) {
      seen.add(secret);
      return secret;
    }

    @Override
    public Suite suite() {
      return real.suite();
    }

    @Override
    public Kem staticKem() {
      return new WatchedKem(real.staticKem(), seen);
    }

    @Override
    public Kem ephemeralKem() {
      return new WatchedKem(real.ephemeralKem(), seen);
    }

    @Override
    public byte[] hash(byte[]... parts) {
      return real.hash(parts);
    }

    @Override
    public byte[] extract(byte[] salt, byte[] inputKeyMaterial) {
      return watch(real.extract(salt, inputKeyMaterial));
    }

    @Override
    public byte[] expand(byte[] pseudorandomKey, byte[] info, int length) {
      // an iv and a key's name are no secrets
      boolean isPublic = length == 12 || new String(info).contains("dpkn1 pskid");
      byte[] expanded = real.expand(pseudorandomKey, info, length);
      // what is exported is the caller's
      return isPublic || new String(info).contains("tls13") ? expanded : watch(expanded);
    }

    @Override
    public byte[] seal(byte[] key, byte[] iv, byte[] associatedData, byte[] plaintext) {
      seen.add(plaintext);
      return real.seal(key, iv, associatedData, plaintext);
    }

    @Override
    public byte[] open(byte[] key, byte[] iv, byte[] associatedData, byte[] box)
        throws CryptoFailure {
      return watch(real.open(key, iv, associatedData, box));
    }

    @Override
    public byte[] sign(Kem.KeyPair own, byte[] message, Randomness random) {
      seen.add(own.privateKey());
      return real.sign(own, message, random);
    }

    @Override
    public void verify(byte[] publicKey, byte[] message, byte[] signature) throws CryptoFailure {
      real.verify(publicKey, message, signature);
    }
  }

  private record WatchedKem(Kem real, List<byte[]> seen) implements Kem {

    @Override
    public int publicKeyLength() {
      return real.publicKeyLength();
    }

    @Override
    public int ciphertextLength() {
      return real.ciphertextLength();
    }

    @Override
    public KeyPair generate(Randomness random) {
      KeyPair pair = real.generate(random);
      seen.add(pair.privateKey());
      return pair;
    }

    @Override
    public Encapsulation encapsulate(byte[] publicKey, Randomness random) throws CryptoFailure {
      Encapsulation made = real.encapsulate(publicKey, random);
      seen.add(made.sharedSecret());
      return made;
    }

    @Override
    public byte[] decapsulate(KeyPair own, byte[] ciphertext) throws CryptoFailure {
      seen.add(own.privateKey());
      byte[] secret = real.decapsulate(own, ciphertext);
      seen.add(secret);
      return secret;
    }
  }
}
