package org.dpk.provider.internal.jsse;

import java.security.KeyManagementException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.keystore.OwnPrivateKey;
import org.dpk.psk.PskAgreement;
import org.dpk.psk.PskKeyManager;

/**
 * Takes the identity out of X.509 key managers, which servers and frameworks make of whatever key
 * store they are given, and wrap.
 */
final class IdentityInX509 {

  /** Of the certificates of one's own identity; the platform knows X-Wing by its number only. */
  private static final List<String> KEY_TYPES = List.of("EdDSA", "RSA", "1.3.6.1.4.1.62253.25722");

  private IdentityInX509() {}

  /**
   * The given key managers, and an agreement beside them if they have none but carry an identity.
   *
   * @throws KeyManagementException if there is no source of keys in them, or the agreement can't be
   *     made
   */
  static KeyManager[] takenOutOf(KeyManager[] given) throws KeyManagementException {
    if (Arrays.stream(given).anyMatch(IdentityInX509::isSource)) {
      return given;
    }
    OwnPrivateKey own =
        Arrays.stream(given)
            .flatMap(IdentityInX509::identities)
            .findFirst()
            .orElseThrow(IdentityInX509::noIdentity);
    return Stream.concat(Arrays.stream(given), Stream.of(agreement(own)))
        .toArray(KeyManager[]::new);
  }

  private static boolean isSource(KeyManager one) {
    return one instanceof PskAgreement || one instanceof PskKeyManager;
  }

  private static Stream<OwnPrivateKey> identities(KeyManager one) {
    return one instanceof X509KeyManager x509
        ? aliases(x509)
            .map(x509::getPrivateKey)
            .filter(OwnPrivateKey.class::isInstance)
            .map(OwnPrivateKey.class::cast)
        : Stream.empty();
  }

  // in the order of the key store no more: the newest record in force is what they all carry
  private static Stream<String> aliases(X509KeyManager x509) {
    return KEY_TYPES.stream()
        .flatMap(type -> Stream.ofNullable(x509.getServerAliases(type, null)))
        .flatMap(Arrays::stream)
        .filter(Objects::nonNull);
  }

  private static KeyManager agreement(OwnPrivateKey own) throws KeyManagementException {
    try {
      return Agreements.of(own);
    } catch (RegistryException | IllegalArgumentException e) {
      throw new KeyManagementException(e.getMessage(), e);
    }
  }

  private static KeyManagementException noIdentity() {
    return new KeyManagementException(
        "no DPK identity among the key managers: make them of a key store of type DPK whose"
            + " identity is admitted (dpk enrol)");
  }
}
