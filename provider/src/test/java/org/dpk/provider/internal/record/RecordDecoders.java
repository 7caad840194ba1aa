package org.dpk.provider.internal.record;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.dpk.provider.internal.decoding.Decoder;
import org.dpk.provider.internal.decoding.Decoders;

/** What reads the bytes of records, which come from the chain and from devices that enrol. */
public final class RecordDecoders {

  public static final Decoders ALL =
      Decoders.of(
          Decoder.canonical(
              "record",
              RecordFormatException.class,
              RecordCodec::decode,
              RecordCodec::encode,
              random -> RecordCodec.encode(RecordCodecTest.randomRecord(random))),
          Decoder.canonical(
              "record with its bytes",
              RecordFormatException.class,
              EncodedRecord::decode,
              EncodedRecord::bytes,
              random -> RecordCodec.encode(RecordCodecTest.randomRecord(random))),
          // the contract reads no more than the head: any body has a digest
          Decoder.canonical(
                  "head and body",
                  RecordFormatException.class,
                  RecordDecoders::parts,
                  parts -> parts,
                  random -> RecordCodec.encode(RecordCodecTest.randomRecord(random)))
              .openEnded());

  private RecordDecoders() {}

  /** Some record. */
  public static EncodedRecord some(Random random) {
    return EncodedRecord.of(RecordCodecTest.randomRecord(random));
  }

  private static byte[] parts(byte[] record) throws RecordFormatException {
    ByteArrayOutputStream both = new ByteArrayOutputStream(record.length);
    both.writeBytes(RecordCodec.head(record));
    both.writeBytes(RecordCodec.body(record));
    return both.toByteArray();
  }
}
