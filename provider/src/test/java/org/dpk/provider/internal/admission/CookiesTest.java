package org.dpk.provider.internal.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CookiesTest {

  private final Random random = new Random(4);
  private final AtomicLong nanos = new AtomicLong(-7);
  private final Cookies cookies = new Cookies(new SecureRandom(), nanos::get);
  private final RawNs1 bare = RawNs1.garbage(random, RawNs1.bytes(random, 8));
  private InetAddress client;
  private RawNs1 good;

  @BeforeEach
  void oneThatIsGood() throws UnknownHostException {
    client = InetAddress.getByName("192.0.2.7");
    good = bare.withCookie(cookies.make(client, bare.message()));
  }

  private boolean isGood(RawNs1 ns1) {
    return cookies.isGood(client, ns1.message());
  }

  private void pass(long nanoseconds) {
    nanos.addAndGet(nanoseconds);
  }

  @Test
  void isGoodForItsMessageAndItsAddress() {
    assertTrue(isGood(good));
    assertEquals(20, good.cookie().length);
  }

  @Test
  void isGoodForAnUnknownAddressWhereItWasMadeForOne() {
    RawNs1 unknown = bare.withCookie(cookies.make(null, bare.message()));
    assertTrue(cookies.isGood(null, unknown.message()));
    assertFalse(isGood(unknown));
    assertFalse(cookies.isGood(null, good.message()));
  }

  @Test
  void isNoneWithAnyOtherBit() {
    for (int bit = 0; bit < good.cookie().length * 8; bit++) {
      byte[] forged = good.cookie().clone();
      forged[bit / 8] ^= (byte) (1 << bit % 8);
      assertFalse(isGood(bare.withCookie(forged)), "bit " + bit);
    }
  }

  @Test
  void isNoneOfAnyOtherLength() {
    for (int length = 0; length <= 255; length++) {
      byte[] other = new byte[length];
      System.arraycopy(good.cookie(), 0, other, 0, Math.min(length, good.cookie().length));
      assertEquals(length == 20, isGood(bare.withCookie(other)), length + " bytes");
    }
  }

  @Test
  void isNoGoodFromAnotherAddress() throws UnknownHostException {
    for (String other : new String[] {"192.0.2.8", "2001:db8::7", "0.0.0.0"}) {
      assertFalse(cookies.isGood(InetAddress.getByName(other), good.message()), other);
    }
  }

  @Test
  void isNoGoodForAnotherMessage() {
    assertFalse(isGood(good.withHsId(RawNs1.bytes(random, 8))), "hs_id");
    assertFalse(isGood(good.withSuite(0x0101)), "suite");
    assertFalse(isGood(good.withKid(RawNs1.bytes(random, 8))), "kid_b");
    assertFalse(isGood(good.withCtB(RawNs1.bytes(random, 32))), "ct_b");
    assertFalse(isGood(good.withCtB(RawNs1.bytes(random, 33))), "a longer ct_b");
  }

  @Test
  void isNoGoodAtAnotherServer() {
    Cookies elsewhere = new Cookies(new SecureRandom(), nanos::get);
    assertFalse(elsewhere.isGood(client, good.message()));
  }

  @Test
  void livesForOneEpochAndEndsWithTheNext() {
    pass(Cookies.EPOCH.toNanos());
    assertTrue(isGood(good), "one epoch later");
    pass(Cookies.EPOCH.toNanos() - 1);
    assertTrue(isGood(good), "in the last nanosecond");
    pass(1);
    assertFalse(isGood(good), "two epochs later");
  }

  @Test
  void endsHoweverLongNobodyAsks() {
    pass(1_000_000 * Cookies.EPOCH.toNanos());
    assertFalse(isGood(good));
    RawNs1 next = bare.withCookie(cookies.make(client, bare.message()));
    assertTrue(isGood(next));
  }

  @Test
  void theEpochInFrontIsNotToBeChosen() {
    byte[] old = good.cookie().clone();
    pass(2 * Cookies.EPOCH.toNanos());
    byte[] now = cookies.make(client, bare.message());
    System.arraycopy(now, 0, old, 0, 4);
    assertFalse(isGood(bare.withCookie(old)));
  }
}
