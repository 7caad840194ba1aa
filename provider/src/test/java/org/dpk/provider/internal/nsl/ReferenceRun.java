package org.dpk.provider.internal.nsl;

import static org.dpk.provider.internal.VectorFile.hex;
import static org.dpk.provider.internal.nsl.PlatformCrypto.ascii;
import static org.dpk.provider.internal.nsl.PlatformCrypto.concat;
import static org.dpk.provider.internal.nsl.PlatformCrypto.dhkem;
import static org.dpk.provider.internal.nsl.PlatformCrypto.ed25519Sign;
import static org.dpk.provider.internal.nsl.PlatformCrypto.expL;
import static org.dpk.provider.internal.nsl.PlatformCrypto.extract;
import static org.dpk.provider.internal.nsl.PlatformCrypto.lv;
import static org.dpk.provider.internal.nsl.PlatformCrypto.lv8;
import static org.dpk.provider.internal.nsl.PlatformCrypto.seal;
import static org.dpk.provider.internal.nsl.PlatformCrypto.sha256;
import static org.dpk.provider.internal.nsl.PlatformCrypto.u16;
import static org.dpk.provider.internal.nsl.PlatformCrypto.u32;
import static org.dpk.provider.internal.nsl.PlatformCrypto.u64;
import static org.dpk.provider.internal.nsl.PlatformCrypto.x25519;
import static org.dpk.provider.internal.nsl.PlatformCrypto.x25519Public;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run of NSL_X25519 computed from top to bottom as protocol.md has it, without any code of the
 * product but the parties' records. Makes the known-answer vectors.
 */
final class ReferenceRun {

  private static final byte[] SUITE = u16(0x0201);
  private static final int PSK_LIFETIME = 43_200;

  final Map<String, Object> values = new LinkedHashMap<>();
  final Map<String, Object> messages = new LinkedHashMap<>();
  final List<Map<String, Object>> keys = new ArrayList<>();

  private final TestParty a;
  private final TestParty b;
  private final Map<String, byte[]> random;

  ReferenceRun(TestParty a, TestParty b, Map<String, byte[]> random, byte @Nullable [] token)
      throws GeneralSecurityException {
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
    byte[] pkA = x25519Public(a.pair().revealKemKey());
    byte[] pkB = x25519Public(b.pair().revealKemKey());

    byte[] th0 =
        value(
            "th0",
            sha256(
                lv("DPK-NSL/1"),
                SUITE,
                registry,
                lv(idB),
                recHashB,
                lv("initiator"),
                lv("responder")));

    // NS1
    byte[] ctB = value("ct_b", x25519Public(random.get("sk_ct_b")));
    byte[] ssB = value("ss_b", dhkem(x25519(random.get("sk_ct_b"), pkB), ctB, pkB));
    byte[] epk = value("epk", x25519Public(random.get("sk_epk")));
    byte[] clear = concat(SUITE, Arrays.copyOf(recHashB, 8), lv(ctB), lv(epk));
    byte[] th1 = value("th1", sha256(th0, clear));
    byte[] es1 = value("es1", extract(th1, ssB));
    byte[] k1 = value("k1", expL(es1, "ns1", th1, 32));
    byte[] plain1 = value("box1_plaintext", plain1(idA, recHashA, token));
    byte[] box1 = value("box1", seal(k1, 1, plain1));
    byte[] th1b = value("th1b", sha256(th1, box1));
    byte[] kw = value("kw", expL(es1, "wrap", th1b, 32));
    byte[] ka = value("ka", expL(es1, "alert b", th1b, 32));
    message("ns1", 1, concat(new byte[] {0}, clear, lv(box1)));

    // NS2
    byte[] ctA = value("ct_a", x25519Public(random.get("sk_ct_a")));
    byte[] ssA = value("ss_a", dhkem(x25519(random.get("sk_ct_a"), pkA), ctA, pkA));
    byte[] ect = value("ect", x25519Public(random.get("sk_ect")));
    byte[] ssE = value("ss_e", dhkem(x25519(random.get("sk_ect"), epk), ect, epk));
    byte[] boxw = value("boxw", seal(kw, 2, ctA));
    byte[] th2 = value("th2", sha256(th1b, boxw, lv(ect)));
    byte[] es2 = value("es2", extract(expL(es1, "derived", th2, 32), ssA));
    byte[] es3 = value("es3", extract(expL(es2, "derived", th2, 32), ssE));
    byte[] k2 = value("k2", expL(es3, "ns2", th2, 32));
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
    byte[] box2 = value("box2", seal(k2, 2, plain2));
    byte[] th3 = value("th3", sha256(th2, box2));
    message("ns2", 2, concat(lv(boxw), lv(ect), lv(box2)));

    // NS34
    byte[] ks = random.get("ks");
    byte[] k3 = value("k3", expL(es3, "ns3", th3, 32));
    byte[] box3 = value("box3", seal(k3, 3, random.get("n2")));
    byte[] k4 = value("k4", expL(es3, "ns4", sha256(th3, box3), 32));
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
                sha256(ks)));
    byte[] sig = value("sig", ed25519Sign(a.pair().revealSignatureKey(), signed));
    byte[] plain4 = value("box4_plaintext", concat(ks, random.get("n2"), lv(sig)));
    byte[] box4 = value("box4", seal(k4, 3, plain4));
    byte[] th5 = value("th5", sha256(th3, box3, box4));
    message("ns34", 3, concat(lv(box3), lv(box4)));

    // an alert that B could have sent instead of NS2
    byte[] alert = seal(ka, 5, concat(new byte[] {33}, lv8(ascii("revoked"))));
    message("alert_33_revoked", 5, concat(new byte[] {0}, lv8(alert)));

    byte[] ms = value("ms_0", extract(expL(es3, "derived", th5, 32), ks));
    byte[] ctx =
        value(
            "ctx",
            sha256(
                lv("DPK ctx"),
                registry,
                lv(idA),
                lv("client"),
                lv(idB),
                lv("server"),
                recHashA,
                recHashB,
                SUITE,
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
    byte[] epsk = expL(ms, "epsk", context, 32);
    byte[] pskid = expL(ms, "pskid", context, 16);
    Map<String, Object> key = new LinkedHashMap<>();
    key.put("i", i);
    key.put("epsk", hex(epsk));
    key.put("pskid", hex(pskid));
    key.put("tls13_sha256", hex(expL(epsk, "tls13 sha256", pskid, 32)));
    key.put("static_export", hex(expL(epsk, "static export", pskid, 32)));
    key.put("confirm", hex(confirm(expL(epsk, "static confirm", pskid, 32))));
    key.put("tls13_identity", Base64.getUrlEncoder().withoutPadding().encodeToString(pskid));
    keys.add(key);
    return expL(ms, "ratchet", context, 32);
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
