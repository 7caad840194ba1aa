package org.dpk.psk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.AlgorithmParameters;
import java.security.Key;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTest {

  private static final String BROKEN = "BrokenForTests";
  private boolean registeredBefore;

  @BeforeEach
  void remember() {
    registeredBefore = Security.getProvider(PskJsseProvider.NAME) != null;
  }

  @AfterEach
  void restore() {
    Security.removeProvider(BROKEN);
    if (!registeredBefore) {
      Security.removeProvider(PskJsseProvider.NAME);
    }
  }

  @Test
  void installsOnceAndBehindTheOthersByAnyNumberOfThreads() throws Exception {
    Security.removeProvider(PskJsseProvider.NAME);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Provider>> calls = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        calls.add(PskJsseProvider::install);
      }
      Provider first = PskJsseProvider.install();
      for (Future<Provider> each : threads.invokeAll(calls, 30, TimeUnit.SECONDS)) {
        assertSame(first, each.get());
      }
      Provider[] all = Security.getProviders();
      assertEquals(1, Arrays.stream(all).filter(PskJsseProvider.class::isInstance).count());
      assertSame(first, all[all.length - 1]);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void isHealthyWithoutBeingRegistered() {
    Security.removeProvider(PskJsseProvider.NAME);
    PskJsseProvider.assertHealthy();
    assertNull(Security.getProvider(PskJsseProvider.NAME));
  }

  @Test
  void noticesAnAeadThatDoesNotSeal() {
    Security.insertProviderAt(new BrokenProvider(), 1);
    ProviderException e = assertThrows(ProviderException.class, PskJsseProvider::assertHealthy);
    assertTrue(
        e.getMessage().startsWith("AES-128-GCM does not give its published answer"),
        e.getMessage());
  }

  /** First in the list, with an AES-GCM that leaves the text as it is. */
  private static final class BrokenProvider extends Provider {
    private static final long serialVersionUID = 1L;

    BrokenProvider() {
      super(BROKEN, "1", "a fault for a test");
      put("Cipher.AES/GCM/NoPadding", PlainText.class.getName());
    }
  }

  /** Seals nothing. */
  public static final class PlainText extends CipherSpi {
    private static final int TAG = 16;
    private boolean sealing;

    @Override
    protected void engineSetMode(String mode) {}

    @Override
    protected void engineSetPadding(String padding) {}

    @Override
    protected int engineGetBlockSize() {
      return TAG;
    }

    @Override
    protected int engineGetOutputSize(int inputLength) {
      return inputLength + TAG;
    }

    @Override
    protected byte[] engineGetIV() {
      return new byte[12];
    }

    @Override
    protected AlgorithmParameters engineGetParameters() {
      return null;
    }

    @Override
    protected void engineInit(int mode, Key key, SecureRandom random) {}

    @Override
    protected void engineInit(
        int mode, Key key, AlgorithmParameterSpec parameters, SecureRandom random) {
      sealing = mode == Cipher.ENCRYPT_MODE;
    }

    @Override
    protected void engineInit(
        int mode, Key key, AlgorithmParameters parameters, SecureRandom random) {}

    @Override
    protected void engineUpdateAAD(byte[] data, int offset, int length) {}

    @Override
    protected byte[] engineUpdate(byte[] input, int offset, int length) {
      return Arrays.copyOfRange(input, offset, offset + length);
    }

    @Override
    protected int engineUpdate(
        byte[] input, int inputOffset, int length, byte[] output, int outputOffset) {
      System.arraycopy(input, inputOffset, output, outputOffset, length);
      return length;
    }

    @Override
    protected byte[] engineDoFinal(byte[] input, int offset, int length) {
      byte[] out = new byte[sealing ? length + TAG : length - TAG];
      System.arraycopy(input, offset, out, 0, Math.min(length, out.length));
      return out;
    }

    @Override
    protected int engineDoFinal(
        byte[] input, int inputOffset, int length, byte[] output, int outputOffset) {
      byte[] out = engineDoFinal(input, inputOffset, length);
      System.arraycopy(out, 0, output, outputOffset, out.length);
      return out.length;
    }
  }
}
