package org.dpk.provider.internal.staple;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dpk.provider.internal.decoding.Decoder;
import org.dpk.provider.internal.decoding.Decoders;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.RecordDecoders;

/** What reads staples, which come from callers. */
public final class StapleDecoders {

  public static final Decoders ALL =
      Decoders.of(
          Decoder.canonical(
                  "staple",
                  WrongStaple.class,
                  Staple::decode,
                  StapleDecoders::encode,
                  random -> encode(staple(random)))
              .openEnded());

  private StapleDecoders() {}

  static byte[] encode(Staple staple) {
    try {
      return staple.encode();
    } catch (WrongStaple e) {
      throw new AssertionError("it was within its bounds", e);
    }
  }

  static Staple staple(Random random) {
    EncodedRecord record = RecordDecoders.some(random);
    return random.nextInt(4) == 0
        ? Staple.of(record)
        : new Staple(
            record,
            new Staple.Evidence(
                random.nextLong(), bytes(32, random), nodes(random), nodes(random)));
  }

  private static List<byte[]> nodes(Random random) {
    List<byte[]> nodes = new ArrayList<>();
    for (int i = 1 + random.nextInt(10); i > 0; i--) {
      nodes.add(bytes(1 + random.nextInt(600), random));
    }
    return nodes;
  }

  private static byte[] bytes(int length, Random random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
