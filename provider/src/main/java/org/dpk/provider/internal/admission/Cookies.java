package org.dpk.provider.internal.admission;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.dpk.provider.internal.nsl.FirstMessage;
import org.jspecify.annotations.Nullable;

/**
 * Stateless cookies: a server knows its own again, and for which first message of which address it
 * was. One is good for a minute at least and for two at most. Safe for use by several threads.
 *
 * <pre>
 * cookie = uint32 epoch ‖ first 16 bytes of HMAC-SHA256(key of the epoch, label ‖ epoch ‖ LV8(address) ‖
 *          hs_id ‖ suite ‖ kid_b ‖ LV16(ct_b))
 * </pre>
 */
final class Cookies {

  static final Duration EPOCH = Duration.ofMinutes(1);
  static final int LENGTH = Integer.BYTES + 16;

  private static final byte[] LABEL = "DPK-NSL/1 cookie".getBytes(StandardCharsets.US_ASCII);
  private static final String MAC = "HmacSHA256";
  private static final int KEY_LENGTH = 32;

  private final SecureRandom random;
  private final LongSupplier nanoClock;
  private long turned;
  private Epoch current;
  private Epoch previous;

  /** A key and its number. The number goes round after 8,000 years. */
  private record Epoch(int number, SecretKeySpec key) {}

  Cookies(SecureRandom random, LongSupplier nanoClock) {
    this.random = random;
    this.nanoClock = nanoClock;
    this.turned = nanoClock.getAsLong();
    this.previous = epoch(0);
    this.current = epoch(1);
  }

  private Epoch epoch(int number) {
    byte[] key = new byte[KEY_LENGTH];
    random.nextBytes(key);
    try {
      return new Epoch(number, new SecretKeySpec(key, MAC));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * The cookie for this message.
   *
   * @param client null where the address is not known
   */
  byte[] make(@Nullable InetAddress client, FirstMessage message) {
    return make(epoch(), client, message);
  }

  /** Whether the message has the cookie that was made for it. */
  boolean isGood(@Nullable InetAddress client, FirstMessage message) {
    byte[] cookie = message.cookie();
    if (cookie.length != LENGTH) {
      return false;
    }
    Epoch epoch = epoch(ByteBuffer.wrap(cookie));
    return epoch != null && MessageDigest.isEqual(cookie, make(epoch, client, message));
  }

  private synchronized Epoch epoch() {
    long now = nanoClock.getAsLong();
    while (now - turned >= EPOCH.toNanos()) {
      boolean longAgo = now - turned >= 2 * EPOCH.toNanos();
      turned = longAgo ? now - EPOCH.toNanos() : turned + EPOCH.toNanos();
      previous = current;
      current = epoch(current.number() + 1);
    }
    return current;
  }

  private synchronized @Nullable Epoch epoch(ByteBuffer cookie) {
    Epoch now = epoch();
    int number = cookie.getInt();
    return number == now.number() ? now : number == previous.number() ? previous : null;
  }

  private static byte[] make(Epoch epoch, @Nullable InetAddress client, FirstMessage message) {
    byte[] address = client == null ? new byte[0] : client.getAddress();
    byte[] ctB = message.ctB();
    Mac mac = mac(epoch.key());
    mac.update(LABEL);
    mac.update(ByteBuffer.allocate(4).putInt(epoch.number()).flip());
    mac.update((byte) address.length);
    mac.update(address);
    mac.update(message.hsId());
    mac.update(ByteBuffer.allocate(2).putShort((short) message.suite()).flip());
    mac.update(message.kid());
    mac.update(ByteBuffer.allocate(2).putShort((short) ctB.length).flip());
    return ByteBuffer.allocate(LENGTH)
        .putInt(epoch.number())
        .put(mac.doFinal(ctB), 0, LENGTH - Integer.BYTES)
        .array();
  }

  private static Mac mac(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no " + MAC, e);
    }
  }
}
