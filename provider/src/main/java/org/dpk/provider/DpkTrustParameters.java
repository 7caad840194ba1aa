package org.dpk.provider;

import java.security.KeyStore;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What {@code TrustManagerFactory.getInstance("DPK").init(…)} takes where a key store alone does
 * not do. Immutable.
 *
 * <p>The double check for ordinary mutual TLS: {@code DpkTrustParameters.of(keys).and(pkix)} trusts
 * whom both the chain and a PKIX trust manager trust.
 */
public final class DpkTrustParameters implements ManagerFactoryParameters {

  private final @Nullable KeyStore keys;
  private final @Nullable X509TrustManager pkix;
  private final @Nullable HostIdentity hosts;

  private DpkTrustParameters(
      @Nullable KeyStore keys, @Nullable X509TrustManager pkix, @Nullable HostIdentity hosts) {
    this.keys = keys;
    this.pkix = pkix;
    this.hosts = hosts;
  }

  /**
   * The registry that a key store of type {@code DPK} looks at.
   *
   * @param keys loaded; with or without an identity, with or without its password
   */
  public static DpkTrustParameters of(KeyStore keys) {
    return new DpkTrustParameters(Objects.requireNonNull(keys, "keys"), null, null);
  }

  /** The registry that the settings name. */
  public static DpkTrustParameters ofSettings() {
    return new DpkTrustParameters(null, null, null);
  }

  /**
   * The same, and this trust manager has to agree.
   *
   * @param pkix is asked first; where it is an {@link javax.net.ssl.X509ExtendedTrustManager}, it
   *     is told the connection and checks the host too
   */
  public DpkTrustParameters and(X509TrustManager pkix) {
    return new DpkTrustParameters(keys, Objects.requireNonNull(pkix, "pkix"), hosts);
  }

  /** The same, with other identities behind hosts than those of the identity file and settings. */
  public DpkTrustParameters withHosts(HostIdentity hosts) {
    return new DpkTrustParameters(keys, pkix, Objects.requireNonNull(hosts, "hosts"));
  }

  /** Whose registry it is; empty for that of the settings. */
  public Optional<KeyStore> keys() {
    return Optional.ofNullable(keys);
  }

  /** Who has to agree; empty for nobody. */
  public Optional<X509TrustManager> pkix() {
    return Optional.ofNullable(pkix);
  }

  /** What hosts stand for; empty for what the identity file and the settings say. */
  public Optional<HostIdentity> hosts() {
    return Optional.ofNullable(hosts);
  }
}
