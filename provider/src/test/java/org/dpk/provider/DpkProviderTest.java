package org.dpk.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.ServiceLoader;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
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
  void servesEachOfItsNames() throws Exception {
    Security.addProvider(new DpkProvider());
    assertEquals("DPK", KeyStore.getInstance("DPK").getProvider().getName());
    assertEquals("DPK", KeyManagerFactory.getInstance("DPK").getProvider().getName());
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
