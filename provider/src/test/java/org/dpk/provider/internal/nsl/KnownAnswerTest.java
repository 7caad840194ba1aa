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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.VectorFile;
import org.dpk.provider.internal.record.EncodedRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code docs/protocol/vectors/nsl_….json}: made by {@link ReferenceRun} with cryptography of its
 * own ({@link ReferenceSuite}), and met byte for byte by the product's state machines.
 */
class KnownAnswerTest {

  private static String fileOf(Suite suite) {
    return suite.name().toLowerCase(Locale.ROOT) + ".json";
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void theFileIsWhatTheReferenceComputes(Suite suite) throws Exception {
    Map<String, Object> generated = generate(suite);

    assertEquals(VectorFile.asJson(generated), VectorFile.readOrWrite(fileOf(suite), generated));
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void theStateMachinesMeetEveryByte(Suite suite) throws Exception {
    JsonNode file = VectorFile.readOrWrite(fileOf(suite), generate(suite));
    assertEquals(5, file.get("runs").size());
    for (JsonNode run : file.get("runs")) {
      replay(suite, run);
    }
  }

  private static void replay(Suite suite, JsonNode run) throws Exception {
    OwnKeys a = party(suite, run.get("a"));
    OwnKeys b = party(suite, run.get("b"));
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
            scripted(run.get("random"), ReferenceSuite.of(suite).drawnByA()),
            KeyTerms.DEFAULT,
            token);
    Responder responder = responder(registry, suite, b, run, token);
    JsonNode messages = run.get("messages");

    byte[] ns1 = initiator.begin();
    assertEquals(messages.get("ns1").asText(), hex(ns1));
    InitiatorStep.Send again = (InitiatorStep.Send) initiator.receive(bytes(messages.get("retry")));
    assertEquals(messages.get("ns1_with_cookie").asText(), hex(again.message()));
    byte[] ns2 = answer(responder, a, ns1);
    assertEquals(messages.get("ns2").asText(), hex(ns2));
    InitiatorStep.Agreed atA = (InitiatorStep.Agreed) initiator.receive(ns2);
    assertEquals(messages.get("ns34").asText(), hex(atA.message()));
    AgreedKeys atB = ((ResponderStep.Agreed) responder.receive(atA.message())).keys();
    assertKeys(run.get("keys"), atA.keys().keys());
    assertKeys(run.get("keys"), atB.keys());
    if (token == null) {
      assertAlert(registry, suite, b, run);
    }
  }

  private static void assertAlert(RegistryId registry, Suite suite, OwnKeys b, JsonNode run)
      throws NslAbort {
    Responder refusing = responder(registry, suite, b, run, null);
    refusing.receive(bytes(run.get("messages").get("ns1")));
    NslAbort abort = refusing.refuse(AlertCode.IDENTITY_REVOKED, "revoked");
    assertEquals(
        run.get("messages").get("alert_33_revoked").asText(), hex(abort.reply().orElseThrow()));
  }

  private static Responder responder(
      RegistryId registry, Suite suite, OwnKeys b, JsonNode run, byte @Nullable [] token) {
    return new Responder(
        registry,
        kid -> Optional.of(b).filter(keys -> keys.hasKid(kid)),
        Primitives.Source.standard(),
        scripted(run.get("random"), ReferenceSuite.of(suite).drawnByB()),
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
        assertEquals(key.get("tls12").asText(), hex(psk.export("tls12")));
        assertEquals(key.get("static_export").asText(), hex(psk.export("static export")));
        assertEquals(key.get("confirm").asText(), hex(psk.confirmation()));
        assertEquals(
            key.get("tls13_identity").asText(),
            Base64.getUrlEncoder().withoutPadding().encodeToString(psk.id()));
      }
    }
  }

  private static OwnKeys party(Suite suite, JsonNode party) throws Exception {
    byte[] kem = bytes(party.get("kem_private_key"));
    SuiteKeyPair pair =
        switch (suite) {
          case NSL_RSA2048 -> SuiteKeyPair.ofPkcs8(suite, kem, new byte[0]);
          case NSL_X25519 -> SuiteKeyPair.of(suite, kem, bytes(party.get("signature_private_key")));
          case NSL_XWING -> SuiteKeyPair.of(suite, kem, new byte[0]);
        };
    EncodedRecord record = EncodedRecord.decode(bytes(party.get("record")));
    assertEquals(DpkIdentity.parse(party.get("identity").asText()), record.identity());
    assertEquals(party.get("rec_hash").asText(), hex(record.recHash()));
    return new OwnKeys(record, List.of(pair));
  }

  private static Randomness scripted(JsonNode random, List<ReferenceSuite.Draw> draws) {
    Deque<byte[]> script = new ArrayDeque<>();
    draws.forEach(draw -> script.add(bytes(random.get(draw.name()))));
    return length -> {
      byte[] next = script.remove();
      assertEquals(length, next.length);
      return next;
    };
  }

  private static Map<String, Object> generate(Suite suite) throws Exception {
    ReferenceSuite reference = ReferenceSuite.of(suite);
    List<Object> runs = new ArrayList<>();
    SuiteKeyPair pair = TestParty.pair(suite, 11);
    TestParty uuid = TestParty.of("uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", 1, pair);
    TestParty dns = TestParty.of("dns:server.example.org", 7, TestParty.pair(suite, 12));
    TestParty ip = TestParty.of("ip:2001:db8::17", 2, TestParty.pair(suite, 13));
    TestParty longest =
        TestParty.of(suite, "dns:" + ("a".repeat(60) + ".").repeat(4) + "example", 14);
    byte[] token = "a token of the PKM, opaque to the handshake".getBytes(US_ASCII);
    runs.add(run(reference, "a device and a server", uuid, dns, 1, null));
    runs.add(run(reference, "an address as initiator", ip, dns, 2, null));
    runs.add(
        run(
            reference,
            "the longest identities as initiator, padded to 384 bytes",
            longest,
            ip,
            3,
            null));
    runs.add(run(reference, "an enrolment", uuid, dns, 4, token));
    runs.add(
        run(
            reference,
            "records of several suites, of which B prefers this one",
            ofAllSuites(suite, "uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", 15, true),
            ofAllSuites(suite, "dns:server.example.org", 16, false),
            5,
            null));
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("suite", suite.name());
    file.put("suite_id", suite.id());
    file.put("psk_lifetime", 43_200);
    file.put("max_uses", "64, of an enrolment 1");
    file.put("drawn_by_a", ReferenceSuite.meanings(reference.drawnByA()));
    file.put("drawn_by_b", ReferenceSuite.meanings(reference.drawnByB()));
    file.put("runs", runs);
    return file;
  }

  /** With the suite as the last one of its record, or as the first. */
  private static TestParty ofAllSuites(Suite suite, String identity, long seed, boolean last) {
    SuiteKeyPair pair = TestParty.pair(suite, seed);
    List<SuiteKey> keys = new ArrayList<>();
    for (Suite each : Suite.values()) {
      if (each != suite) {
        keys.add(TestParty.pair(each, seed).publicKey());
      }
    }
    keys.add(last ? keys.size() : 0, pair.publicKey());
    return new TestParty(new OwnKeys(TestParty.record(identity, 3, keys), List.of(pair)), pair);
  }

  private static Map<String, Object> run(
      ReferenceSuite suite,
      String name,
      TestParty a,
      TestParty b,
      long seed,
      byte @Nullable [] token)
      throws Exception {
    Map<String, byte[]> random = new LinkedHashMap<>();
    Random generator = new Random(seed);
    for (List<ReferenceSuite.Draw> draws : List.of(suite.drawnByA(), suite.drawnByB())) {
      for (ReferenceSuite.Draw draw : draws) {
        byte[] bytes = new byte[draw.length()];
        generator.nextBytes(bytes);
        random.put(draw.name(), bytes);
      }
    }
    ReferenceRun reference = new ReferenceRun(suite, a, b, random, token);
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
    if (party.pair().signaturePkcs8().length > 0) {
      map.put("signature_private_key", hex(party.pair().revealSignatureKey()));
    }
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

  @ParameterizedTest
  @EnumSource(Suite.class)
  void aChangedVectorIsNoticed(Suite suite) throws Exception {
    JsonNode run = VectorFile.asJson(generate(suite)).get("runs").get(0);
    ((ObjectNode) run.get("random")).put("n2", hex(new byte[32]));
    assertThrows(AssertionError.class, () -> replay(suite, run));
  }
}
