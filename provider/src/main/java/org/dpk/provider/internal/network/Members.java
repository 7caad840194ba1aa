package org.dpk.provider.internal.network;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of a file that a person writes: strict, bounded, with comments, and with errors
 * that name the member and say what to write.
 */
final class Members {

  /** The longest file, in bytes. */
  static final int MAX_LENGTH = 64 * 1024;

  private static final int MAX_LIST = 64;
  private static final int SHOWN = 160;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(8)
                          .maxNumberLength(20)
                          .maxStringLength(4096)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final String where; // what stands before a member's name in a message
  private final JsonNode object;

  private Members(String where, JsonNode object) {
    this.where = where;
    this.object = object;
  }

  /**
   * @throws BadConfiguration if the file can't be read or is no JSON object
   */
  static Members read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return parse(file.toString(), in.readNBytes(MAX_LENGTH + 1));
    } catch (IOException e) {
      String why =
          e instanceof NoSuchFileException ? "there is no such file" : e.getClass().getSimpleName();
      throw new BadConfiguration(file + " can't be read (" + why + "): is the path right?", e);
    }
  }

  /**
   * @param source for messages
   * @throws BadConfiguration if it is no JSON object, or longer than {@value #MAX_LENGTH} bytes
   */
  static Members parse(String source, byte[] json) {
    if (json.length > MAX_LENGTH) {
      throw new BadConfiguration(source + " is longer than " + MAX_LENGTH + " bytes", null);
    }
    try {
      JsonNode tree = JSON.readTree(json);
      if (!tree.isObject()) {
        throw new BadConfiguration(source + " is no JSON object: write { … }", null);
      }
      return new Members(source + ": ", tree);
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
      throw new BadConfiguration(
          source + " is no JSON" + line + ": " + shown(e.getOriginalMessage()), e);
    } catch (NumberFormatException e) {
      // an exponent that is too long; Jackson lets it through
      throw new BadConfiguration(source + " is no JSON: it holds no usable number", e);
    } catch (IOException e) {
      throw new BadConfiguration(source + " can't be read", e);
    }
  }

  /**
   * Refuses every other member.
   *
   * @throws BadConfiguration if there is one: names those that are known
   */
  void only(String... known) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    names.removeAll(Set.of(known));
    if (!names.isEmpty()) {
      throw new BadConfiguration(
          where
              + "'"
              + shown(names.iterator().next())
              + "' is not known here; known are "
              + String.join(", ", known),
          null);
    }
  }

  boolean has(String name) {
    return object.has(name);
  }

  boolean isNull(String name) {
    return object.path(name).isNull();
  }

  /** A text, read further. */
  <T> T text(String name, String example, Function<String, T> reader) {
    return read(name, object.path(name), example, node -> reader.apply(textOf(node)));
  }

  /** A text, read further; empty if it is not there. */
  <T> Optional<T> optionalText(String name, String example, Function<String, T> reader) {
    return has(name) ? Optional.of(text(name, example, reader)) : Optional.empty();
  }

  /** A list of texts, each read further; an empty one if it is not there. */
  <T> List<T> texts(String name, String example, Function<String, T> reader) {
    List<T> texts = new ArrayList<>();
    for (JsonNode each : elements(name, "[" + example + "]")) {
      texts.add(read(name, each, example, node -> reader.apply(textOf(node))));
    }
    return texts;
  }

  /** A whole number within bounds, both included. */
  long number(String name, long min, long max, String example) {
    return read(name, object.path(name), example, node -> wholeNumber(node, min, max));
  }

  /** A whole number of a list's elements. */
  List<Long> numbers(String name, long min, long max, String example) {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode each : elements(name, "[" + example + "]")) {
      numbers.add(read(name, each, example, node -> wholeNumber(node, min, max)));
    }
    return numbers;
  }

  /** A number that may have a fraction, read further. */
  <T> T decimal(String name, String example, Function<BigDecimal, T> reader) {
    return read(
        name,
        object.path(name),
        example,
        node -> {
          if (!node.isNumber()) {
            throw new IllegalArgumentException("it is no number");
          }
          return reader.apply(node.decimalValue());
        });
  }

  /** An object. */
  Members object(String name, String example) {
    JsonNode node = object.path(name);
    if (!node.isObject()) {
      throw wrong(name, "it is " + (node.isMissingNode() ? "missing" : "no object"), example, null);
    }
    return new Members(where + name + ".", node);
  }

  /** A list of objects. */
  List<Members> objects(String name, String example) {
    List<Members> objects = new ArrayList<>();
    for (JsonNode each : elements(name, "[" + example + "]")) {
      if (!each.isObject()) {
        throw wrong(name, "one of it is no object", "[" + example + "]", null);
      }
      objects.add(new Members(where + name + "[" + objects.size() + "].", each));
    }
    return objects;
  }

  /**
   * For what is wrong with a member.
   *
   * @param why a clause that begins with the member
   * @param example what to write
   */
  BadConfiguration wrong(String name, String why, String example, @Nullable Throwable cause) {
    return new BadConfiguration(
        where + "'" + name + "' can't be used, " + why + ": write something like " + example,
        cause);
  }

  private JsonNode elements(String name, String example) {
    JsonNode array = object.path(name);
    if (!array.isMissingNode() && !array.isArray()) {
      throw wrong(name, "it is no list", example, null);
    }
    if (array.size() > MAX_LIST) {
      throw wrong(name, "it has more than " + MAX_LIST + " elements", example, null);
    }
    return array;
  }

  private <T> T read(String name, JsonNode node, String example, Function<JsonNode, T> reader) {
    if (node.isMissingNode()) {
      throw wrong(name, "it is missing", example, null);
    }
    try {
      return reader.apply(node);
    } catch (IllegalArgumentException e) {
      throw e instanceof BadConfiguration own
          ? own
          : wrong(name, shown(String.valueOf(e.getMessage())), example, e);
    }
  }

  private static String textOf(JsonNode node) {
    if (!node.isTextual()) {
      throw new IllegalArgumentException("it is no text");
    }
    return node.textValue();
  }

  private static long wholeNumber(JsonNode node, long min, long max) {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw new IllegalArgumentException("it is no whole number");
    }
    long value = node.longValue();
    if (value < min || value > max) {
      throw new IllegalArgumentException("it is not between " + min + " and " + max);
    }
    return value;
  }

  private static String shown(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", " ");
    return printable.length() > SHOWN ? printable.substring(0, SHOWN) + "…" : printable;
  }
}
