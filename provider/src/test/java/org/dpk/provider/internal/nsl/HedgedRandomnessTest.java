package org.dpk.provider.internal.nsl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class HedgedRandomnessTest {

  private static final Instant START = Instant.ofEpochSecond(1_767_225_600L, 5);
  private static final Clock CLOCK = Clock.fixed(START, ZoneOffset.UTC);

  /** A generator that is as bad as can be. */
  private static final class StuckGenerator extends SecureRandom {
    private static final long serialVersionUID = 1L;

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, (byte) 7);
    }
  }

  @Test
  void isTheConstructionOfRfc8937() throws Exception {
    SuiteKeyPair keys = TestParty.pair(1);
    HedgedRandomness random = new HedgedRandomness(keys, new StuckGenerator(), CLOCK);
    random.next(1);

    byte[] second = random.next(48);

    // Expand(Extract(H(Sig(sk, tag1)), G(L)), tag2, n), with the platform's own primitives
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(keys.certifiedKey());
    signer.update("DPK-NSL/1 hedged randomness".getBytes(US_ASCII));
    byte[] salt = MessageDigest.getInstance("SHA-256").digest(signer.sign());
    byte[] g = new byte[32];
    Arrays.fill(g, (byte) 7);
    byte[] prk = hmac(salt, g);
    byte[] tag2 =
        ByteBuffer.allocate(20)
            .putLong(START.getEpochSecond())
            .putInt(START.getNano())
            .putLong(1)
            .array();
    byte[] t1 = hmac(prk, tag2, new byte[] {1});
    byte[] t2 = hmac(prk, t1, tag2, new byte[] {2});
    assertArrayEquals(t1, Arrays.copyOf(second, 32));
    assertArrayEquals(Arrays.copyOf(t2, 16), Arrays.copyOfRange(second, 32, 48));
  }

  private static byte[] hmac(byte[] key, byte[]... parts) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  @Test
  void neverRepeatsEvenIfTheGeneratorDoes() {
    HedgedRandomness random = new HedgedRandomness(TestParty.pair(1), new StuckGenerator(), CLOCK);
    Set<ByteBuffer> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      seen.add(ByteBuffer.wrap(random.next(32)));
    }
    assertEquals(1000, seen.size());
  }

  @Test
  void differsFromIdentityToIdentityAndFromStartToStart() {
    byte[] first = new HedgedRandomness(TestParty.pair(1), new StuckGenerator(), CLOCK).next(32);
    byte[] other = new HedgedRandomness(TestParty.pair(2), new StuckGenerator(), CLOCK).next(32);
    Clock later = Clock.fixed(START.plusNanos(1), ZoneOffset.UTC);
    byte[] again = new HedgedRandomness(TestParty.pair(1), new StuckGenerator(), later).next(32);

    assertFalse(Arrays.equals(first, other));
    assertFalse(Arrays.equals(first, again));
  }

  @Test
  void aDestroyedOneGivesNothing() {
    HedgedRandomness random = new HedgedRandomness(TestParty.pair(1), new SecureRandom(), CLOCK);
    random.destroy();

    assertThrows(IllegalStateException.class, () -> random.next(32));
  }
}
