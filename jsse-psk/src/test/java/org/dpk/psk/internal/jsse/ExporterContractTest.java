package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exporters through what JDK 25 declares in ExtendedSSLSession, held against SunJSSE. */
@EnabledForJreRange(minVersion = 25, disabledReason = "JDK 25 declares exporters")
class ExporterContractTest {

  private static final String LABEL = "EXPORTER-dpk-contract";
  private static final byte[] CONTEXT = {1, 2, 3};

  static Stream<Subject> subjects() {
    return Subject.all();
  }

  private static byte[] export(SSLSession session, String label, byte[] context, int length)
      throws Exception {
    return (byte[])
        call(
            ExtendedSSLSession.class.getMethod(
                "exportKeyingMaterialData", String.class, byte[].class, int.class),
            session,
            label,
            context,
            length);
  }

  private static SecretKey exportKey(SSLSession session, String algorithm) throws Exception {
    return (SecretKey)
        call(
            ExtendedSSLSession.class.getMethod(
                "exportKeyingMaterialKey", String.class, String.class, byte[].class, int.class),
            session,
            algorithm,
            LABEL,
            CONTEXT,
            32);
  }

  private static Object call(Method method, SSLSession session, Object... arguments)
      throws Exception {
    try {
      return method.invoke(session, arguments);
    } catch (InvocationTargetException e) {
      throw (Exception) e.getCause();
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void bothEndsExportTheSameByLabelAndContext(Subject subject) throws Exception {
    EnginePair pair = subject.open();
    SSLSession client = pair.client.engine.getSession();
    SSLSession server = pair.server.engine.getSession();
    byte[] exported = export(client, LABEL, CONTEXT, 48);
    assertEquals(48, exported.length);
    assertArrayEquals(exported, export(server, LABEL, CONTEXT, 48));
    assertFalse(Arrays.equals(exported, export(server, LABEL + "2", CONTEXT, 48)));
    assertFalse(Arrays.equals(exported, export(server, LABEL, new byte[] {1}, 48)));
    boolean same =
        Arrays.equals(export(client, LABEL, null, 48), export(server, LABEL, new byte[0], 48));
    assertEquals(subject.is13(), same, "RFC 8446 §7.5, RFC 5705 §4");
    assertArrayEquals(export(client, LABEL, CONTEXT, 32), exportKey(server, "AES").getEncoded());
    assertEquals("AES", exportKey(server, "AES").getAlgorithm());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void argumentsAreChecked(Subject subject) throws Exception {
    SSLSession session = subject.open().client.engine.getSession();
    Class<IllegalArgumentException> illegal = IllegalArgumentException.class;
    assertThrows(NullPointerException.class, () -> export(session, null, null, 5));
    assertThrows(illegal, () -> export(session, "", null, 5));
    assertThrows(illegal, () -> export(session, LABEL, null, 0));
    assertThrows(illegal, () -> export(session, LABEL, null, -1));
    assertThrows(illegal, () -> export(session, LABEL, new byte[70_000], 5));
    assertThrows(NullPointerException.class, () -> exportKey(session, null));
    assertThrows(illegal, () -> exportKey(session, ""));
    if (subject.is13()) { // bounded by HkdfLabel (RFC 8446 §7.1)
      assertThrows(illegal, () -> export(session, "x".repeat(300), null, 5));
      assertThrows(illegal, () -> export(session, LABEL, null, 70_000));
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void exportersAreOfTheConnection(Subject subject) throws Exception {
    SSLSession none = subject.newClient().getSession();
    assertThrows(SSLKeyException.class, () -> export(none, LABEL, null, 5));

    EnginePair pair = subject.open();
    SSLSession session = pair.client.engine.getSession();
    pair.client.engine.closeOutbound();
    pair.client.wrap(ByteBuffer.allocate(0));
    assertEquals(5, export(session, LABEL, null, 5).length);
    assertThrows(SSLException.class, pair.client.engine::closeInbound);
    if (subject.has(Difference.EXPORTERS_END_WITH_THE_CONNECTION)) {
      assertThrows(IllegalStateException.class, () -> export(session, LABEL, null, 5));
    } else {
      assertEquals(5, export(session, LABEL, null, 5).length);
    }
  }
}
