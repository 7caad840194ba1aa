package org.dpk.provider.internal.nsl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.dpk.provider.internal.VectorFile.bytes;
import static org.dpk.provider.internal.VectorFile.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.VectorFile;
import org.dpk.provider.internal.record.EncodedRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/protocol/vectors/nsl_x25519.json}: made by {@link ReferenceRun} with the JDK's
 * cryptography, and met byte for byte by the product's state machines.
 */
class KnownAnswerTest {

  private static final String FILE = "nsl_x25519.json";
  private static final List<String> RANDOM_OF_A = List.of("hs_id", "n1", "sk_epk", "sk_ct_b", "ks");
  private static final List<String> RANDOM_OF_B = List.of("sk_ct_a", "sk_ect", "n2");

  @Test
  void theFileIsWhatTheReferenceComputes() throws Exception {
    Map<String, Object> generated = generate();

    assertEquals(VectorFile.asJson(generated), VectorFile.readOrWrite(FILE, generated));
  }

  @Test
  void theStateMachinesMeetEveryByte() throws Exception {
    JsonNode file = VectorFile.readOrWrite(FILE, generate());
    assertEquals(4, file.get("runs").size());
    for (JsonNode run : file.get("runs")) {
      replay(run);
    }
  }

  private static void replay(JsonNode run) throws Exception {
    OwnKeys a = party(run.get("a"));
    OwnKeys b = party(run.get("b"));
    byte[] token = run.has("token") ? bytes(run.get("token")) : null;
    RegistryId registry =
        new RegistryId(
            run.get("chain_id").asLong(), EthereumAddress.parse(run.get("registry").asText()));
    Initiator initiator =
        new Initiator(
            registry,
            a,
            b.record(),
            Primitives.Source.standard(),
            scripted(run.get("random"), RANDOM_OF_A),
            KeyTerms.DEFAULT,
            token);
    Responder responder = responder(registry, b, run, token);
    JsonNode messages = run.get("messages");

    byte[] ns1 = initiator.begin();
    assertEquals(messages.get("ns1").asText(), hex(ns1));
    byte[] ns2 = answer(responder, a, ns1);
    assertEquals(messages.get("ns2").asText(), hex(ns2));
    InitiatorStep.Agreed atA = (InitiatorStep.Agreed) initiator.receive(ns2);
    assertEquals(messages.get("ns34").asText(), hex(atA.message()));
    AgreedKeys atB = ((ResponderStep.Agreed) responder.receive(atA.message())).keys();
    assertKeys(run.get("keys"), atA.keys().keys());
    assertKeys(run.get("keys"), atB.keys());
    if (token == null) {
      assertAlert(registry, b, a, run);
    }
  }

  private static void assertAlert(RegistryId registry, OwnKeys b, OwnKeys a, JsonNode run)
      throws NslAbort {
    Responder refusing = responder(registry, b, run, null);
    refusing.receive(bytes(run.get("messages").get("ns1")));
    NslAbort abort = refusing.refuse(AlertCode.IDENTITY_REVOKED, "revoked");
    assertEquals(
        run.get("messages").get("alert_33_revoked").asText(), hex(abort.reply().orElseThrow()));
  }

  private static Responder responder(
      RegistryId registry, OwnKeys b, JsonNode run, byte @Nullable [] token) {
    return new Responder(
        registry,
        kid -> Optional.of(b).filter(keys -> keys.hasKid(kid)),
        Primitives.Source.standard(),
        scripted(run.get("random"), RANDOM_OF_B),
        KeyTerms.DEFAULT,
        hash -> true,
        token != null);
  }

  private static byte[] answer(Responder responder, OwnKeys a, byte[] ns1) throws NslAbort {
    ResponderStep step = responder.receive(ns1);
    ResponderStep answer =
        step instanceof ResponderStep.LookUp
            ? responder.found(TestParty.active(a.record()))
            : responder.enrolmentChecked();
    return ((ResponderStep.Send) answer).message();
  }

  private static void assertKeys(JsonNode expected, KeyRatchet ratchet) {
    for (JsonNode key : expected) {
      try (KeyRatchet.ExternalPsk psk = ratchet.next().orElseThrow()) {
        assertEquals(key.get("epsk").asText(), hex(psk.revealSecret()));
        assertEquals(key.get("pskid").asText(), hex(psk.id()));
        assertEquals(key.get("tls13_sha256").asText(), hex(psk.export("tls13 sha256")));
        assertEquals(key.get("static_export").asText(), hex(psk.export("static export")));
        assertEquals(key.get("confirm").asText(), hex(psk.confirmation()));
        assertEquals(
            key.get("tls13_identity").asText(),
            Base64.getUrlEncoder().withoutPadding().encodeToString(psk.id()));
      }
    }
  }

  private static OwnKeys party(JsonNode party) throws Exception {
    SuiteKeyPair pair =
        SuiteKeyPair.of(
            Suite.NSL_X25519,
            bytes(party.get("kem_private_key")),
            bytes(party.get("signature_private_key")));
    EncodedRecord record = EncodedRecord.decode(bytes(party.get("record")));
    assertEquals(DpkIdentity.parse(party.get("identity").asText()), record.identity());
    assertEquals(party.get("rec_hash").asText(), hex(record.recHash()));
    return new OwnKeys(record, List.of(pair));
  }

  private static Randomness scripted(JsonNode random, List<String> names) {
    Deque<byte[]> script = new ArrayDeque<>();
    names.forEach(name -> script.add(bytes(random.get(name))));
    return length -> {
      byte[] next = script.remove();
      assertEquals(length, next.length);
      return next;
    };
  }

  private static Map<String, Object> generate() throws Exception {
    List<Object> runs = new ArrayList<>();
    TestParty uuid = TestParty.of("uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", 11);
    TestParty dns = TestParty.of("dns:server.example.org", 7, 12);
    TestParty ip = TestParty.of("ip:2001:db8::17", 2, 13);
    TestParty longest = TestParty.of("dns:" + ("a".repeat(60) + ".").repeat(4) + "example", 14);
    byte[] token = "a token of the PKM, opaque to the handshake".getBytes(US_ASCII);
    runs.add(run("a device and a server", uuid, dns, 1, null));
    runs.add(run("an address as initiator", ip, dns, 2, null));
    runs.add(run("the longest identities as initiator, padded to 384 bytes", longest, ip, 3, null));
    runs.add(run("an enrolment", uuid, dns, 4, token));
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("suite", "NSL_X25519");
    file.put("suite_id", 0x0201);
    file.put("psk_lifetime", 43_200);
    file.put("max_uses", "64, of an enrolment 1");
    file.put("runs", runs);
    return file;
  }

  private static Map<String, Object> run(
      String name, TestParty a, TestParty b, long seed, byte @Nullable [] token) throws Exception {
    Map<String, byte[]> random = new LinkedHashMap<>();
    Random generator = new Random(seed);
    for (List<String> names : List.of(RANDOM_OF_A, RANDOM_OF_B)) {
      for (String each : names) {
        byte[] bytes = new byte[each.equals("hs_id") ? 8 : 32];
        generator.nextBytes(bytes);
        random.put(each, bytes);
      }
    }
    ReferenceRun reference = new ReferenceRun(a, b, random, token);
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("name", name);
    run.put("chain_id", TestParty.REGISTRY.chainId());
    run.put("registry", TestParty.REGISTRY.contract().toString());
    run.put("a", party(a));
    run.put("b", party(b));
    if (token != null) {
      run.put("token", hex(token));
    }
    Map<String, Object> hexRandom = new LinkedHashMap<>();
    random.forEach((key, value) -> hexRandom.put(key, hex(value)));
    run.put("random", hexRandom);
    run.put("values", reference.values);
    run.put("messages", reference.messages);
    run.put("keys", reference.keys);
    return run;
  }

  private static Map<String, Object> party(TestParty party) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("identity", party.identity().toString());
    map.put("kem_private_key", hex(party.pair().revealKemKey()));
    map.put("signature_private_key", hex(party.pair().revealSignatureKey()));
    map.put("record", hex(party.record().bytes()));
    map.put("rec_hash", hex(party.record().recHash()));
    return map;
  }

  @Test
  void theReferenceKemIsTheOneOfRfc9180() throws Exception {
    byte[] skEm = hexBytes("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736");
    byte[] pkRm = hexBytes("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d");
    byte[] enc = PlatformCrypto.x25519Public(skEm);
    assertArrayEquals(
        hexBytes("fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc"),
        PlatformCrypto.dhkem(PlatformCrypto.x25519(skEm, pkRm), enc, pkRm));
  }

  private static byte[] hexBytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @Test
  void aChangedVectorIsNoticed() throws Exception {
    JsonNode run = VectorFile.asJson(generate()).get("runs").get(0);
    ((ObjectNode) run.get("random")).put("n2", hex(new byte[32]));
    assertThrows(AssertionError.class, () -> replay(run));
  }
}
