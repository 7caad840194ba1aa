package org.dpk.provider.internal.agreement;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.dpk.provider.DpkPrincipal;
import org.dpk.provider.internal.admission.AdmissionLimits;
import org.dpk.provider.internal.admission.LoadLimits;
import org.dpk.provider.internal.agreement.ListeningResponder.Ending;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.psk.Psk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An initiator that was written from {@code docs/protocol/nsl.md} alone agrees with this responder,
 * over TCP and with a real chain; and each fault that it can have ends as that page says.
 */
@Timeout(120)
@Tag("one-jdk")
class NodeInitiatorIT {

  private static final HexFormat HEX = HexFormat.of();

  /** Not NSL_XWING: Node 20 has no ML-KEM. */
  private enum Spoken {
    X25519(Suite.NSL_X25519, Suite.NSL_RSA2048),
    RSA(Suite.NSL_RSA2048, Suite.NSL_X25519);

    final Suite first;
    final Suite second;

    Spoken(Suite first, Suite second) {
      this.first = first;
      this.second = second;
    }
  }

  private static final Map<Spoken, Scene> SCENES = new EnumMap<>(Spoken.class);
  private static RegistryFixture chain;
  private static AdmittedEnd neighbour;
  private static AdmittedEnd revoked;

  /** Both ends have the same two suites, so that there is a wrong one to choose. */
  private record Scene(
      Suite suite,
      AdmittedEnd a,
      AdmittedEnd unwanted,
      AdmittedEnd b,
      ListeningResponder at,
      ListeningResponder busy)
      implements AutoCloseable {

    static Scene of(Spoken spoken) throws Exception {
      AdmittedEnd a = AdmittedEnd.of(chain, spoken.first, spoken.second);
      AdmittedEnd unwanted = AdmittedEnd.of(chain, spoken.first);
      AdmittedEnd b = AdmittedEnd.of(chain, spoken.first, spoken.second);
      Predicate<DpkPrincipal> policy = peer -> !peer.identity().equals(unwanted.identity());
      ListeningResponder at = new ListeningResponder(chain, b, AdmissionLimits.DEFAULT, policy);
      ListeningResponder busy =
          new ListeningResponder(
              chain, b, AdmissionLimits.DEFAULT.withLoad(new LoadLimits(1, 1)), policy);
      return new Scene(spoken.first, a, unwanted, b, at, busy);
    }

    ListeningResponder at(NodeInitiator.Fault fault) {
      return fault.busy() ? busy : at;
    }

    @Override
    public void close() throws Exception {
      at.close();
      busy.close();
      List.of(a, unwanted, b).forEach(AdmittedEnd::close);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    chain = RegistryFixture.start();
    neighbour = AdmittedEnd.of(chain, Suite.NSL_X25519, Suite.NSL_RSA2048);
    revoked = AdmittedEnd.of(chain, Suite.NSL_X25519, Suite.NSL_RSA2048);
    chain.revoke(revoked.identity());
    for (Spoken spoken : Spoken.values()) {
      SCENES.put(spoken, Scene.of(spoken));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    for (Scene scene : SCENES.values()) {
      scene.close();
    }
    neighbour.close();
    revoked.close();
    chain.close();
  }

  @BeforeEach
  void forget() {
    for (Scene scene : SCENES.values()) {
      scene.at().forget();
      scene.busy().forget();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nsl_rsa2048.json, NSL_RSA2048",
    "nsl_x25519.json, NSL_X25519",
    "nsl_xwing.json, NSL_XWING"
  })
  void meetsTheVectorsAndRefusesWhatDiffers(String file, String suite) throws Exception {
    JsonNode met = NodeInitiator.vectors(file);
    assertEquals(suite, met.get("suite").textValue());
    assertEquals(5, met.get("runs").intValue(), met::toString);
    assertTrue(met.get("refused").intValue() > 400, met::toString);
  }

  @ParameterizedTest
  @EnumSource
  void bothEndsHaveTheSameKey(Spoken spoken) throws Exception {
    Scene scene = SCENES.get(spoken);
    for (int run = 0; run < 3; run++) {
      JsonNode ending = NodeInitiator.honest(configuration(scene, scene.at(), scene.a()));
      assertEquals("agreed", ending.get("outcome").textValue(), ending::toString);
      assertEquals(1, assertSameKeys(scene.at(), ending));
      Ending atB = scene.at().endings(1).get(0);
      assertEquals(
          scene.a().identity().toString(),
          assertInstanceOf(Ending.Agreed.class, atB).peer().getName());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoIsNotOnTheListIsToldAfterHeProvedWhoHeIs(Spoken spoken) throws Exception {
    Scene scene = SCENES.get(spoken);
    JsonNode ending = NodeInitiator.honest(configuration(scene, scene.at(), scene.unwanted()));
    assertEquals("alert", ending.get("outcome").textValue(), ending::toString);
    assertEquals(35, ending.get("code").intValue());
    assertTrue(ending.get("sealed").booleanValue());
    assertEquals(0, assertSameKeys(scene.at(), ending));
    assertInstanceOf(Ending.Failed.class, scene.at().endings(1).get(0));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("faults")
  void aFaultEndsAsTheSpecificationSays(Spoken spoken, NodeInitiator.Fault fault) throws Exception {
    Scene scene = SCENES.get(spoken);
    ListeningResponder at = scene.at(fault);
    ObjectNode ending =
        (ObjectNode) NodeInitiator.faulty(configuration(scene, at, scene.a()), fault);
    List<Ending> atB = at.endings(ending.get("connections").intValue());
    int keys = assertSameKeys(at, ending);
    ending.remove(List.of("connections", "keys"));
    assertEquals(fault.ending(), ending, () -> "B: " + atB);
    assertEquals(keys, atB.stream().filter(Ending.Agreed.class::isInstance).count(), atB::toString);
    assertTrue(keys > 0 || !"agreed".equals(ending.get("outcome").textValue()), ending::toString);
  }

  static Stream<Arguments> faults() throws Exception {
    List<NodeInitiator.Fault> faults = NodeInitiator.faults();
    assertTrue(faults.size() > 100, faults::toString);
    return Stream.of(Spoken.values())
        .flatMap(
            spoken ->
                faults.stream()
                    .filter(fault -> fault.isOf(spoken.first))
                    .map(fault -> Arguments.of(spoken, fault)));
  }

  /** There is a key at both ends or at none; how many there are. */
  private static int assertSameKeys(ListeningResponder at, JsonNode ending) {
    List<String> atA = new ArrayList<>();
    ending
        .get("keys")
        .forEach(
            key -> atA.add(key.get("identity").textValue() + " " + key.get("key").textValue()));
    List<String> atB = at.takeKeys().stream().map(NodeInitiatorIT::text).toList();
    assertEquals(atA, atB);
    return atB.size();
  }

  private static String text(Psk psk) {
    return new String(psk.identity(), US_ASCII) + " 0x" + HEX.formatHex(psk.revealSecret());
  }

  private static ObjectNode configuration(Scene scene, ListeningResponder at, AdmittedEnd a)
      throws Exception {
    SuiteKeyPair keys = a.pair(scene.suite());
    ObjectNode configuration = NodeInitiator.object();
    configuration.put("host", "127.0.0.1");
    configuration.put("port", at.port());
    configuration.put("suite", scene.suite().name());
    configuration.put("chain_id", chain.id().chainId());
    configuration.put("registry", chain.id().contract().toString());
    ObjectNode own = configuration.putObject("a");
    own.put("record", hex(a.record()));
    own.put("kem_private_key", HEX.formatHex(keys.revealKemKey()));
    own.put("signature_private_key", HEX.formatHex(keys.revealSignatureKey()));
    configuration.putObject("b").put("record", hex(scene.b().record()));
    ObjectNode others = configuration.putObject("others");
    others.put("neighbour", hex(neighbour.record()));
    others.put("revoked", hex(revoked.record()));
    others.put("earlier", hex(a.earlier()));
    return configuration;
  }

  private static String hex(EncodedRecord record) {
    return HEX.formatHex(record.bytes());
  }
}
