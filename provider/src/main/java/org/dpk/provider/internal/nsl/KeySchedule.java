package org.dpk.provider.internal.nsl;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.record.EncodedRecord;
import org.jspecify.annotations.Nullable;

/**
 * The transcript and the secrets of one run (protocol.md "Key schedule"), with its symbols. Both
 * ends feed it the same bytes in the same order; a step that is taken too early throws.
 */
final class KeySchedule implements AutoCloseable {

  private static final byte[] SIGNATURE_LABEL = "DPK-NSL/1 NS4 initiator".getBytes(US_ASCII);
  private static final int SIGNATURE_SPACES = 64;

  private final Primitives primitives;
  private final RegistryId registry;
  private final EncodedRecord recordB;
  private final int hashLength;
  private final RunSecrets secrets = new RunSecrets();
  private final RunSecrets alertSecret = new RunSecrets();
  private final byte[] th0;
  private byte @Nullable [] th1;
  private byte @Nullable [] th1b;
  private byte @Nullable [] th2;
  private byte @Nullable [] th3;
  private byte @Nullable [] th4;
  private byte @Nullable [] th5;
  private @Nullable Secret es1;
  private @Nullable Secret es3;
  private @Nullable Secret ka;

  KeySchedule(Primitives primitives, RegistryId registry, EncodedRecord recordB) {
    this.primitives = primitives;
    this.registry = registry;
    this.recordB = recordB;
    this.hashLength = primitives.suite().hashLength();
    this.th0 =
        primitives.hash(
            lv("DPK-NSL/1"),
            uint16(primitives.suite().id()),
            registryBytes(),
            lv(recordB.identity().bytes()),
            recordB.recHash(),
            lv("initiator"),
            lv("responder"));
  }

  /**
   * Takes in what NS1 says in clear, and the secret that only B can find out.
   *
   * @param clear from {@code suite} to {@code epk}
   * @param ssB the caller's to erase
   */
  void absorbNs1(byte[] clear, Secret ssB) {
    th1 = primitives.hash(th0, clear);
    es1 = extract(th1, ssB);
  }

  OneTimeBox box1() {
    return box(expand(es1, "ns1", th1), NslMessage.Ns1.TYPE);
  }

  void absorbBox1(byte[] box1) {
    th1b = primitives.hash(set(th1), box1);
    byte[] es1Bytes = set(es1).reveal();
    ka = alertSecret.keep(HkdfLabel.expand(primitives, es1Bytes, "alert b", th1b, hashLength));
  }

  OneTimeBox boxw() {
    return box(expand(es1, "wrap", th1b), NslMessage.Ns2.TYPE);
  }

  /** The box of a sealed alert; for one alert at most. */
  OneTimeBox alertBox() {
    return box(set(ka), NslMessage.Alert.TYPE);
  }

  void absorbNs2(byte[] boxw, byte[] ect) {
    th2 = primitives.hash(set(th1b), boxw, lv(ect));
  }

  /**
   * Chains the secrets that only A can find out: by its static key, and by the key of this run.
   *
   * @param ssA the caller's to erase
   * @param ssE the caller's to erase
   */
  void absorbSecrets(Secret ssA, Secret ssE) {
    Secret es2 = extract(expand(es1, "derived", th2).reveal(), ssA);
    es3 = extract(expand(es2, "derived", th2).reveal(), ssE);
  }

  OneTimeBox box2() {
    return box(expand(es3, "ns2", th2), NslMessage.Ns2.TYPE);
  }

  void absorbBox2(byte[] box2) {
    th3 = primitives.hash(set(th2), box2);
  }

  OneTimeBox box3() {
    return box(expand(es3, "ns3", th3), NslMessage.Ns34.TYPE);
  }

  void absorbBox3(byte[] box3) {
    th4 = primitives.hash(set(th3), box3);
  }

  OneTimeBox box4() {
    return box(expand(es3, "ns4", th4), NslMessage.Ns34.TYPE);
  }

  // th5 = H(th3 ‖ box3 ‖ box4)
  void absorbBox4(byte[] box3, byte[] box4) {
    th5 = primitives.hash(set(th3), box3, box4);
  }

  /** What A signs in box 4: the pattern of RFC 8446 §4.4.3. */
  byte[] signedContent(EncodedRecord recordA, Secret ks) {
    byte[] idA = lv(recordA.identity().bytes());
    byte[] idB = lv(recordB.identity().bytes());
    WireWriter out =
        new WireWriter(
            SIGNATURE_SPACES
                + SIGNATURE_LABEL.length
                + 1
                + hashLength
                + idA.length
                + idB.length
                + hashLength);
    for (int i = 0; i < SIGNATURE_SPACES; i++) {
      out.uint8(' ');
    }
    return out.fixed(SIGNATURE_LABEL)
        .uint8(0)
        .fixed(set(th3))
        .fixed(idA)
        .fixed(idB)
        .fixed(primitives.hash(ks.reveal()))
        .done();
  }

  /** ms_0 and ctx. The caller closes the ratchet. */
  KeyRatchet ratchet(Primitives.Source source, EncodedRecord recordA, Secret ks, int uses) {
    byte[] ms0 = primitives.extract(expand(es3, "derived", th5).reveal(), ks.reveal());
    byte[] ctx =
        primitives.hash(
            lv("DPK ctx"),
            registryBytes(),
            lv(recordA.identity().bytes()),
            lv("client"),
            lv(recordB.identity().bytes()),
            lv("server"),
            recordA.recHash(),
            recordB.recHash(),
            uint16(primitives.suite().id()),
            set(th5));
    return new KeyRatchet(primitives.suite(), source, ms0, ctx, uses);
  }

  /** Erases everything but the key of the alert that may still follow. */
  void agreed() {
    secrets.close();
  }

  @Override
  public void close() {
    secrets.close();
    alertSecret.close();
    ka = null;
  }

  private Secret extract(byte[] salt, Secret inputKeyMaterial) {
    return secrets.keep(primitives.extract(salt, inputKeyMaterial.reveal()));
  }

  private Secret expand(@Nullable Secret secret, String label, byte @Nullable [] context) {
    byte[] bytes = set(secret).reveal();
    return secrets.keep(HkdfLabel.expand(primitives, bytes, label, set(context), hashLength));
  }

  private OneTimeBox box(Secret secret, int type) {
    return new OneTimeBox(primitives, secret, type);
  }

  private static <T> T set(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("this step of the key schedule is not yet due");
    }
    return value;
  }

  // uint64 chain_id ‖ registry[20]
  private byte[] registryBytes() {
    return new WireWriter(28).uint64(registry.chainId()).fixed(registry.contract().bytes()).done();
  }

  private static byte[] uint16(int value) {
    return new WireWriter(2).uint16(value).done();
  }

  private static byte[] lv(String text) {
    return lv(text.getBytes(US_ASCII));
  }

  private static byte[] lv(byte[] value) {
    return new WireWriter(2 + value.length).vector16(value).done();
  }
}
