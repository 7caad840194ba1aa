package org.dpk.provider.internal.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.record.Keccak256;
import org.junit.jupiter.api.Test;

/** Yellow Paper §4.3.1. */
class LogsBloomTest {

  private static final byte[] TRANSFER =
      Keccak256.hash("Transfer(address,address,uint256)".getBytes(StandardCharsets.US_ASCII));

  /** A filter is made here by arithmetic on one big number, and never by its bytes. */
  @Test
  void whatIsInIsNeverDenied() {
    Random random = new Random(5);
    int denied = 0;
    int asked = 0;
    for (int round = 0; round < 200; round++) {
      BigInteger filter = BigInteger.ZERO;
      EthereumAddress contract = EthereumAddress.of(bytes(20, random));
      byte[] topic = bytes(32, random);
      filter = add(add(filter, contract.bytes()), topic);
      for (int i = random.nextInt(50); i > 0; i--) {
        filter = add(filter, bytes(32, random));
      }
      LogsBloom bloom = bloom(filter);
      assertTrue(bloom.mayContain(contract));
      assertTrue(bloom.mayContain(topic));
      for (int i = 0; i < 20; i++) {
        asked++;
        denied += bloom.mayContain(bytes(32, random)) ? 0 : 1;
      }
    }
    // 150 of 2048 bits, cubed
    assertTrue(denied > asked * 99 / 100, denied + " of " + asked);
  }

  @Test
  void oneBitIsNotEmpty() {
    assertTrue(LogsBloom.of(new byte[LogsBloom.LENGTH]).isEmpty());
    for (int i : new int[] {0, 100, LogsBloom.LENGTH - 1}) {
      byte[] bits = new byte[LogsBloom.LENGTH];
      bits[i] = 1;
      assertFalse(LogsBloom.of(bits).isEmpty(), "byte " + i);
    }
  }

  /** Each of an entry's three bits counts, and no other does. */
  @Test
  void oneBitLessAndTheEntryIsNotThere() {
    BigInteger filter = add(BigInteger.ZERO, TRANSFER);
    assertEquals(3, filter.bitCount());
    BigInteger all = BigInteger.ONE.shiftLeft(2048).subtract(BigInteger.ONE);
    for (int bit = 0; bit < 2048; bit++) {
      boolean named = filter.testBit(bit);
      assertEquals(!named, bloom(all.clearBit(bit)).mayContain(TRANSFER), "bit " + bit);
      assertEquals(!named, bloom(filter.flipBit(bit)).mayContain(TRANSFER), "bit " + bit);
    }
    assertTrue(bloom(filter).mayContain(TRANSFER));
    assertFalse(bloom(BigInteger.ZERO).mayContain(TRANSFER));
    assertFalse(bloom(BigInteger.ZERO).mayContain(EthereumAddress.ZERO));
  }

  @Test
  void lengthsAreExact() {
    assertThrows(IllegalArgumentException.class, () -> LogsBloom.of(new byte[255]));
    assertThrows(IllegalArgumentException.class, () -> LogsBloom.of(new byte[257]));
    LogsBloom bloom = LogsBloom.of(new byte[256]);
    assertThrows(IllegalArgumentException.class, () -> bloom.mayContain(new byte[31]));
    assertThrows(IllegalArgumentException.class, () -> bloom.mayContain(new byte[33]));
  }

  @Test
  void aFilterIsItsOwnCopy() {
    byte[] bits = new byte[256];
    LogsBloom bloom = LogsBloom.of(bits);
    Arrays.fill(bits, (byte) 0xFF);
    assertFalse(bloom.mayContain(TRANSFER));
  }

  /** A filter of a hundred entries whose hash go-ethereum's tests name, as do those of others. */
  @Test
  void theFilterIsThatOfTheNodes() {
    BigInteger filter = BigInteger.ZERO;
    for (int i = 0; i < 100; i++) {
      String entry = "xxxxxxxxxx data %d yyyyyyyyyyyyyy".formatted(i);
      filter = add(filter, entry.getBytes(StandardCharsets.US_ASCII));
    }
    assertArrayEquals(
        HexFormat.of().parseHex("c8d3ca65cdb4874300a9e39475508f23ed6da09fdbc487f89a2dcf50b09eb263"),
        Keccak256.hash(bits(filter)));
  }

  private static LogsBloom bloom(BigInteger filter) {
    return LogsBloom.of(bits(filter));
  }

  private static byte[] bits(BigInteger filter) {
    byte[] bits = new byte[256];
    byte[] number = filter.toByteArray();
    int length = Math.min(256, number.length);
    System.arraycopy(number, number.length - length, bits, 256 - length, length);
    return bits;
  }

  private static BigInteger add(BigInteger filter, byte[] entry) {
    BigInteger hash = new BigInteger(1, Keccak256.hash(entry));
    BigInteger with = filter;
    for (int pair = 0; pair < 3; pair++) {
      with = with.setBit(hash.shiftRight(240 - 16 * pair).intValue() & 2047);
    }
    return with;
  }

  private static byte[] bytes(int length, Random random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
