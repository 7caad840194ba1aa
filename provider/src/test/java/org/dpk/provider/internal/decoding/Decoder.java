package org.dpk.provider.internal.decoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/**
 * Something that reads bytes of somebody else's, and what it promises of any: no exception but the
 * one that it declares, no memory out of proportion to the input, and one encoding.
 */
public final class Decoder {

  /**
   * The most memory that may be taken for an input, in bytes: so much, and so much for each byte of
   * it. A record with keys of no length costs most, 6 bytes for a key and its copies; what promises
   * 64 KiB that are not there is far beyond.
   */
  private static final long MEMORY = 48 * 1024;

  private static final long MEMORY_PER_BYTE = 256;

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Reads and, where there is an encoding, writes again. */
  @FunctionalInterface
  public interface Reading<T> {
    T of(byte[] bytes) throws Exception;
  }

  private enum Form {
    /** What decodes has one encoding. */
    CANONICAL,
    /** What decodes is brought into a form that then stays the same. */
    STABLE
  }

  private final String name;
  private final Form form;
  private final Class<? extends Exception> declared;
  private final Reading<byte[]> again;
  private final Function<Random, byte[]> example;
  private final boolean selfDelimiting;
  private final long memoryPerByte;

  private Decoder(
      String name,
      Form form,
      Class<? extends Exception> declared,
      Reading<byte[]> again,
      Function<Random, byte[]> example,
      boolean selfDelimiting,
      long memoryPerByte) {
    this.name = name;
    this.form = form;
    this.declared = declared;
    this.again = again;
    this.example = example;
    this.selfDelimiting = selfDelimiting;
    this.memoryPerByte = memoryPerByte;
  }

  /**
   * One whose values have one encoding each: what decodes, encodes to the same bytes.
   *
   * @param declared the one exception
   * @param example makes something that decodes
   */
  public static <T> Decoder canonical(
      String name,
      Class<? extends Exception> declared,
      Reading<T> decode,
      Function<T, byte[]> encode,
      Function<Random, byte[]> example) {
    return new Decoder(
        name, Form.CANONICAL, declared, both(decode, encode), example, true, MEMORY_PER_BYTE);
  }

  /**
   * One that takes several spellings of the same: what it encodes, decodes to the same.
   *
   * @param declared the one exception
   * @param example makes something that decodes
   */
  public static <T> Decoder stable(
      String name,
      Class<? extends Exception> declared,
      Reading<T> decode,
      Function<T, byte[]> encode,
      Function<Random, byte[]> example) {
    return new Decoder(
        name, Form.STABLE, declared, both(decode, encode), example, true, MEMORY_PER_BYTE);
  }

  private static <T> Reading<byte[]> both(Reading<T> decode, Function<T, byte[]> encode) {
    return bytes -> encode.apply(decode.of(bytes));
  }

  /** The same, of a format that does not say where it ends: a cut one may be a shorter one. */
  public Decoder openEnded() {
    return new Decoder(name, form, declared, again, example, false, memoryPerByte);
  }

  /** The same, where a library that is no part of this takes more. */
  public Decoder withMemoryPerByte(long bytes) {
    return new Decoder(name, form, declared, again, example, selfDelimiting, bytes);
  }

  boolean isSelfDelimiting() {
    return selfDelimiting;
  }

  private boolean isCanonical() {
    return form == Form.CANONICAL;
  }

  /** Bytes that decode. */
  byte[] example(Random random) {
    return example.apply(random);
  }

  /**
   * Holds it to its promise.
   *
   * @return whether these bytes decode
   */
  public boolean take(byte[] input) {
    byte[] before = input.clone();
    Optional<byte[]> encoded = readWithinMemory(input);
    assertArrayEquals(before, input, name + " changed its input");
    if (encoded.isEmpty()) {
      return false;
    }
    byte[] expected = isCanonical() ? input : read(encoded.get()).orElseGet(() -> new byte[0]);
    assertArrayEquals(expected, encoded.get(), name + " has two encodings of one value");
    return true;
  }

  private Optional<byte[]> readWithinMemory(byte[] input) {
    long most = MEMORY + memoryPerByte * input.length;
    long start = THREADS.getCurrentThreadAllocatedBytes();
    Optional<byte[]> encoded = read(input);
    long taken = THREADS.getCurrentThreadAllocatedBytes() - start;
    // the first time may load classes
    for (int i = 0; i < 3 && taken > most; i++) {
      start = THREADS.getCurrentThreadAllocatedBytes();
      encoded = read(input);
      taken = THREADS.getCurrentThreadAllocatedBytes() - start;
    }
    if (taken > most) {
      throw new AssertionError(name + " took " + taken + " bytes for " + input.length);
    }
    return encoded;
  }

  private Optional<byte[]> read(byte[] input) {
    try {
      return Optional.of(again.of(input));
    } catch (Exception e) {
      if (!declared.isInstance(e) || String.valueOf(e.getMessage()).isBlank()) {
        throw new AssertionError(name + " throws what it does not declare", e);
      }
      return Optional.empty();
    }
  }

  /** Which one. */
  @Override
  public String toString() {
    return name;
  }
}
