package org.dpk.psk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.KeyPairGenerator;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Certificate;
import org.dpk.psk.SyntheticIssuer.SanType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticIssuerTest {

  private static final Instant FROM = Instant.parse("2024-02-29T12:00:00Z");
  private static final Instant TO = Instant.parse("2051-03-01T00:00:00Z");

  /** An algorithm that no JDK knows: OID 1.3.6.1.4.1.62253.25722 as X-Wing has it. */
  private static final byte[] UNKNOWN_ALGORITHM =
      HexFormat.of().parseHex("3014300d060b2b0601040183e62d81c87a03030001ff");

  private final SyntheticIssuer issuer = SyntheticIssuer.ofThisProcess();

  private static byte[] spki(String algorithm) throws Exception {
    return KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPublic().getEncoded();
  }

  private X509Certificate issue(String name, SanType san, String value) throws Exception {
    return issuer.issue(name, san, value, spki("X25519"), FROM, TO, Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"X25519", "Ed25519", "EC", "RSA"})
  void issuesForEveryKindOfKeyOnChain(String algorithm) throws Exception {
    byte[] spki = spki(algorithm);

    X509Certificate leaf =
        issuer.issue("a.example", SanType.DNS, "a.example", spki, FROM, TO, Map.of());

    assertArrayEquals(spki, leaf.getPublicKey().getEncoded());
    leaf.verify(issuer.certificate().getPublicKey());
    assertPathIsValid(leaf);
  }

  private void assertPathIsValid(X509Certificate leaf) throws Exception {
    PKIXParameters trust = new PKIXParameters(Set.of(new TrustAnchor(issuer.certificate(), null)));
    trust.setRevocationEnabled(false);
    CertPathValidator.getInstance("PKIX")
        .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), trust);
  }

  @ParameterizedTest
  @CsvSource({
    "DNS, 2, xn--bcher-kva.example",
    "IP, 7, 192.0.2.7",
    "IP, 7, 2001:db8:0:0:0:0:0:1",
    "URI, 6, urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
  })
  void namesTheSubjectAltName(SanType san, int tag, String value) throws Exception {
    Collection<List<?>> names = issue("peer", san, value).getSubjectAlternativeNames();

    assertEquals(List.of(List.of(tag, value)), List.copyOf(names));
  }

  @Test
  void leavesTheSubjectAltNameOut() throws Exception {
    assertNull(issue("peer", SanType.NONE, null).getSubjectAlternativeNames());
  }

  @Test
  void takesANameLiterally() throws Exception {
    String name = "a,O=Evil\\+CN=b\"<ü>";

    X500Principal subject = issue(name, SanType.NONE, null).getSubjectX500Principal();

    assertEquals(List.of(name), commonNames(subject));
  }

  private static List<String> commonNames(X500Principal subject) throws Exception {
    return new javax.naming.ldap.LdapName(subject.getName())
        .getRdns().stream().map(rdn -> String.valueOf(rdn.getValue())).toList();
  }

  @Test
  void keepsTheTimesToTheSecondAndWithinWhatACertificateCanName() throws Exception {
    X509Certificate leaf = issue("peer", SanType.NONE, null);
    assertEquals(FROM, leaf.getNotBefore().toInstant());
    assertEquals(TO, leaf.getNotAfter().toInstant());

    X509Certificate forever =
        issuer.issue("peer", SanType.NONE, null, spki("EC"), Instant.MIN, Instant.MAX, Map.of());
    assertEquals(Instant.EPOCH, forever.getNotBefore().toInstant());
    assertEquals(Instant.parse("9999-12-31T23:59:59Z"), forever.getNotAfter().toInstant());
  }

  @Test
  void carriesExtensions() throws Exception {
    byte[] value = {0x04, 0x02, 0x0A, 0x0B};

    X509Certificate leaf =
        issuer.issue(
            "p", SanType.NONE, null, spki("EC"), FROM, TO, Map.of("1.3.6.1.4.1.99999.1", value));

    byte[] octetString = leaf.getExtensionValue("1.3.6.1.4.1.99999.1");
    assertArrayEquals(new byte[] {0x04, 0x04, 0x04, 0x02, 0x0A, 0x0B}, octetString);
    assertTrue(leaf.getNonCriticalExtensionOIDs().contains("1.3.6.1.4.1.99999.1"));
  }

  @Test
  void carriesAKeyOfAnAlgorithmThatTheJdkDoesNotKnow() throws Exception {
    X509Certificate leaf =
        issuer.issue("p", SanType.NONE, null, UNKNOWN_ALGORITHM, FROM, TO, Map.of());

    // Not getPublicKey(): the JDK adds a NULL to an AlgorithmIdentifier that it does not know.
    assertArrayEquals(
        UNKNOWN_ALGORITHM,
        Certificate.getInstance(leaf.getEncoded()).getSubjectPublicKeyInfo().getEncoded());
  }

  @Test
  void isACertificateAuthorityOfItsOwn() throws Exception {
    X509Certificate ca = issuer.certificate();

    ca.verify(ca.getPublicKey());
    assertEquals(0, ca.getBasicConstraints());
    assertTrue(ca.getKeyUsage()[5], "keyCertSign");
    assertSame(issuer, SyntheticIssuer.ofThisProcess());
    assertEquals(-1, issue("p", SanType.NONE, null).getBasicConstraints());
  }

  @Test
  void refusesWhatCannotStandInACertificate() throws Exception {
    byte[] key = spki("EC");
    assertRefused("", SanType.NONE, "", key, Map.of());
    assertRefused("p", SanType.DNS, "", key, Map.of());
    assertRefused("p", SanType.DNS, "bücher.example", key, Map.of());
    assertRefused("p", SanType.DNS, null, key, Map.of());
    assertRefused("p", SanType.IP, "a.example", key, Map.of());
    assertRefused("p", SanType.NONE, "", new byte[] {1, 2, 3}, Map.of());
    assertRefused("p", SanType.NONE, "", new byte[0], Map.of());
    assertRefused("p", SanType.NONE, "", key, Map.of("no oid", new byte[] {5, 0}));
  }

  private void assertRefused(
      String name, SanType san, String value, byte[] key, Map<String, byte[]> extensions) {
    assertThrows(
        IllegalArgumentException.class,
        () -> issuer.issue(name, san, value, key, FROM, TO, extensions));
  }
}
