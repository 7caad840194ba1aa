package org.dpk.psk;

import java.security.InvalidParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JCA provider {@code DPKJSSE}: {@code SSLContext} by the names {@code TLS-PSK}, also {@code
 * PSK}, and {@code TLSv1.3-PSK}; and by the name {@code TLS}, if it was {@linkplain #configure
 * configured} so; {@code KeyStore} by the name {@code PSK}.
 *
 * <p>The key store is for software that takes keys from a key store alone. It reads the file of
 * {@link PskKeyManager#ofFile}, has no password (any is taken and ignored), and is not written. Its
 * entries are private keys that nobody can encode. The contexts take the pre-shared keys out of the
 * key managers that the JDK's factories make of it.
 */
public final class PskJsseProvider extends Provider {

  private static final long serialVersionUID = 1L;

  private static final String SELF_TEST = "SelfTest";

  /** The name of the provider. */
  public static final String NAME = "DPKJSSE";

  private static final String ENGINE_PACKAGE = "org.dpk.psk.internal.jsse.";
  private static final String ENGINE = ENGINE_PACKAGE + "PskContextSpi";

  /**
   * Registers the provider behind those that are there already, once; further calls do nothing.
   *
   * @return the registered one
   */
  public static Provider install() {
    Security.addProvider(new PskJsseProvider());
    return Security.getProvider(NAME);
  }

  /**
   * The argument that makes this provider offer {@code SSLContext.TLS}, too.
   *
   * @see #configure
   */
  public static final String FOR_TLS = "TLS";

  /**
   * Registers this provider, and those on the class path that build on it ({@code DPK}), as {@link
   * #install} does: for software that starts from configuration alone.
   */
  public static void installAll() {
    OwnProviders.make().forEach(Security::addProvider);
  }

  /** For {@code ServiceLoader}, {@code java.security} files and {@code Security.addProvider}. */
  public PskJsseProvider() {
    super(NAME, "0.1", "TLS keyed by a pre-shared key");
    // by name: the root package depends on no other
    put("SSLContext.TLS-PSK", ENGINE + "$Tls");
    put("Alg.Alias.SSLContext.PSK", "TLS-PSK");
    put("SSLContext.TLSv1.3-PSK", ENGINE + "$Tls13");
    put(SELF_TEST + "." + NAME, ENGINE_PACKAGE + "SelfTest");
    putService(new KeyStores(this));
  }

  /**
   * Checks that this provider works in this process: its crypto gives published answers, and it
   * shakes hands with itself in TLS 1.3 and 1.2. Takes some ten milliseconds, and is independent of
   * what is registered.
   *
   * @throws ProviderException if something is wrong: the message says what
   */
  public static void assertHealthy() {
    try {
      Service selfTest = new PskJsseProvider().getService(SELF_TEST, NAME);
      ((Runnable) selfTest.newInstance(null)).run();
    } catch (NoSuchAlgorithmException | LinkageError e) {
      throw new ProviderException(
          "a class of " + NAME + " is missing: is its jar whole, and Bouncy Castle there? " + e, e);
    }
  }

  /** Makes the key stores, whose class is nobody else's. */
  private static final class KeyStores extends Service {

    KeyStores(Provider provider) {
      super(provider, "KeyStore", "PSK", PskKeyStoreSpi.class.getName(), List.of(), Map.of());
    }

    @Override
    public Object newInstance(@Nullable Object parameter) {
      return new PskKeyStoreSpi();
    }
  }

  /**
   * A provider for software that takes key managers but makes its {@code SSLContext} itself, by the
   * name {@code TLS} of the first provider that has one: {@code Security.insertProviderAt(new
   * PskJsseProvider().configure("TLS"), 1)}, or {@code security.provider.1=DPKJSSE TLS} in a {@code
   * java.security} file.
   *
   * <p>Such a context is one of this module where it is initialized with a {@link PskKeyManager} or
   * a {@link PskAgreement}; else it is that of the next provider, as ever. Key managers of others
   * are not looked into, as those of {@code PSK} are for a key store: they may ask somebody for a
   * password.
   *
   * @param argument {@value #FOR_TLS}
   * @return a new provider
   * @throws InvalidParameterException if the argument is another one
   */
  @Override
  public Provider configure(String argument) {
    if (!FOR_TLS.equals(argument)) {
      throw new InvalidParameterException(
          NAME + " takes the argument " + FOR_TLS + " or none, not '" + argument + "'");
    }
    PskJsseProvider configured = new PskJsseProvider();
    configured.put("SSLContext.TLS", ENGINE_PACKAGE + "EitherTlsContextSpi");
    return configured;
  }
}
