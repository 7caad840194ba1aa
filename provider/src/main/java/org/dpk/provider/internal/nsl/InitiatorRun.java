package org.dpk.provider.internal.nsl;

import static org.dpk.provider.internal.nsl.Plaintext.KS_LENGTH;
import static org.dpk.provider.internal.nsl.Plaintext.NONCE_LENGTH;

import java.util.Arrays;
import org.dpk.provider.RegistryId;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.nsl.NslMessage.Ns1;
import org.dpk.provider.internal.nsl.NslMessage.Ns2;
import org.dpk.provider.internal.nsl.NslMessage.Ns34;
import org.dpk.provider.internal.nsl.Plaintext.Box1;
import org.dpk.provider.internal.nsl.Plaintext.Box2;
import org.dpk.provider.internal.nsl.Plaintext.Box4;
import org.dpk.provider.internal.nsl.Plaintext.Enrolment;
import org.dpk.provider.internal.record.EncodedRecord;
import org.jspecify.annotations.Nullable;

/** The secrets and the computations of an initiator's one run, from NS1 to NS34. */
final class InitiatorRun implements AutoCloseable {

  private static final byte[] NO_COOKIE = {};

  private final OwnKeys own;
  private final EncodedRecord peer;
  private final SuiteKeyPair pair;
  private final Primitives.Source source;
  private final Primitives primitives;
  private final Randomness random;
  private final KeySchedule schedule;
  private final RunSecrets secrets = new RunSecrets();
  private final byte[] hsId;
  private final Secret n1;
  private final Kem.KeyPair ephemeral;
  private byte @Nullable [] staple;

  InitiatorRun(
      RegistryId registry,
      OwnKeys own,
      EncodedRecord peer,
      SuiteKeyPair pair,
      Primitives.Source source,
      Randomness random) {
    this.own = own;
    this.peer = peer;
    this.pair = pair;
    this.source = source;
    this.primitives = source.of(pair.suite());
    this.random = random;
    this.schedule = new KeySchedule(primitives, registry, peer);
    this.hsId = random.next(NslMessage.HS_ID_LENGTH);
    this.n1 = secrets.keep(random.next(NONCE_LENGTH));
    this.ephemeral = primitives.ephemeralKem().generate(random);
    secrets.keep(ephemeral.privateKey());
  }

  /** What NS1 has with it: not copied; null for nothing. */
  void staple(byte @Nullable [] ownStaple) {
    staple = ownStaple;
  }

  byte[] hsId() {
    return hsId;
  }

  KeySchedule schedule() {
    return schedule;
  }

  /**
   * @throws CryptoFailure if the peer's key can't be used
   */
  Ns1 ns1(SuiteKey peerKey, @Nullable Enrolment enrolment) throws CryptoFailure {
    Kem.Encapsulation toB = primitives.staticKem().encapsulate(peerKey.kem(), random);
    byte[] kidB = OwnKeys.kid(peer);
    int suite = pair.suite().id();
    byte[] epk = ephemeral.publicKey();
    byte[] clear = Ns1.clear(suite, kidB, toB.ciphertext(), epk);
    schedule.absorbNs1(clear, secrets.keep(toB.sharedSecret()));
    byte[] box1 = schedule.box1().seal(secrets.keep(box1(enrolment).encode()).reveal());
    schedule.absorbBox1(box1);
    return new Ns1(hsId, NO_COOKIE, suite, kidB, toB.ciphertext(), epk, box1);
  }

  private Box1 box1(@Nullable Enrolment enrolment) {
    EncodedRecord record = own.record();
    long version = record.record().version();
    return new Box1(n1.reveal(), record.identity(), version, record.recHash(), staple, enrolment);
  }

  /**
   * Checks NS2 and returns what B said in it.
   *
   * @throws CryptoFailure if B did not make it for this run
   */
  Box2 open(Ns2 ns2) throws CryptoFailure, MalformedMessage {
    Kem staticKem = primitives.staticKem();
    Kem ephemeralKem = primitives.ephemeralKem();
    if (ns2.ect().length != ephemeralKem.ciphertextLength()) {
      throw new MalformedMessage("ect has " + ns2.ect().length + " bytes");
    }
    byte[] ctA = secrets.keep(schedule.boxw().open(ns2.boxw())).reveal();
    if (ctA.length != staticKem.ciphertextLength()) {
      throw new CryptoFailure();
    }
    schedule.absorbNs2(ns2.boxw(), ns2.ect());
    byte[] privateKey = secrets.keep(pair.revealKemKey()).reveal();
    Kem.KeyPair ownKem = new Kem.KeyPair(privateKey, pair.publicKey().kem());
    schedule.absorbSecrets(
        secrets.keep(staticKem.decapsulate(ownKem, ctA)),
        secrets.keep(ephemeralKem.decapsulate(ephemeral, ns2.ect())));
    Box2 box2 = Box2.decode(secrets.keep(schedule.box2().open(ns2.box2())).reveal());
    secrets.keep(box2.n1());
    secrets.keep(box2.n2());
    schedule.absorbBox2(ns2.box2());
    requireOurs(box2);
    return box2;
  }

  // without id_b this is the protocol that Lowe broke in 1995
  private void requireOurs(Box2 box2) throws CryptoFailure {
    boolean ours =
        n1.isSame(box2.n1())
            & box2.idB().equals(peer.identity())
            & Arrays.equals(box2.recHashA(), own.record().recHash());
    if (!ours) {
      throw new CryptoFailure();
    }
  }

  /** NS34, with which the keys are there. */
  InitiatorStep.Agreed ns34(Box2 box2, KeyTerms terms) {
    Secret ks = secrets.keep(random.next(KS_LENGTH));
    byte[] box3 = schedule.box3().seal(box2.n2());
    schedule.absorbBox3(box3);
    Secret plaintext = secrets.keep(new Box4(ks.reveal(), box2.n2(), sign(ks)).encode());
    byte[] box4 = schedule.box4().seal(plaintext.reveal());
    schedule.absorbBox4(box3, box4);
    KeyRatchet keys = schedule.ratchet(source, own.record(), ks, terms.maxUses());
    AgreedKeys agreed = new AgreedKeys(own.record(), peer, pair.suite(), keys, terms, null);
    secrets.close();
    schedule.agreed();
    return new InitiatorStep.Agreed(new Ns34(hsId, box3, box4).encode(), agreed);
  }

  private byte[] sign(Secret ks) {
    byte[] privateKey = secrets.keep(pair.revealSignatureKey()).reveal();
    byte[] publicKey = pair.suite().keyFormat().verificationKey(pair.publicKey());
    byte[] content = schedule.signedContent(own.record(), ks);
    return primitives.sign(new Kem.KeyPair(privateKey, publicKey), content, random);
  }

  @Override
  public void close() {
    secrets.close();
    schedule.close();
  }
}
