package org.dpk.provider;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The JCA provider {@code DPK}: {@code KeyStore}, {@code KeyManagerFactory}, {@code
 * TrustManagerFactory} and {@code SSLContext} by the name {@code DPK}.
 *
 * <p>It is also {@code SSLContext.getDefault()}, but only where it stands before the JDK's own
 * provider and {@code javax.net.ssl.keyStoreType} is {@code DPK}.
 *
 * <p>Its settings are system properties; a security property of the same name stands in where no
 * system property is set. Besides those here, {@code javax.net.ssl.keyStore}, {@code
 * keyStorePassword} and {@code keyStoreType} mean what they mean to the JDK.
 */
public final class DpkProvider extends Provider {

  private static final long serialVersionUID = 1L;

  /** The name of the provider, and of each of its services. */
  public static final String NAME = "DPK";

  /**
   * The path of the identity file for {@code KeyStore.load(null, password)} and {@code
   * javax.net.ssl.keyStore=NONE}.
   */
  public static final String IDENTITY_PROPERTY = "org.dpk.identity";

  /**
   * Ethereum nodes in place of those that the identity file names: URLs or paths of Unix sockets,
   * separated by commas, the preferred one first.
   */
  public static final String NODES_PROPERTY = "org.dpk.nodes";

  /**
   * The path of a light configuration: look-ups are proven by a light client, and no node is
   * trusted.
   */
  public static final String LIGHT_PROPERTY = "org.dpk.light";

  /** The EIP-155 chain id of the registry, for a key store without identity. */
  public static final String CHAIN_PROPERTY = "org.dpk.chain";

  /** The address of the registry, for a key store without identity. */
  public static final String REGISTRY_PROPERTY = "org.dpk.registry";

  /**
   * What identities hosts stand for, where the host is not the identity itself: {@code
   * host=uuid:…}, separated by commas. Goes before what the identity file says.
   */
  public static final String PEERS_PROPERTY = "org.dpk.peers";

  /** How many seconds one look-up on chain may take: 1 to 3600, 15 if it is not set. */
  public static final String LOOKUP_TIMEOUT_PROPERTY = "org.dpk.lookup.timeout";

  /**
   * What verifies the signatures of Ethereum's sync committees: {@code jblst}, native code that the
   * application puts on the class path, or {@code bouncycastle}, pure Java. If it is not set, the
   * first that works.
   */
  public static final String BLS_PROPERTY = "org.dpk.bls";

  private static final String DEFAULT = "Default";
  private static final String KEY_STORE_TYPE = "javax.net.ssl.keyStoreType";
  private static final String SELF_TEST = "SelfTest";
  private static final String INTERNAL = "org.dpk.provider.internal.";

  /** For {@code ServiceLoader}, {@code java.security} files and {@code Security.addProvider}. */
  public DpkProvider() {
    super(NAME, "0.1", "Keys from a public registry: KeyStore, KeyManagerFactory, SSLContext");
    // by name: this package stands on no other
    put("KeyStore." + NAME, INTERNAL + "keystore.DpkKeyStoreSpi");
    put("KeyManagerFactory." + NAME, INTERNAL + "jsse.DpkKeyManagerFactorySpi");
    put("TrustManagerFactory." + NAME, INTERNAL + "jsse.DpkTrustManagerFactorySpi");
    put("SSLContext." + NAME, INTERNAL + "jsse.DpkSslContextSpi");
    put("SSLContext." + DEFAULT, INTERNAL + "jsse.DpkDefaultSslContextSpi");
    put(SELF_TEST + "." + NAME, INTERNAL + "health.SelfTest");
  }

  /**
   * Adds the provider behind those that are there, once: further calls change nothing.
   *
   * @return the provider that is installed
   */
  public static synchronized Provider install() {
    Provider installed = Security.getProvider(NAME);
    if (installed == null) {
      installed = new DpkProvider();
      Security.addProvider(installed);
    }
    return installed;
  }

  /**
   * {@inheritDoc} {@code SSLContext.Default} is there only while {@code javax.net.ssl.keyStoreType}
   * is {@code DPK}: the JDK reports the failure of the last provider that has one, and ours would
   * hide why its own failed.
   */
  @Override
  public @Nullable Service getService(String type, String algorithm) {
    boolean isDefault = "SSLContext".equals(type) && DEFAULT.equalsIgnoreCase(algorithm);
    return isDefault && !isDefaultAskedFor() ? null : super.getService(type, algorithm);
  }

  private static boolean isDefaultAskedFor() {
    String set = System.getProperty(KEY_STORE_TYPE, Security.getProperty(KEY_STORE_TYPE));
    return set != null && NAME.equalsIgnoreCase(set.strip());
  }

  /**
   * Checks that this provider works in this process: its settings can be used, its crypto gives
   * published answers, two identities that are made for it agree on a key, and TLS works with one.
   * Takes some ten milliseconds; asks no chain, and is independent of what is registered.
   *
   * @throws ProviderException if something is wrong: the message says what
   */
  public static void assertHealthy() {
    try {
      Service selfTest = Objects.requireNonNull(new DpkProvider().getService(SELF_TEST, NAME));
      ((Runnable) selfTest.newInstance(null)).run();
    } catch (NoSuchAlgorithmException | LinkageError e) {
      throw new ProviderException(
          "a class of DPK, or of what it stands on, is missing: are all its jars there? " + e, e);
    }
  }
}
