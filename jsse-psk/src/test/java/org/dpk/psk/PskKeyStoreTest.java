package org.dpk.psk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.KeyManagementException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PskKeyStoreTest {

  private static final String ALICE = "alice:00112233445566778899aabbccddeeff\n";
  private static final String BOB = "bob:FFEEDDCCBBAA99887766554433221100\n";
  private static final char[] ANY = "whatever".toCharArray();

  private KeyStore store;

  @BeforeEach
  void loaded() throws Exception {
    store = load(ALICE + BOB);
  }

  private static KeyStore load(String file) throws Exception {
    KeyStore store = KeyStore.getInstance("PSK", new PskJsseProvider());
    store.load(new ByteArrayInputStream(file.getBytes(StandardCharsets.US_ASCII)), ANY);
    return store;
  }

  @Test
  void listsTheIdentities() throws Exception {
    assertEquals(List.of("alice", "bob"), Collections.list(store.aliases()));
    assertEquals(2, store.size());
    assertTrue(store.isKeyEntry("alice"));
    assertTrue(store.containsAlias("bob"));
    assertFalse(store.isKeyEntry("carol"));
    assertFalse(store.isCertificateEntry("alice"));
    assertNotNull(store.getCreationDate("alice"));
  }

  @Test
  void anEntryHasAKeyThatStaysHereAndASyntheticChain() throws Exception {
    Key key = store.getKey("alice", ANY);
    assertNull(key.getFormat());
    assertNull(key.getEncoded());
    assertFalse(key.toString().contains("0011"), key.toString());
    Certificate[] chain = store.getCertificateChain("alice");
    assertEquals(chain[0], store.getCertificate("bob"));
    assertEquals("alice", store.getCertificateAlias(chain[0]));
    chain[0].verify(chain[1].getPublicKey());
    try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
      assertThrows(NotSerializableException.class, () -> out.writeObject(key));
    }
  }

  @Test
  void whatIsNotThereIsNull() throws Exception {
    assertNull(store.getKey("carol", ANY));
    assertNull(store.getCertificate("carol"));
    assertNull(store.getCertificateChain("carol"));
    assertNull(store.getCreationDate("carol"));
    KeyStore empty = KeyStore.getInstance("PSK", new PskJsseProvider());
    empty.load(null, null);
    assertEquals(0, empty.size());
    assertNull(empty.getCertificateAlias(store.getCertificate("alice")));
  }

  @Test
  void isNotWritten() throws Exception {
    Certificate[] chain = store.getCertificateChain("alice");
    Key key = store.getKey("alice", ANY);
    assertThrows(KeyStoreException.class, () -> store.setKeyEntry("x", key, ANY, chain));
    assertThrows(KeyStoreException.class, () -> store.setKeyEntry("x", new byte[1], chain));
    assertThrows(KeyStoreException.class, () -> store.setCertificateEntry("x", chain[0]));
    assertThrows(KeyStoreException.class, () -> store.deleteEntry("alice"));
    assertThrows(IOException.class, () -> store.store(OutputStream.nullOutputStream(), ANY));
  }

  @Test
  void aWrongLineIsNamedWithoutItsSecret() {
    IOException wrong = assertThrows(IOException.class, () -> load(ALICE + "bob:001122334\n"));
    assertTrue(wrong.getMessage().contains("line 2"), wrong.getMessage());
    assertFalse(wrong.getMessage().contains("001122334"), wrong.getMessage());
  }

  /** As servers and frameworks do it, which take key managers of X.509 alone. */
  @ParameterizedTest
  @ValueSource(strings = {"SunX509", "NewSunX509", "PKIX"})
  void theJdksFactoriesCarryTheKeysToAContext(String algorithm) throws Exception {
    try (SSLServerSocket listening =
        (SSLServerSocket)
            context(algorithm, store).getServerSocketFactory().createServerSocket(0)) {
      CompletableFuture<String> served = CompletableFuture.supplyAsync(() -> serve(listening));
      try (SSLSocket client =
          (SSLSocket)
              context(algorithm, load(BOB))
                  .getSocketFactory()
                  .createSocket("localhost", listening.getLocalPort())) {
        assertEquals(7, client.getInputStream().read());
        assertEquals("bob", served.get());
      }
    }
  }

  private static String serve(SSLServerSocket listening) {
    try (SSLSocket server = (SSLSocket) listening.accept()) {
      server.getOutputStream().write(7);
      return server.getSession().getPeerPrincipal().getName();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static SSLContext context(String algorithm, KeyStore store) throws Exception {
    KeyManagerFactory factory = KeyManagerFactory.getInstance(algorithm);
    factory.init(store, ANY);
    SSLContext context = SSLContext.getInstance("PSK", new PskJsseProvider());
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  @Test
  void keyManagersWithoutPreSharedKeysAreRefused() throws Exception {
    KeyStore ordinary = KeyStore.getInstance("PKCS12");
    ordinary.load(null, null);
    assertThrows(KeyManagementException.class, () -> context("SunX509", ordinary));
  }
}
