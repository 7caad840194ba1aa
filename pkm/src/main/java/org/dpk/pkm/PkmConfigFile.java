package org.dpk.pkm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.dpk.provider.internal.enrol.ServiceAddress;
import org.dpk.provider.internal.ethereum.ChainEndpoint;

/** The file that {@link PkmConfig#read} reads. */
final class PkmConfigFile {

  private static final int MAX_LENGTH = 64 * 1024;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final Set<String> FIELDS =
      Set.of(
          "identityFile",
          "dataDirectory",
          "nodes",
          "admin",
          "enrolment",
          "advertised",
          "deviceNodes",
          "tokenLifetime",
          "longestTokenLifetime",
          "recordLifetime",
          "maxFeePerGas",
          "maxFunding",
          "stuckAfter",
          "poll",
          "startDeadline");

  private final Path file;

  PkmConfigFile(Path file) {
    this.file = file;
  }

  PkmConfig read() throws PkmException {
    try (InputStream in = Files.newInputStream(file)) {
      return config(JSON.readTree(in.readNBytes(MAX_LENGTH)));
    } catch (JsonProcessingException e) {
      throw new PkmException(file + " is no JSON: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new PkmException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new PkmException(
          "the configuration " + file + " can't be read: name a file that is there", e);
    }
  }

  private PkmConfig config(JsonNode json) {
    requireKnown(json);
    PkmConfig defaults = PkmConfig.of(path(json, "identityFile"), path(json, "dataDirectory"));
    return new PkmConfig(
        defaults.identityFile(),
        defaults.dataDirectory(),
        list(json, "nodes", ChainEndpoint::parseNode),
        one(json, "admin", ServiceAddress::parse, defaults.admin()),
        one(json, "enrolment", ServiceAddress::parse, defaults.enrolment()),
        list(json, "advertised", ServiceAddress::parse),
        list(json, "deviceNodes", URI::create),
        one(json, "tokenLifetime", PkmConfigFile::duration, defaults.tokenLifetime()),
        one(json, "longestTokenLifetime", PkmConfigFile::duration, defaults.longestTokenLifetime()),
        one(json, "recordLifetime", PkmConfigFile::duration, defaults.recordLifetime()),
        one(json, "maxFeePerGas", BigInteger::new, defaults.maxFeePerGas()),
        one(json, "maxFunding", BigInteger::new, defaults.maxFunding()),
        one(json, "stuckAfter", PkmConfigFile::duration, defaults.stuckAfter()),
        one(json, "poll", PkmConfigFile::duration, defaults.poll()),
        one(json, "startDeadline", PkmConfigFile::duration, defaults.startDeadline()));
  }

  private static void requireKnown(JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("a configuration is a JSON object");
    }
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        throw new IllegalArgumentException("there is no setting '" + name + "'");
      }
    }
  }

  private Path path(JsonNode json, String field) {
    Path named = Path.of(text(json.path(field), field));
    return file.toAbsolutePath().resolveSibling(named);
  }

  private static <T> T one(JsonNode json, String field, Function<String, T> reader, T otherwise) {
    return json.has(field) ? value(text(json.path(field), field), field, reader) : otherwise;
  }

  private static <T> List<T> list(JsonNode json, String field, Function<String, T> reader) {
    JsonNode values = json.path(field);
    if (!values.isMissingNode() && !values.isArray()) {
      throw new IllegalArgumentException("'" + field + "' has to be a list");
    }
    List<T> read = new ArrayList<>();
    values.forEach(value -> read.add(value(text(value, field), field, reader)));
    return read;
  }

  private static String text(JsonNode value, String field) {
    if (!value.isTextual()) {
      throw new IllegalArgumentException("'" + field + "' has to be a text, and be there");
    }
    return value.textValue();
  }

  private static <T> T value(String text, String field, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + field + "' can't be '" + text + "' (" + e.getMessage() + ")", e);
    }
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("write a duration such as PT24H", e);
    }
  }
}
