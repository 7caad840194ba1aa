package org.dpk.provider.internal.nsl.explorer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.nsl.Kem;
import org.dpk.provider.internal.nsl.Primitives;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.dpk.provider.internal.record.EncodedRecord;

/**
 * Who there is: the honest A and B, the attacker's M with keys of its own, and the attacker's X and
 * Y with copies of A's and B's public keys. One suite, and what is removed from the protocol.
 */
final class World {

  static final RegistryId REGISTRY =
      new RegistryId(31337, EthereumAddress.parse("0x5fbdb2315678afecb367f032d93f642f64180aa3"));

  private static final int KID_LENGTH = 8;
  private static final int KEY_TERM_LENGTH = 32;

  private final Suite suite;
  private final Set<Removal> removed;
  private final Terms terms = new Terms();
  private final Composer composer;
  private final Attacker attacker;
  private final Kem realKem;
  private final Kem realEphemeralKem;
  private final Principal a;
  private final Principal b;
  private final List<Principal> principals;

  World(Suite suite, Set<Removal> removed) {
    this.suite = suite;
    this.removed = removed;
    this.composer = new Composer(this);
    this.attacker = new Attacker(this);
    this.realKem = Primitives.Source.standard().of(suite).staticKem();
    this.realEphemeralKem = Primitives.Source.standard().of(suite).ephemeralKem();
    SuiteKeyPair pairOfA = SuiteKeyPair.generate(suite, new SecureRandom());
    SuiteKeyPair pairOfB = SuiteKeyPair.generate(suite, new SecureRandom());
    SuiteKeyPair pairOfM = SuiteKeyPair.generate(suite, new SecureRandom());
    this.a = Principal.honest("A", pairOfA, name("A", pairOfA));
    this.b = Principal.honest("B", pairOfB, name("B", pairOfB));
    Principal m = Principal.dishonest("M", pairOfM, name(Attacker.name(), pairOfM));
    this.principals = List.of(a, b, m, Principal.copyOf(a, "X"), Principal.copyOf(b, "Y"));
  }

  // keys on chain are real: their bytes are given terms
  private List<Term> name(String owner, SuiteKeyPair pair) {
    List<Term> privateKeys = new ArrayList<>();
    SuiteKey key = pair.publicKey();
    privateKeys.add(name(owner, "sk", pair.revealKemKey(), key.kem()));
    if (key.sig().length > 0) {
      privateKeys.add(name(owner, "sig", pair.revealSignatureKey(), key.sig()));
    }
    return privateKeys;
  }

  private Term name(String owner, String purpose, byte[] privateKey, byte[] publicKey) {
    Term secret = terms.fresh(owner, purpose, KEY_TERM_LENGTH);
    terms.name(secret, privateKey);
    terms.name(terms.publicKey(secret, publicKey.length), publicKey);
    return secret;
  }

  Suite suite() {
    return suite;
  }

  Set<Removal> removed() {
    return removed;
  }

  Terms terms() {
    return terms;
  }

  Composer composer() {
    return composer;
  }

  Attacker attacker() {
    return attacker;
  }

  Principal a() {
    return a;
  }

  Principal b() {
    return b;
  }

  List<Principal> principals() {
    return principals;
  }

  List<Principal> honest() {
    return principals.stream().filter(Principal::honest).toList();
  }

  Principal of(EncodedRecord record) {
    return principals.stream().filter(p -> p.record().equals(record)).findFirst().orElseThrow();
  }

  /** The public key that a principal's record has for the static KEM. */
  Term kemKey(Principal principal) {
    return terms.read(principal.record().record().keys().get(0).kem());
  }

  int ciphertextLength() {
    return realKem.ciphertextLength();
  }

  int epkLength() {
    return realEphemeralKem.publicKeyLength();
  }

  int ectLength() {
    return realEphemeralKem.ciphertextLength();
  }

  /** Hashes of records, whole and as kid. */
  List<String> recordWords() {
    List<String> words = new ArrayList<>();
    for (Principal principal : principals) {
      String recHash = new String(principal.record().recHash(), ISO_8859_1);
      words.add(recHash);
      words.add(recHash.substring(0, KID_LENGTH));
    }
    return words;
  }

  /** Identities with their lengths, and hashes of records. */
  List<String> identityWords() {
    List<String> words = new ArrayList<>(recordWords());
    for (Principal principal : principals) {
      byte[] id = principal.id();
      byte[] lv = ByteBuffer.allocate(2 + id.length).putShort((short) id.length).put(id).array();
      words.add(new String(lv, ISO_8859_1));
    }
    return words;
  }
}
