package org.dpk.psk.internal.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.Vector;
import org.bouncycastle.tls.BasicTlsPSKExternal;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.dpk.psk.Psk;
import org.jspecify.annotations.Nullable;

/** What client and server say alike, in the types of bctls. */
@SuppressWarnings("JdkObsolete") // Vector: the type of bctls
final class Negotiation {

  private static final List<SignatureAndHashAlgorithm> SIGNATURE_ALGORITHMS =
      List.of(
          SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa),
          SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha384, SignatureAlgorithm.ecdsa),
          SignatureAndHashAlgorithm.ed25519,
          SignatureAndHashAlgorithm.rsa_pss_rsae_sha256,
          SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.rsa));

  private Negotiation() {}

  /**
   * Nobody signs anything here. But with these an ordinary server answers with its handshake, and
   * not with an alert that says nothing: so the client can tell what it has met.
   */
  static Vector<SignatureAndHashAlgorithm> signatureAlgorithms() {
    return new Vector<>(SIGNATURE_ALGORITHMS);
  }

  static ProtocolVersion[] versions(Set<Protocol> protocols) {
    return Arrays.stream(Protocol.values())
        .filter(protocols::contains)
        .map(p -> p == Protocol.TLS_1_3 ? ProtocolVersion.TLSv13 : ProtocolVersion.TLSv12)
        .toArray(ProtocolVersion[]::new);
  }

  static Vector<ServerName> serverNames(String name) {
    return new Vector<>(
        List.of(new ServerName(NameType.host_name, name.getBytes(StandardCharsets.US_ASCII))));
  }

  static ProtocolName protocolName(String name) {
    return ProtocolName.asRawBytes(name.getBytes(StandardCharsets.ISO_8859_1));
  }

  static Vector<ProtocolName> protocolNames(List<String> names) {
    return new Vector<>(names.stream().map(Negotiation::protocolName).toList());
  }

  static List<String> names(@SuppressWarnings("rawtypes") Vector protocolNames) {
    List<String> names = new ArrayList<>(protocolNames.size());
    for (Object name : protocolNames) {
      names.add(name((ProtocolName) name));
    }
    return names;
  }

  private static String name(ProtocolName name) {
    return new String(name.getBytes(), StandardCharsets.ISO_8859_1);
  }

  static BasicTlsPSKExternal external(TlsCrypto crypto, Psk key) {
    byte[] secret = key.revealSecret();
    try {
      return new BasicTlsPSKExternal(
          key.identity(), crypto.createSecret(secret), PRFAlgorithm.tls13_hkdf_sha256);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  static @Nullable String applicationProtocol(SecurityParameters parameters) {
    @Nullable ProtocolName name = parameters.getApplicationProtocol();
    return name == null ? null : name(name);
  }

  static TlsOutcome outcome(TlsContext context) {
    SecurityParameters parameters = context.getSecurityParametersConnection();
    return new TlsOutcome(
        Suite.of(parameters.getCipherSuite()),
        applicationProtocol(parameters),
        KeyingMaterial.of(context));
  }
}
