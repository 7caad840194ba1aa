package org.dpk.provider.internal.nsl;

import static org.dpk.provider.internal.nsl.Plaintext.NONCE_LENGTH;

import org.dpk.provider.IdentityRecord;
import org.dpk.provider.RegistryId;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.nsl.NslMessage.Alert;
import org.dpk.provider.internal.nsl.NslMessage.Ns1;
import org.dpk.provider.internal.nsl.NslMessage.Ns2;
import org.dpk.provider.internal.nsl.NslMessage.Ns34;
import org.dpk.provider.internal.nsl.Plaintext.Box1;
import org.dpk.provider.internal.nsl.Plaintext.Box2;
import org.dpk.provider.internal.nsl.Plaintext.Box4;
import org.dpk.provider.internal.nsl.Plaintext.SealedAlert;
import org.dpk.provider.internal.record.EncodedRecord;
import org.jspecify.annotations.Nullable;

/** The secrets and the computations of a responder's one run, from NS1 to NS34. */
final class ResponderRun implements AutoCloseable {

  private final OwnKeys own;
  private final SuiteKeyPair pair;
  private final Primitives.Source source;
  private final Primitives primitives;
  private final KeySchedule schedule;
  private final RunSecrets secrets = new RunSecrets();
  private final byte[] hsId;
  private final byte[] epk;
  private @Nullable Secret n2;

  /**
   * @param ns1 not kept: while NS34 is waited for, a run holds nothing whose length A chose
   */
  ResponderRun(
      RegistryId registry, OwnKeys own, SuiteKeyPair pair, Primitives.Source source, Ns1 ns1) {
    this.own = own;
    this.pair = pair;
    this.source = source;
    this.primitives = source.of(pair.suite());
    this.schedule = new KeySchedule(primitives, registry, own.record());
    this.hsId = ns1.hsId();
    this.epk = ns1.epk();
  }

  Suite suite() {
    return pair.suite();
  }

  IdentityRecord ownRecord() {
    return own.record().record();
  }

  /** Whether NS1 has the lengths of its suite: before anything is computed from it. */
  void requireLengths(Ns1 ns1) throws MalformedMessage {
    if (ns1.ctB().length != primitives.staticKem().ciphertextLength()
        || ns1.epk().length != primitives.ephemeralKem().publicKeyLength()) {
      throw new MalformedMessage("ct_b or epk has not the length of the suite");
    }
  }

  /** What the same NS1 is recognised by. */
  byte[] replayHash(Ns1 ns1) {
    return primitives.hash(ns1.ctB());
  }

  /** What NS1 claims: the run's one operation with a private key. */
  Box1 open(Ns1 ns1, boolean enrolmentServed) throws CryptoFailure, MalformedMessage {
    byte[] privateKey = secrets.keep(pair.revealKemKey()).reveal();
    Kem.KeyPair ownKey = new Kem.KeyPair(privateKey, pair.publicKey().kem());
    byte[] ssB = primitives.staticKem().decapsulate(ownKey, ns1.ctB());
    schedule.absorbNs1(ns1.clear(), secrets.keep(ssB));
    try (Secret plaintext = Secret.owning(schedule.box1().open(ns1.box1()))) {
      schedule.absorbBox1(ns1.box1());
      Box1 box1 = Box1.decode(plaintext.reveal(), enrolmentServed);
      secrets.keep(box1.n1());
      return box1;
    }
  }

  /** The encapsulation to A's key on chain, whose owner alone can go on. */
  Kem.Encapsulation toA(SuiteKey keyA, Randomness random) throws CryptoFailure {
    Kem.Encapsulation toA = primitives.staticKem().encapsulate(keyA.kem(), random);
    secrets.keep(toA.ciphertext());
    return toA;
  }

  Ns2 ns2(Kem.Encapsulation toA, Box1 box1, KeyTerms terms, Randomness random)
      throws CryptoFailure {
    Secret ssA = secrets.keep(toA.sharedSecret());
    Kem.Encapsulation toE = primitives.ephemeralKem().encapsulate(epk, random);
    byte[] boxw = schedule.boxw().seal(toA.ciphertext());
    schedule.absorbNs2(boxw, toE.ciphertext());
    schedule.absorbSecrets(ssA, secrets.keep(toE.sharedSecret()));
    n2 = secrets.keep(random.next(NONCE_LENGTH));
    Box2 plaintext =
        new Box2(
            box1.n1(),
            n2.reveal(),
            own.identity(),
            box1.recHashA(),
            terms.lifetime().toSeconds(),
            terms.maxUses());
    byte[] box2 = schedule.box2().seal(secrets.keep(plaintext.encode()).reveal());
    schedule.absorbBox2(box2);
    return new Ns2(hsId, boxw, toE.ciphertext(), box2);
  }

  /** Checks NS34, with which the keys are there. */
  AgreedKeys ns34(
      Ns34 ns34, EncodedRecord recordA, SuiteKey keyA, KeyTerms terms, byte @Nullable [] token)
      throws CryptoFailure, MalformedMessage {
    requireN2(secrets.keep(schedule.box3().open(ns34.box3())).reveal());
    schedule.absorbBox3(ns34.box3());
    Box4 box4 = Box4.decode(secrets.keep(schedule.box4().open(ns34.box4())).reveal());
    Secret ks = secrets.keep(box4.ks());
    requireN2(secrets.keep(box4.n2()).reveal());
    byte[] publicKey = suite().keyFormat().verificationKey(keyA);
    primitives.verify(publicKey, schedule.signedContent(recordA, ks), box4.sig());
    schedule.absorbBox4(ns34.box3(), ns34.box4());
    KeyRatchet keys = schedule.ratchet(source, recordA, ks, terms.maxUses());
    secrets.close();
    schedule.agreed();
    return new AgreedKeys(own.record(), recordA, pair.suite(), keys, terms, token);
  }

  private void requireN2(byte[] received) throws CryptoFailure {
    if (n2 == null || !n2.isSame(received)) {
      throw new CryptoFailure();
    }
  }

  /** An alert, sealed if it has to be; once per run. */
  Alert alert(AlertCode code, byte[] data) {
    if (!code.isSealed()) {
      return Alert.clear(hsId, code);
    }
    SealedAlert plaintext = new SealedAlert(code.code(), data);
    return Alert.sealed(hsId, schedule.alertBox().seal(secrets.keep(plaintext.encode()).reveal()));
  }

  @Override
  public void close() {
    secrets.close();
    schedule.close();
  }
}
