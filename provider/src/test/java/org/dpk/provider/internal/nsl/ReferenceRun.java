package org.dpk.provider.internal.nsl;

import static org.dpk.provider.internal.VectorFile.hex;
import static org.dpk.provider.internal.nsl.PlatformCrypto.ascii;
import static org.dpk.provider.internal.nsl.PlatformCrypto.concat;
import static org.dpk.provider.internal.nsl.PlatformCrypto.lv;
import static org.dpk.provider.internal.nsl.PlatformCrypto.lv8;
import static org.dpk.provider.internal.nsl.PlatformCrypto.sha256;
import static org.dpk.provider.internal.nsl.PlatformCrypto.u16;
import static org.dpk.provider.internal.nsl.PlatformCrypto.u32;
import static org.dpk.provider.internal.nsl.PlatformCrypto.u64;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run computed from top to bottom as protocol.md has it, without any code of the product but the
 * parties' records. Makes the known-answer vectors.
 */
final class ReferenceRun {

  private static final int PSK_LIFETIME = 43_200;

  final Map<String, Object> values = new LinkedHashMap<>();
  final Map<String, Object> messages = new LinkedHashMap<>();
  final List<Map<String, Object>> keys = new ArrayList<>();

  private final ReferenceSuite suite;
  private final TestParty a;
  private final TestParty b;
  private final Map<String, byte[]> random;

  ReferenceRun(
      ReferenceSuite suite,
      TestParty a,
      TestParty b,
      Map<String, byte[]> random,
      byte @Nullable [] token)
      throws GeneralSecurityException {
    this.suite = suite;
    this.a = a;
    this.b = b;
    this.random = random;
    compute(token);
  }

  private void compute(byte @Nullable [] token) throws GeneralSecurityException {
    byte[] registry =
        concat(u64(TestParty.REGISTRY.chainId()), TestParty.REGISTRY.contract().bytes());
    byte[] idA = a.identity().bytes();
    byte[] idB = b.identity().bytes();
    byte[] recHashA = sha256(a.record().bytes());
    byte[] recHashB = sha256(b.record().bytes());
    byte[] pkA = suite.staticKey(a.pair().revealKemKey());
    byte[] pkB = suite.staticKey(b.pair().revealKemKey());

    byte[] th0 =
        value(
            "th0",
            suite.h(
                lv("DPK-NSL/1"),
                suite.id(),
                registry,
                lv(idB),
                recHashB,
                lv("initiator"),
                lv("responder")));

    // NS1
    ReferenceSuite.Encapsulated toB = suite.toStatic(pkB, random, "b");
    byte[] ctB = value("ct_b", toB.ct());
    byte[] ssB = value("ss_b", toB.ss());
    byte[] epk = value("epk", suite.epk(random));
    byte[] clear = concat(suite.id(), Arrays.copyOf(recHashB, 8), lv(ctB), lv(epk));
    byte[] th1 = value("th1", suite.h(th0, clear));
    byte[] es1 = value("es1", suite.extractH(th1, ssB));
    byte[] k1 = value("k1", suite.expL(es1, "ns1", th1));
    byte[] plain1 = value("box1_plaintext", plain1(idA, recHashA, token));
    byte[] box1 = value("box1", suite.seal(k1, 1, plain1));
    byte[] th1b = value("th1b", suite.h(th1, box1));
    byte[] kw = value("kw", suite.expL(es1, "wrap", th1b));
    byte[] ka = value("ka", suite.expL(es1, "alert b", th1b));
    message("ns1", 1, concat(new byte[] {0}, clear, lv(box1)));

    // what B could have answered under load, and what A then sends
    byte[] cookie = lv8(ascii("a cookie of B's"));
    message("retry", 4, cookie);
    message("ns1_with_cookie", 1, concat(cookie, clear, lv(box1)));

    // NS2
    ReferenceSuite.Encapsulated toA = suite.toStatic(pkA, random, "a");
    byte[] ctA = value("ct_a", toA.ct());
    byte[] ssA = value("ss_a", toA.ss());
    ReferenceSuite.Encapsulated toE = suite.toEphemeral(epk, random);
    byte[] ect = value("ect", toE.ct());
    byte[] ssE = value("ss_e", toE.ss());
    byte[] boxw = value("boxw", suite.seal(kw, 2, ctA));
    byte[] th2 = value("th2", suite.h(th1b, boxw, lv(ect)));
    byte[] es2 = value("es2", suite.extractH(suite.expL(es1, "derived", th2), ssA));
    byte[] es3 = value("es3", suite.extractH(suite.expL(es2, "derived", th2), ssE));
    byte[] k2 = value("k2", suite.expL(es3, "ns2", th2));
    byte[] plain2 =
        value(
            "box2_plaintext",
            concat(
                random.get("n1"),
                random.get("n2"),
                lv8(idB),
                recHashA,
                u32(PSK_LIFETIME),
                u16(token == null ? 64 : 1),
                u16(0)));
    byte[] box2 = value("box2", suite.seal(k2, 2, plain2));
    byte[] th3 = value("th3", suite.h(th2, box2));
    message("ns2", 2, concat(lv(boxw), lv(ect), lv(box2)));

    // NS34
    byte[] ks = random.get("ks");
    byte[] k3 = value("k3", suite.expL(es3, "ns3", th3));
    byte[] box3 = value("box3", suite.seal(k3, 3, random.get("n2")));
    byte[] k4 = value("k4", suite.expL(es3, "ns4", suite.h(th3, box3)));
    byte[] signed =
        value(
            "signed",
            concat(
                ascii(" ".repeat(64)),
                ascii("DPK-NSL/1 NS4 initiator"),
                new byte[] {0},
                th3,
                lv(idA),
                lv(idB),
                suite.h(ks)));
    byte[] sig = value("sig", suite.sign(a.pair().revealSignatureKey(), signed, random));
    byte[] plain4 = value("box4_plaintext", concat(ks, random.get("n2"), lv(sig)));
    byte[] box4 = value("box4", suite.seal(k4, 3, plain4));
    byte[] th5 = value("th5", suite.h(th3, box3, box4));
    message("ns34", 3, concat(lv(box3), lv(box4)));

    // an alert that B could have sent instead of NS2
    byte[] alert = suite.seal(ka, 5, concat(new byte[] {33}, lv8(ascii("revoked"))));
    message("alert_33_revoked", 5, concat(new byte[] {0}, lv8(alert)));

    byte[] ms = value("ms_0", suite.extractH(suite.expL(es3, "derived", th5), ks));
    byte[] ctx =
        value(
            "ctx",
            suite.h(
                lv("DPK ctx"),
                registry,
                lv(idA),
                lv("client"),
                lv(idB),
                lv("server"),
                recHashA,
                recHashB,
                suite.id(),
                th5));
    for (int i = 0; i < (token == null ? 3 : 1); i++) {
      ms = key(i, ms, concat(ctx, u32(i)));
    }
  }

  private byte[] plain1(byte[] idA, byte[] recHashA, byte @Nullable [] token) {
    byte[] enrolment = new byte[0];
    if (token != null) {
      byte[] data = concat(lv(a.record().bytes()), lv(token));
      enrolment = concat(u16(0x8003), lv(data));
    }
    byte[] before =
        concat(random.get("n1"), lv8(idA), u64(a.record().record().version()), recHashA);
    int unpadded = before.length + 2 + 4 + enrolment.length;
    byte[] pad = concat(u16(1), lv(new byte[(128 - unpadded % 128) % 128]));
    return concat(before, lv(concat(pad, enrolment)));
  }

  private byte[] key(int i, byte[] ms, byte[] context) throws GeneralSecurityException {
    byte[] epsk = suite.expL(ms, "epsk", context, 32);
    byte[] pskid = suite.expL(ms, "pskid", context, 16);
    Map<String, Object> key = new LinkedHashMap<>();
    key.put("i", i);
    key.put("epsk", hex(epsk));
    key.put("pskid", hex(pskid));
    key.put("tls13_sha256", hex(suite.expL(epsk, "tls13 sha256", pskid, 32)));
    key.put("tls12", hex(suite.expL(epsk, "tls12", pskid, 32)));
    key.put("static_export", hex(suite.expL(epsk, "static export", pskid, 32)));
    key.put("confirm", hex(confirm(suite.expL(epsk, "static confirm", pskid, 32))));
    key.put("tls13_identity", Base64.getUrlEncoder().withoutPadding().encodeToString(pskid));
    keys.add(key);
    return suite.expL(ms, "ratchet", context);
  }

  private static byte[] confirm(byte[] tag) {
    return concat(new byte[] {1, 8}, new byte[8], lv(tag));
  }

  private byte[] value(String name, byte[] value) {
    values.put(name, hex(value));
    return value;
  }

  private void message(String name, int type, byte[] body) {
    messages.put(name, hex(concat(new byte[] {1, (byte) type}, random.get("hs_id"), lv(body))));
  }
}
