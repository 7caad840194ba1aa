package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.KeyManagementException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The groups of the key exchange, and what the JDK's properties say at an SSLContext's init. */
class NamedGroupsTest {

  private static final String HYBRID = "X25519MLKEM768";

  /** ML-KEM-768's encapsulation key alone (FIPS 203 §8). */
  private static final int KEM_KEY = 1184;

  @AfterEach
  void noPropertyStays() {
    for (String name :
        List.of(Defaults.NAMED_GROUPS, Defaults.CLIENT_PROTOCOLS, Defaults.SERVER_PROTOCOLS)) {
      System.clearProperty(name);
    }
  }

  static Stream<Subject> tls13() {
    return Subject.all().filter(subject -> subject.is13() && !subject.control());
  }

  private static void setGroups(SSLEngine engine, String... names) {
    SSLParameters parameters = engine.getSSLParameters();
    LaterParameters.NAMED_GROUPS.set(parameters, List.of(names));
    engine.setSSLParameters(parameters);
  }

  /** The bytes of the client's real hello, the last that it sends before the server speaks TLS. */
  private static int longestFlight(EnginePair pair) throws Exception {
    int longest = 0;
    for (int turn = 0; turn < 200 && pair.client.finished() + pair.server.finished() < 2; turn++) {
      int before = pair.server.in.remaining();
      EnginePair.turn(pair.client, pair.server);
      longest = Math.max(longest, pair.server.in.remaining() - before);
      EnginePair.turn(pair.server, pair.client);
    }
    assertEquals(1, pair.client.finished());
    assertEquals(1, pair.server.finished());
    pair.send(pair.client, pair.server, "hello");
    pair.server.app.clear();
    pair.server.unwrap();
    assertEquals("hello", pair.server.read());
    return longest;
  }

  private static EnginePair begun(EnginePair pair) throws Exception {
    pair.client.engine.beginHandshake();
    pair.server.engine.beginHandshake();
    return pair;
  }

  @ParameterizedTest
  @MethodSource("tls13")
  @EnabledForJreRange(min = JRE.JAVA_20, disabledReason = "setNamedGroups came with JDK 20")
  void theHybridGroupIsUsedWhereBothWantIt(Subject subject) throws Exception {
    EnginePair pair = subject.pair();
    setGroups(pair.client.engine, HYBRID);
    setGroups(pair.server.engine, HYBRID, "x25519");
    assertTrue(longestFlight(begun(pair)) > KEM_KEY, "its key was sent");
  }

  @ParameterizedTest
  @MethodSource("tls13")
  @EnabledForJreRange(min = JRE.JAVA_20, disabledReason = "setNamedGroups came with JDK 20")
  void aServerWithoutTheHybridGroupAsksForAnother(Subject subject) throws Exception {
    EnginePair pair = subject.pair();
    setGroups(pair.client.engine, HYBRID, "x25519");
    longestFlight(begun(pair));
  }

  @ParameterizedTest
  @MethodSource("tls13")
  @EnabledForJreRange(min = JRE.JAVA_20, disabledReason = "setNamedGroups came with JDK 20")
  void noGroupInCommonEndsTheHandshake(Subject subject) throws Exception {
    EnginePair pair = subject.pair();
    setGroups(pair.client.engine, HYBRID);
    assertTrue(pair.failingHandshake().client() instanceof SSLHandshakeException);
    SSLEngine unknown = subject.newClient();
    setGroups(unknown, "unknown"); // the JDK ignores names that it does not know, too
    assertThrows(SSLHandshakeException.class, unknown::beginHandshake);
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_20, disabledReason = "setNamedGroups came with JDK 20")
  void tls12HasNoHybridGroup() throws Exception {
    EnginePair pair = new EnginePair(Contexts.fixed(), Contexts.fixed(), "server.example", 443);
    setGroups(pair.client.engine, HYBRID);
    setGroups(pair.server.engine, HYBRID, "secp256r1");
    pair.handshake();
    assertEquals("TLSv1.3", pair.client.engine.getSession().getProtocol());
    SSLEngine only12 = Contexts.fixed().createSSLEngine("server.example", 443);
    only12.setUseClientMode(true);
    only12.setEnabledProtocols(new String[] {"TLSv1.2"});
    setGroups(only12, HYBRID);
    assertThrows(SSLHandshakeException.class, only12::beginHandshake);
  }

  @Test
  void theHybridGroupIsNoDefault() throws Exception {
    EnginePair pair = new EnginePair(Contexts.fixed(), Contexts.fixed(), "server.example", 443);
    assertTrue(longestFlight(begun(pair)) < KEM_KEY);
  }

  // ---- properties

  @Test
  void thePropertyOfTheJdkNamesTheGroups() throws Exception {
    System.setProperty(Defaults.NAMED_GROUPS, "unknown, X25519MLKEM768");
    SSLContext context = Contexts.fixed();
    EnginePair pair = new EnginePair(context, context, "server.example", 443);
    assertTrue(longestFlight(begun(pair)) > KEM_KEY);
    System.setProperty(Defaults.NAMED_GROUPS, "unknown");
    assertRefused(Defaults.NAMED_GROUPS);
  }

  @Test
  void constraintsForbidGroups() throws Exception {
    EnginePair pair = new EnginePair(Contexts.fixed(), Contexts.fixed(), "server.example", 443);
    SSLParameters parameters = pair.client.engine.getSSLParameters();
    parameters.setAlgorithmConstraints(new Forbidding("25519"));
    pair.client.engine.setSSLParameters(parameters);
    pair.client.engine.beginHandshake();
    pair.client.runTasks();
    ByteBuffer hello = pair.client.wrap(ByteBuffer.allocate(0));
    pair.server.deliver(hello);
    pair.handshake();
    assertEquals(1, pair.client.finished());
  }

  @Test
  void thePropertiesOfTheJdkNameTheProtocols() throws Exception {
    System.setProperty(Defaults.CLIENT_PROTOCOLS, "TLSv1.2, TLSv1.1");
    System.setProperty(Defaults.SERVER_PROTOCOLS, "\"TLSv1.3\"");
    SSLContext context = Contexts.fixed();
    SSLEngine engine = context.createSSLEngine("server.example", 443);
    engine.setUseClientMode(true);
    assertEquals(List.of("TLSv1.2"), List.of(engine.getEnabledProtocols()));
    engine.setUseClientMode(false);
    assertEquals(List.of("TLSv1.3"), List.of(engine.getEnabledProtocols()));
    assertEquals(List.of("TLSv1.2"), List.of(context.getDefaultSSLParameters().getProtocols()));
    assertEquals(2, context.getSupportedSSLParameters().getProtocols().length);
    EnginePair pair = new EnginePair(context, context, "server.example", 443);
    assertTrue(pair.failingHandshake().client() instanceof SSLHandshakeException);
    pair = new EnginePair(context, context, "server.example", 443);
    pair.client.engine.setEnabledProtocols(new String[] {"TLSv1.3"});
    pair.handshake();

    SSLContext named =
        Contexts.named("TLSv1.3-PSK", PskKeyManager.of(Map.of("a", Contexts.secret(1))));
    assertEquals(List.of("TLSv1.3"), List.of(named.getDefaultSSLParameters().getProtocols()));
    System.setProperty(Defaults.CLIENT_PROTOCOLS, "TLSv9");
    assertRefused(Defaults.CLIENT_PROTOCOLS);
  }

  private static void assertRefused(String property) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    KeyManager[] keys = {PskKeyManager.of(Map.of("a", Contexts.secret(1)))};
    KeyManagementException e =
        assertThrows(KeyManagementException.class, () -> context.init(keys, null, null));
    assertTrue(e.getMessage().contains(property), e.getMessage());
  }
}
