package org.dpk.provider.internal.decoding;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every decoder of a package keeps, on bytes from a seed, which a failure names. A fuzzer
 * looks for the rest.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class DecoderContract {

  private static final int SEEDS = 20;
  private static final int VARIANTS = 60;

  private final Decoders decoders;

  protected DecoderContract(Decoders decoders) {
    this.decoders = decoders;
  }

  List<Decoder> all() {
    return decoders.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatWasMadeIsRead(Decoder decoder) {
    forAllSeeds(random -> assertTrue(decoder.take(decoder.example(random))));
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatIsCutOrContinuedIsRefused(Decoder decoder) {
    forAllSeeds(
        random -> {
          byte[] good = decoder.example(random);
          for (int length = 0; length <= good.length + 1; length += length < 300 ? 1 : 17) {
            boolean read = decoder.take(Arrays.copyOf(good, length));
            assertFalse(
                read && decoder.isSelfDelimiting() && length != good.length, "length " + length);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatIsChangedIsReadAsItStandsOrRefused(Decoder decoder) {
    forAllSeeds(
        random -> {
          byte[] good = decoder.example(random);
          for (int i = 0; i < VARIANTS; i++) {
            decoder.take(mutant(good, random));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("all")
  void noiseIsReadAsItStandsOrRefused(Decoder decoder) {
    forAllSeeds(
        random -> {
          byte[] good = decoder.example(random);
          for (int i = 0; i < VARIANTS; i++) {
            decoder.take(noise(good, random));
          }
        });
  }

  private static void forAllSeeds(Consumer<Random> property) {
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        property.accept(new Random(seed));
      } catch (AssertionError e) {
        throw new AssertionError("with seed " + seed, e);
      }
    }
  }

  /** Noise behind a beginning that gets it past the first checks. */
  private static byte[] noise(byte[] good, Random random) {
    byte[] noise = new byte[random.nextInt(600)];
    random.nextBytes(noise);
    System.arraycopy(good, 0, noise, 0, random.nextInt(1 + Math.min(good.length, noise.length)));
    return noise;
  }

  private static byte[] mutant(byte[] good, Random random) {
    byte[] mutant =
        switch (random.nextInt(5)) {
          case 0 -> Arrays.copyOf(good, random.nextInt(good.length + 9));
          case 1 -> doubled(good, random);
          default -> good.clone();
        };
    for (int n = random.nextInt(4); n > 0 && mutant.length > 0; n--) {
      // lengths that promise much, and lengths that promise nothing
      int value = random.nextInt(3) == 0 ? -random.nextInt(2) : random.nextInt();
      mutant[random.nextInt(mutant.length)] = (byte) value;
    }
    return mutant;
  }

  /** A part stands twice. */
  private static byte[] doubled(byte[] good, Random random) {
    int from = random.nextInt(good.length);
    int length = random.nextInt(good.length - from);
    byte[] doubled = Arrays.copyOf(good, good.length + length);
    System.arraycopy(good, from, doubled, from + length, good.length - from);
    return doubled;
  }
}
