package org.dpk.provider.internal.trust;

import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.dpk.provider.DpkIdentity;

/**
 * Whom a certificate says that it is of. Immutable.
 *
 * @param identities the entries of its subjectAltName that are identities, in canonical form
 * @param rest what else it says of its subject, as it may stand in a message: names that are no
 *     identity, such as wildcards, and a subject that is not one of the identities
 */
record CertificateNames(Set<DpkIdentity> identities, List<String> rest) {

  private static final int DNS = 2;
  private static final int URI = 6;
  private static final int IP = 7;
  private static final String UUID_URN = "urn:uuid:";
  private static final int LONGEST = 80;

  CertificateNames {
    identities = Set.copyOf(identities);
    rest = List.copyOf(rest);
  }

  /**
   * Reads a certificate's subject and subjectAltName (RFC 5280 §4.1.2.6, §4.2.1.6).
   *
   * @throws CertificateException if they do not parse
   */
  static CertificateNames of(X509Certificate certificate) throws CertificateException {
    Set<DpkIdentity> identities = new LinkedHashSet<>();
    List<String> rest = new ArrayList<>();
    for (List<?> name : subjectAltNames(certificate)) {
      Optional<DpkIdentity> identity = identity((Integer) name.get(0), name.get(1));
      identity.ifPresentOrElse(identities::add, () -> rest.add(printable(name.get(1))));
    }
    subjectBesides(identities, certificate).ifPresent(rest::add);
    return new CertificateNames(identities, rest);
  }

  /** All of it, as it may stand in a message. */
  @Override
  public String toString() {
    List<String> all = new ArrayList<>();
    identities.forEach(identity -> all.add(identity.toString()));
    all.addAll(rest);
    return all.isEmpty() ? "nobody" : String.join(", ", all.subList(0, Math.min(all.size(), 5)));
  }

  private static Collection<List<?>> subjectAltNames(X509Certificate certificate)
      throws CertificateException {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : names;
    } catch (CertificateParsingException e) {
      throw new CertificateException("the certificate's subjectAltName can't be read", e);
    }
  }

  private static Optional<DpkIdentity> identity(int type, Object value) {
    if (!(value instanceof String text)) {
      return Optional.empty();
    }
    return switch (type) {
      case DNS -> parse("dns:" + text);
      case IP -> parse("ip:" + text);
      case URI ->
          text.toLowerCase(Locale.ROOT).startsWith(UUID_URN)
              ? parse("uuid:" + text.substring(UUID_URN.length()))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<DpkIdentity> parse(String text) {
    try {
      return Optional.of(DpkIdentity.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  // applications read names out of the subject too: what stands there must be proven as well
  private static Optional<String> subjectBesides(
      Set<DpkIdentity> identities, X509Certificate certificate) throws CertificateException {
    return isSubjectOf(identities, certificate)
        ? Optional.empty()
        : Optional.of(printable(certificate.getSubjectX500Principal().getName()));
  }

  private static boolean isSubjectOf(Set<DpkIdentity> identities, X509Certificate certificate)
      throws CertificateException {
    byte[] encoded = certificate.getSubjectX500Principal().getEncoded();
    try {
      RDN[] subject = X500Name.getInstance(encoded).getRDNs();
      return subject.length == 0 || subject.length == 1 && isCommonNameOf(identities, subject[0]);
    } catch (RuntimeException e) { // Bouncy Castle throws whatever comes
      throw new CertificateException("the certificate's subject can't be read", e);
    }
  }

  private static boolean isCommonNameOf(Set<DpkIdentity> identities, RDN attribute) {
    AttributeTypeAndValue first = attribute.getFirst();
    if (attribute.isMultiValued() || !first.getType().equals(BCStyle.CN)) {
      return false;
    }
    String text = IETFUtils.valueToString(first.getValue());
    return identities.stream().anyMatch(identity -> isSpellingOf(identity, text));
  }

  private static boolean isSpellingOf(DpkIdentity identity, String text) {
    return parse(text)
        .or(() -> parse(identity.kind().prefix() + ":" + text))
        .filter(identity::equals)
        .isPresent();
  }

  /** Somebody else's text: bounded, and on one line. */
  private static String printable(Object value) {
    if (!(value instanceof String text)) {
      return "a name that is no text";
    }
    StringBuilder out = new StringBuilder("'");
    int shown = Math.min(text.length(), LONGEST);
    for (int i = 0; i < shown; i++) {
      char c = text.charAt(i);
      out.append(c >= ' ' && c <= '~' ? c : '?');
    }
    return out.append(shown < text.length() ? "…'" : "'").toString();
  }
}
