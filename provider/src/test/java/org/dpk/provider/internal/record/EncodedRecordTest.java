package org.dpk.provider.internal.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.security.MessageDigest;
import java.util.Random;
import java.util.stream.LongStream;
import org.dpk.provider.IdentityRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EncodedRecordTest {

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theRecordTheBytesAndTheHashBelongTogether(long seed) throws Exception {
    IdentityRecord record = RecordCodecTest.randomRecord(new Random(seed));
    byte[] bytes = RecordCodec.encode(record);
    EncodedRecord encoded = EncodedRecord.of(record);

    assertEquals(record, encoded.record());
    assertEquals(record.identity(), encoded.identity());
    assertArrayEquals(bytes, encoded.bytes());
    assertArrayEquals(MessageDigest.getInstance("SHA-256").digest(bytes), encoded.recHash());
    assertEquals(record.identity() + " version " + record.version(), encoded.toString());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void sameBytesAreTheSameRecord(long seed) throws Exception {
    EncodedRecord one = EncodedRecord.of(RecordCodecTest.randomRecord(new Random(seed)));
    EncodedRecord again = EncodedRecord.decode(one.bytes());
    EncodedRecord other = EncodedRecord.of(RecordCodecTest.randomRecord(new Random(seed + 1000)));

    assertEquals(one, again);
    assertEquals(one.hashCode(), again.hashCode());
    assertNotEquals(one, other);
    assertNotEquals(one.hashCode(), other.hashCode());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nobodyChangesWhatItHolds(long seed) throws Exception {
    byte[] bytes = RecordCodec.encode(RecordCodecTest.randomRecord(new Random(seed)));
    EncodedRecord record = EncodedRecord.decode(bytes);
    byte[] hash = record.recHash();
    bytes[0] ^= 1;
    record.bytes()[0] ^= 1;
    record.recHash()[0] ^= 1;

    assertEquals(record, EncodedRecord.of(record.record()));
    assertArrayEquals(hash, record.recHash());
  }
}
