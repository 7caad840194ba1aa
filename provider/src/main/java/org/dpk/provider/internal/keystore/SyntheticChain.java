package org.dpk.provider.internal.keystore;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.psk.SyntheticIssuer;
import org.jspecify.annotations.Nullable;

/**
 * Synthetic X.509 for a record: subject and subjectAltName are the identity, the public key is the
 * one on chain, the issuer is a key of this process.
 *
 * <p>The chain is {@code leaf, issuer}. What proves the leaf is the look-up that led to it; an
 * extension names the block.
 */
public final class SyntheticChain {

  /**
   * The extension with the block that the record was read at: {@code SEQUENCE { INTEGER number,
   * OCTET STRING hash }}. An identifier from a UUID (ITU-T X.667).
   */
  public static final String BLOCK_OID = "2.25.124178987828772864396390496249564252226";

  private SyntheticChain() {}

  /**
   * @param block where the record was read; null where it is not known
   * @return empty if the record has no key of a suite that is known here
   */
  public static Optional<List<X509Certificate>> of(
      IdentityRecord record, @Nullable BlockRef block) {
    return Suite.shownOf(record.keys())
        .flatMap(Suite::shownBy)
        .map(spki -> of(record, spki, block));
  }

  private static List<X509Certificate> of(
      IdentityRecord record, byte[] spki, @Nullable BlockRef block) {
    SyntheticIssuer issuer = SyntheticIssuer.ofThisProcess();
    DpkIdentity identity = record.identity();
    Instant notAfter =
        record.notAfter() == 0 ? Instant.MAX : Instant.ofEpochSecond(record.notAfter());
    X509Certificate leaf =
        issuer.issue(
            identity.toString(),
            sanType(identity),
            sanValue(identity),
            spki,
            Instant.ofEpochSecond(record.notBefore()),
            notAfter,
            block == null ? Map.of() : Map.of(BLOCK_OID, encode(block)));
    return List.of(leaf, issuer.certificate());
  }

  private static SyntheticIssuer.SanType sanType(DpkIdentity identity) {
    return switch (identity.kind()) {
      case DNS -> SyntheticIssuer.SanType.DNS;
      case IP -> SyntheticIssuer.SanType.IP;
      case UUID -> SyntheticIssuer.SanType.URI;
    };
  }

  // RFC 9562 §4: the URN of a UUID
  private static String sanValue(DpkIdentity identity) {
    return identity.kind() == DpkIdentity.Kind.UUID
        ? "urn:uuid:" + identity.name()
        : identity.name();
  }

  private static byte[] encode(BlockRef block) {
    try {
      return new DERSequence(
              new ASN1Encodable[] {
                new ASN1Integer(block.number()), new DEROctetString(block.hash())
              })
          .getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("nothing is written to but memory", e);
    }
  }
}
