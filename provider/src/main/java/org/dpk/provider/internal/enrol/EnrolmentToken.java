package org.dpk.provider.internal.enrol;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.record.Keccak256;

/**
 * What lets one device become one identity, once: 32 random bytes, bound to an identity and a date,
 * signed with the Ed25519 key of the PKM's record (pkm.md "Token").
 *
 * <pre>
 * struct {
 *   uint8  format = 1;
 *   opaque secret[32];
 *   uint64 not_after;          // Unix seconds
 *   opaque id&lt;1..255&gt;;         // canonical form
 *   opaque sig[64];
 * } Token;
 * sig over 64 × 0x20 ‖ "DPK enrolment token" ‖ 0x00 ‖ uint64 chain_id ‖ registry[20] ‖ LV(id_pkm) ‖ the fields before sig
 * </pre>
 *
 * <p>Immutable. The bytes are a secret: no {@code toString} shows them.
 */
public final class EnrolmentToken {

  /** Length of the secret, in bytes. */
  public static final int SECRET_LENGTH = 32;

  /** The longest token, in bytes. */
  public static final int MAX_LENGTH = 1 + SECRET_LENGTH + 8 + 1 + 255 + Ed25519.SIGNATURE_SIZE;

  private static final int FORMAT = 1;
  private static final String LABEL = "DPK enrolment token";

  private final byte[] secret;
  private final long notAfter;
  private final DpkIdentity identity;
  private final byte[] signature;

  private EnrolmentToken(byte[] secret, long notAfter, DpkIdentity identity, byte[] signature) {
    this.secret = secret;
    this.notAfter = notAfter;
    this.identity = identity;
    this.signature = signature;
  }

  /**
   * Makes a token.
   *
   * @param secret {@value #SECRET_LENGTH} random bytes; copied
   * @param identity what the device may become
   * @param notAfter until when
   * @param issuer the PKM and its registry
   * @param signer signs with the Ed25519 key of the PKM's record: bytes in, 64 bytes out
   * @throws IllegalArgumentException if a length is wrong
   */
  public static EnrolmentToken issue(
      byte[] secret,
      DpkIdentity identity,
      Instant notAfter,
      Issuer issuer,
      UnaryOperator<byte[]> signer) {
    if (secret.length != SECRET_LENGTH) {
      throw new IllegalArgumentException(
          "a token's secret has " + SECRET_LENGTH + " bytes, not " + secret.length);
    }
    long seconds = notAfter.getEpochSecond();
    byte[] signature = signer.apply(signed(issuer, fields(secret, seconds, identity)));
    if (signature.length != Ed25519.SIGNATURE_SIZE) {
      throw new IllegalArgumentException(
          "an Ed25519 signature has 64 bytes, not " + signature.length);
    }
    return new EnrolmentToken(secret.clone(), seconds, identity, signature.clone());
  }

  /**
   * Reads a token. Whether it is genuine is {@link #isSignedBy}'s to say.
   *
   * @throws IllegalArgumentException if it is none; the message has nothing of its bytes
   */
  public static EnrolmentToken decode(byte[] token) {
    if (token.length > MAX_LENGTH) {
      throw new IllegalArgumentException("a token has at most " + MAX_LENGTH + " bytes");
    }
    try {
      return decode(ByteBuffer.wrap(token));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the token ends too early", e);
    }
  }

  private static EnrolmentToken decode(ByteBuffer in) {
    int format = in.get();
    if (format != FORMAT) {
      throw new IllegalArgumentException("token format " + format + " is not known here");
    }
    byte[] secret = take(in, SECRET_LENGTH);
    long notAfter = in.getLong();
    if (notAfter < 0) {
      throw new IllegalArgumentException("the token's date is out of range");
    }
    byte[] id = take(in, in.get() & 0xFF);
    DpkIdentity identity = DpkIdentity.parse(new String(id, StandardCharsets.US_ASCII));
    if (!Arrays.equals(identity.bytes(), id)) {
      throw new IllegalArgumentException("the token's identity is not in canonical form");
    }
    byte[] signature = take(in, Ed25519.SIGNATURE_SIZE);
    if (in.hasRemaining()) {
      throw new IllegalArgumentException(in.remaining() + " bytes follow the token");
    }
    return new EnrolmentToken(secret, notAfter, identity, signature);
  }

  /** The whole token, as it is sent; a secret. */
  public byte[] encode() {
    byte[] fields = fields(secret, notAfter, identity);
    return ByteBuffer.allocate(fields.length + signature.length).put(fields).put(signature).array();
  }

  /**
   * Whether a PKM signed this token.
   *
   * @param publicKey the Ed25519 key of its record, 32 bytes
   * @param issuer that PKM and its registry
   */
  public boolean isSignedBy(byte[] publicKey, Issuer issuer) {
    if (publicKey.length != Ed25519.PUBLIC_KEY_SIZE) {
      return false;
    }
    byte[] signed = signed(issuer, fields(secret, notAfter, identity));
    return Ed25519.verify(signature, 0, publicKey, 0, signed, 0, signed.length);
  }

  /** keccak256 of the whole token, 32 bytes: its name in a data base and on chain. */
  public byte[] hash() {
    return Keccak256.hash(encode());
  }

  /** What the device may become. */
  public DpkIdentity identity() {
    return identity;
  }

  /** Until when it may. */
  public Instant notAfter() {
    return Instant.ofEpochSecond(notAfter);
  }

  /** Whom it is for, never the secret. */
  @Override
  public String toString() {
    return "EnrolmentToken[" + identity + ", until " + notAfter() + "]";
  }

  private static byte[] fields(byte[] secret, long notAfter, DpkIdentity identity) {
    byte[] id = identity.bytes();
    return ByteBuffer.allocate(1 + SECRET_LENGTH + 8 + 1 + id.length)
        .put((byte) FORMAT)
        .put(secret)
        .putLong(notAfter)
        .put((byte) id.length)
        .put(id)
        .array();
  }

  // the pattern of RFC 8446 §4.4.3: no other signature of this key can be taken for a token
  private static byte[] signed(Issuer issuer, byte[] fields) {
    byte[] label = LABEL.getBytes(StandardCharsets.US_ASCII);
    byte[] pkm = issuer.pkm().bytes();
    byte[] contract = issuer.registry().contract().bytes();
    ByteBuffer out =
        ByteBuffer.allocate(
            64 + label.length + 1 + 8 + contract.length + 2 + pkm.length + fields.length);
    for (int i = 0; i < 64; i++) {
      out.put((byte) 0x20);
    }
    out.put(label).put((byte) 0).putLong(issuer.registry().chainId()).put(contract);
    return out.putShort((short) pkm.length).put(pkm).put(fields).array();
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] taken = new byte[length];
    in.get(taken);
    return taken;
  }

  /**
   * Where a token is good.
   *
   * @param registry the registry that it leads into
   * @param pkm who signed it
   */
  public record Issuer(RegistryId registry, DpkIdentity pkm) {}
}
