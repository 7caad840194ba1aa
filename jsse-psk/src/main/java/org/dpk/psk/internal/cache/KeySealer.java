package org.dpk.psk.internal.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.dpk.psk.Psk;
import org.dpk.psk.SealedPsk;

/**
 * Seals what a store holds, by keys that are all derived from one: pseudonyms by HMAC-SHA256, keys
 * by AES-256-GCM with a key of each row's own. Name, owner and expiry are authenticated with it.
 *
 * <pre>
 * sealed    = base64url( 1 ‖ nonce[12] ‖ AES-GCM( uint64 created ‖ uint16 length ‖ secret ‖ description ) )
 * row key   = HMAC( HMAC(key, "dpk psk store 1 rows"), name )
 * name      = base64url( HMAC( HMAC(key, "dpk psk store 1 names"), wire identity ) )
 * owner     = base64url( HMAC( HMAC(key, "dpk psk store 1 owners"), name of the principal ) )
 * AAD       = "dpk psk store 1" ‖ 0 ‖ name ‖ owner ‖ uint64 expiry
 * </pre>
 */
final class KeySealer {

  /** The longest description of a principal, in bytes. */
  static final int MAX_DESCRIPTION_LENGTH = 512;

  private static final String LABEL = "dpk psk store 1";
  private static final String HMAC = "HmacSHA256";
  private static final byte FORMAT = 1;
  private static final int NONCE_LENGTH = 12;
  private static final int TAG_LENGTH = 16;
  private static final int HEAD_LENGTH = Long.BYTES + Short.BYTES;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /**
   * What a row says.
   *
   * @param secret the receiver clears it
   * @param description of the principal, as its agreement made it
   */
  @SuppressWarnings("ArrayRecordComponent") // neither compared nor printed
  record Content(Instant created, byte[] secret, byte[] description) {}

  private final SecretKey names;
  private final SecretKey owners;
  private final SecretKey rows;
  private final SecureRandom random;

  KeySealer(SecretKey key, SecureRandom random) {
    this.names = derived(key, "names");
    this.owners = derived(key, "owners");
    this.rows = derived(key, "rows");
    this.random = random;
  }

  private static SecretKey derived(SecretKey key, String purpose) {
    return new SecretKeySpec(
        mac(key, (LABEL + " " + purpose).getBytes(StandardCharsets.US_ASCII)), HMAC);
  }

  String name(byte[] wireIdentity) {
    return ENCODER.encodeToString(mac(names, wireIdentity));
  }

  String owner(String principal) {
    return ENCODER.encodeToString(mac(owners, principal.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * @param description 0 to {@link #MAX_DESCRIPTION_LENGTH} bytes
   */
  SealedPsk seal(Psk key, String principal, byte[] description, Instant created, Instant expiry) {
    String name = name(key.identity());
    String owner = owner(principal);
    byte[] secret = key.revealSecret();
    byte[] plain =
        ByteBuffer.allocate(HEAD_LENGTH + secret.length + description.length)
            .putLong(created.toEpochMilli())
            .putShort((short) secret.length)
            .put(secret)
            .put(description)
            .array();
    try {
      byte[] nonce = new byte[NONCE_LENGTH];
      random.nextBytes(nonce);
      byte[] box = crypt(Cipher.ENCRYPT_MODE, name, owner, expiry, nonce, plain);
      byte[] sealed =
          ByteBuffer.allocate(1 + NONCE_LENGTH + box.length)
              .put(FORMAT)
              .put(nonce)
              .put(box)
              .array();
      return new SealedPsk(name, owner, expiry, ENCODER.encodeToString(sealed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK does not seal by AES-GCM", e);
    } finally {
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** Empty if the row was not sealed so, as it is, with this key. */
  Optional<Content> open(SealedPsk row) {
    byte[] plain = new byte[0];
    try {
      byte[] sealed = Base64.getUrlDecoder().decode(row.sealed());
      if (sealed.length < 1 + NONCE_LENGTH + HEAD_LENGTH + TAG_LENGTH || sealed[0] != FORMAT) {
        return Optional.empty();
      }
      byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_LENGTH);
      byte[] box = Arrays.copyOfRange(sealed, 1 + NONCE_LENGTH, sealed.length);
      plain = crypt(Cipher.DECRYPT_MODE, row.name(), row.owner(), row.expiry(), nonce, box);
      return Optional.of(content(ByteBuffer.wrap(plain)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private static Content content(ByteBuffer plain) {
    Instant created = Instant.ofEpochMilli(plain.getLong());
    int length = plain.getShort() & 0xFFFF;
    if (length > plain.remaining()) {
      throw new IllegalArgumentException("a key longer than its row");
    }
    byte[] secret = new byte[length];
    plain.get(secret);
    byte[] description = new byte[plain.remaining()];
    plain.get(description);
    return new Content(created, secret, description);
  }

  private byte[] crypt(
      int mode, String name, String owner, Instant expiry, byte[] nonce, byte[] input)
      throws GeneralSecurityException {
    byte[] rowKey = mac(rows, name.getBytes(StandardCharsets.US_ASCII));
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          mode, new SecretKeySpec(rowKey, "AES"), new GCMParameterSpec(8 * TAG_LENGTH, nonce));
      cipher.updateAAD((LABEL + "\0" + name + owner).getBytes(StandardCharsets.US_ASCII));
      cipher.updateAAD(ByteBuffer.allocate(Long.BYTES).putLong(0, expiry.toEpochMilli()));
      return cipher.doFinal(input);
    } finally {
      Arrays.fill(rowKey, (byte) 0);
    }
  }

  private static byte[] mac(SecretKey key, byte[] data) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + HMAC + " for the sealing key", e);
    }
  }
}
