package org.dpk.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DpkProviderTest {

  @AfterEach
  void remove() {
    Security.removeProvider(DpkProvider.NAME);
  }

  @Test
  void installsOnceAndLast() {
    Provider first = DpkProvider.install();
    assertSame(first, DpkProvider.install());
    Provider[] all = Security.getProviders();
    assertEquals(1, Arrays.stream(all).filter(DpkProvider.class::isInstance).count());
    assertSame(first, all[all.length - 1]);
  }

  @Test
  void installsOnceByAnyNumberOfThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Provider>> calls = Collections.nCopies(64, DpkProvider::install);
      Set<Provider> installed = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Future<Provider> each : threads.invokeAll(calls, 30, TimeUnit.SECONDS)) {
        installed.add(each.get());
      }
      assertEquals(1, installed.size());
      assertEquals(
          1, Arrays.stream(Security.getProviders()).filter(DpkProvider.class::isInstance).count());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void installLeavesAProviderWhereItIs() {
    Provider first = new DpkProvider();
    Security.insertProviderAt(first, 1);
    assertSame(first, DpkProvider.install());
    assertSame(first, Security.getProviders()[0]);
  }

  @Test
  void isHealthyWithoutBeingRegistered() {
    DpkProvider.assertHealthy();
    assertNull(Security.getProvider(DpkProvider.NAME));
  }

  @Test
  void healthNamesASettingThatCantBeUsed() {
    for (String property :
        List.of(
            DpkProvider.NODES_PROPERTY,
            DpkProvider.CHAIN_PROPERTY,
            DpkProvider.PEERS_PROPERTY,
            DpkProvider.LOOKUP_TIMEOUT_PROPERTY)) {
      System.setProperty(property, "http://not a url");
      try {
        ProviderException e = assertThrows(ProviderException.class, DpkProvider::assertHealthy);
        assertTrue(e.getMessage().startsWith("a setting is wrong: "), e.getMessage());
        assertTrue(e.getMessage().contains("org.dpk."), e.getMessage());
      } finally {
        System.clearProperty(property);
      }
    }
  }

  @Test
  void servesEachOfItsNames() throws Exception {
    Security.addProvider(new DpkProvider());
    assertEquals("DPK", KeyStore.getInstance("DPK").getProvider().getName());
    assertEquals("DPK", KeyManagerFactory.getInstance("DPK").getProvider().getName());
    assertEquals("DPK", TrustManagerFactory.getInstance("DPK").getProvider().getName());
    assertEquals("DPK", SSLContext.getInstance("DPK").getProvider().getName());
  }

  @Test
  void isFoundAsAService() {
    assertTrue(
        ServiceLoader.load(Provider.class).stream()
            .anyMatch(service -> service.type().equals(DpkProvider.class)));
  }

  @Test
  void leavesTheDefaultContextAlone() throws Exception {
    Security.insertProviderAt(new DpkProvider(), 1);
    SSLContext context = SSLContext.getInstance("Default");
    assertEquals("SunJSSE", context.getProvider().getName());
    assertNotNull(context.getSocketFactory());
  }

  @Test
  void aDefaultContextThatIsAskedForAndWrongSaysWhyInsteadOfFallingBack() throws Exception {
    Security.insertProviderAt(new DpkProvider(), 1);
    System.setProperty("javax.net.ssl.keyStoreType", "DPK");
    try {
      SSLContext context = SSLContext.getInstance("Default");
      assertInstanceOf(DpkProvider.class, context.getProvider());
      IllegalStateException e =
          assertThrows(IllegalStateException.class, context::getSocketFactory);
      assertTrue(e.getMessage().contains("javax.net.ssl.keyStorePassword"), e.getMessage());
      assertThrows(IllegalStateException.class, context::createSSLEngine);
      assertThrows(IllegalStateException.class, context::getServerSocketFactory);
      assertThrows(Exception.class, () -> context.init(null, null, null));
    } finally {
      System.clearProperty("javax.net.ssl.keyStoreType");
    }
  }
}
