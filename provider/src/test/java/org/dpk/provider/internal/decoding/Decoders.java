package org.dpk.provider.internal.decoding;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Some decoders, chosen from by the first byte of a fuzzer's input. */
public record Decoders(List<Decoder> all) {

  private static final int EXAMPLES_OF_EACH = 8;

  /** Copies. */
  public Decoders {
    all = List.copyOf(all);
  }

  /** Those. */
  public static Decoders of(Decoder... all) {
    return new Decoders(List.of(all));
  }

  /** Those of several packages. */
  public static Decoders joined(Decoders... several) {
    return new Decoders(Stream.of(several).flatMap(each -> each.all.stream()).toList());
  }

  /** What a fuzzer starts from: something that decodes, for each decoder. */
  public Stream<byte[]> corpus() {
    Stream.Builder<byte[]> corpus = Stream.builder();
    for (int i = 0; i < all.size(); i++) {
      for (int seed = 0; seed < EXAMPLES_OF_EACH; seed++) {
        byte[] example = all.get(i).example(new Random(seed));
        byte[] input = new byte[1 + example.length];
        input[0] = (byte) i;
        System.arraycopy(example, 0, input, 1, example.length);
        corpus.add(input);
      }
    }
    return corpus.build();
  }

  /** A fuzzer's input: which decoder, and what it reads. */
  public void take(byte[] input) {
    if (input.length > 0) {
      all.get((input[0] & 0xFF) % all.size()).take(Arrays.copyOfRange(input, 1, input.length));
    }
  }
}
