package org.dpk.psk.internal.jsse;

import java.nio.ByteBuffer;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import org.dpk.psk.PskAgreement;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.internal.preface.Records;
import org.jspecify.annotations.Nullable;

/**
 * The other way to serve a client: by the certificates that the application gave beside its keys,
 * with the engine of another provider, which is the JDK's wherever nothing else was installed.
 */
final class OrdinaryTls {

  private static final String ALGORITHM = "TLS";
  private static final String OWN_CLASSES = "org.dpk.";
  private static final Provider[] NONE = {};
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SSLContext context;

  private OrdinaryTls(SSLContext context) {
    this.context = context;
  }

  /**
   * @param trustManagers as the application gave them; null for the JDK's own
   * @return null where there is no certificate to show
   */
  static @Nullable OrdinaryTls of(
      KeyManager[] keyManagers, TrustManager @Nullable [] trustManagers, SecureRandom random)
      throws KeyManagementException {
    KeyManager[] certificates =
        Arrays.stream(keyManagers)
            .filter(OrdinaryTls::isForCertificates)
            .map(one -> new RealCertificates((X509KeyManager) one))
            .toArray(KeyManager[]::new);
    if (certificates.length == 0) {
      return null;
    }
    SSLContext context = newContext();
    context.init(certificates, trustManagers, random);
    return new OrdinaryTls(context);
  }

  /** What makes keys may show certificates, too: those are synthetic, and no reason to serve. */
  private static boolean isForCertificates(KeyManager one) {
    return one instanceof X509KeyManager x509
        && !(one instanceof PskKeyManager)
        && !(one instanceof PskAgreement)
        && RealCertificates.areIn(x509);
  }

  private static SSLContext newContext() throws KeyManagementException {
    try {
      return ofAnotherProvider();
    } catch (NoSuchAlgorithmException e) {
      throw new KeyManagementException(
          "there are certificates among the key managers, but "
              + e.getMessage()
              + ": install SunJSSE, or leave the certificates out",
          e);
    }
  }

  /** Not initialized yet: {@code TLS} of the first provider that does not lead back to here. */
  static SSLContext ofAnotherProvider() throws NoSuchAlgorithmException {
    Provider[] providers = Security.getProviders("SSLContext." + ALGORITHM);
    for (Provider provider : providers == null ? NONE : providers) {
      if (!isOwn(provider)) {
        return SSLContext.getInstance(ALGORITHM, provider);
      }
    }
    throw new NoSuchAlgorithmException("no other provider has " + ALGORITHM);
  }

  private static boolean isOwn(Provider provider) {
    Provider.Service service = provider.getService("SSLContext", ALGORITHM);
    return service == null || service.getClassName().startsWith(OWN_CLASSES);
  }

  SSLSessionContext sessions() {
    return context.getServerSessionContext();
  }

  /** A server's engine; its settings are its caller's. */
  SSLEngine engine(@Nullable String peerHost, int peerPort) {
    SSLEngine engine =
        peerHost == null ? context.createSSLEngine() : context.createSSLEngine(peerHost, peerPort);
    engine.setUseClientMode(false);
    return engine;
  }

  /** Gives an engine the hello that somebody else has read. */
  static void replay(byte[] hello, SSLEngine engine) throws SSLException {
    engine.beginHandshake();
    for (byte[] record : Records.split(hello)) {
      ByteBuffer in = ByteBuffer.wrap(record);
      while (in.hasRemaining()) {
        SSLEngineResult result = engine.unwrap(in, NOTHING.duplicate());
        if (result.bytesConsumed() == 0 && !runTasks(engine)) {
          throw new IllegalStateException("the engine of ordinary TLS does not take a hello");
        }
      }
    }
  }

  private static boolean runTasks(SSLEngine engine) {
    boolean ran = false;
    while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
      Runnable task = engine.getDelegatedTask();
      if (task == null) {
        break;
      }
      task.run();
      ran = true;
    }
    return ran;
  }

  /** The records that an engine wants to send after it has failed; empty for none. */
  static byte[] lastWords(SSLEngine engine) {
    ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    try {
      engine.wrap(NOTHING.duplicate(), out);
    } catch (SSLException e) {
      // it has thrown before, and that is what the application is told
    }
    return Arrays.copyOf(out.array(), out.position());
  }
}
