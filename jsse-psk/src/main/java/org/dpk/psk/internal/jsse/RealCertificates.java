package org.dpk.psk.internal.jsse;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.dpk.psk.SyntheticIssuer;
import org.jspecify.annotations.Nullable;

/**
 * An application's certificates without synthetic ones: a key store of agreed keys lists such
 * certificates, they prove nothing, and no client of ordinary TLS is to be shown one.
 */
final class RealCertificates extends X509ExtendedKeyManager {

  /** As the JDK's engine asks (the names of JSSE's key types), and X-Wing by its number. */
  private static final List<String> KEY_TYPES =
      List.of(
          "RSA", "RSASSA-PSS", "EC", "EdDSA", "Ed25519", "Ed448", "DSA", "1.3.6.1.4.1.62253.25722");

  private final X509KeyManager given;

  RealCertificates(X509KeyManager given) {
    this.given = given;
  }

  /** False where all that it lists is synthetic; one that lists nothing may have them later. */
  static boolean areIn(X509KeyManager given) {
    List<String> aliases = new ArrayList<>();
    for (String type : KEY_TYPES) {
      String[] some = given.getServerAliases(type, null);
      aliases.addAll(some == null ? List.of() : Arrays.asList(some));
    }
    return aliases.isEmpty()
        || aliases.stream().anyMatch(alias -> isReal(given.getCertificateChain(alias)));
  }

  private static boolean isReal(X509Certificate @Nullable [] chain) {
    return chain == null || chain.length == 0 || !SyntheticIssuer.hasIssued(chain[0]);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    X509Certificate[] chain = given.getCertificateChain(alias);
    return isReal(chain) ? chain : null;
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return isReal(given.getCertificateChain(alias)) ? given.getPrivateKey(alias) : null;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    String chosen =
        given instanceof X509ExtendedKeyManager extended
            ? extended.chooseEngineServerAlias(keyType, issuers, engine)
            : given.chooseServerAlias(keyType, issuers, null);
    return realInPlaceOf(chosen, keyType, issuers);
  }

  /** A synthetic certificate may stand in front of a real one of the same type. */
  private @Nullable String realInPlaceOf(
      @Nullable String chosen, String keyType, Principal @Nullable [] issuers) {
    if (chosen == null || isReal(given.getCertificateChain(chosen))) {
      return chosen;
    }
    String[] listed = given.getServerAliases(keyType, issuers);
    return Stream.ofNullable(listed)
        .flatMap(Arrays::stream)
        .filter(alias -> isReal(given.getCertificateChain(alias)))
        .findFirst()
        .orElse(null);
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return null; // served clients only
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return given.getServerAliases(keyType, issuers);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return realInPlaceOf(given.chooseServerAlias(keyType, issuers, socket), keyType, issuers);
  }
}
