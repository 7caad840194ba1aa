package org.dpk.cli.internal.command;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.nsl.Suite;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Reads DPK's own types from the command line. */
final class Converters {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d|)");

  private Converters() {}

  static void register(CommandLine line) {
    line.registerConverter(DpkIdentity.class, text -> convert(text, DpkIdentity::parse));
    line.registerConverter(EthereumAddress.class, text -> convert(text, EthereumAddress::parse));
    line.registerConverter(Suite.class, text -> convert(text, Converters::suite));
    line.registerConverter(Duration.class, text -> convert(text, Converters::duration));
  }

  /**
   * An identity that can be more than that on the command line, and is read later.
   *
   * @throws Failure if it is none
   */
  static DpkIdentity identity(String text) {
    return required(text, DpkIdentity::parse);
  }

  /**
   * Whom a host names.
   *
   * @throws Failure if it names nobody
   */
  static DpkIdentity ofHost(String host) {
    return required(host, DpkIdentity::ofHost);
  }

  private static DpkIdentity required(String text, Function<String, DpkIdentity> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.USAGE, String.valueOf(e.getMessage()), "write dns:host, ip:address or uuid:…");
    }
  }

  /** {@code 90}, {@code 90s}, {@code 500ms}, {@code 5m}, {@code 2h}, {@code 30d}. */
  static Duration duration(String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("write a time as 500ms, 90s, 5m, 2h or 30d, not " + text);
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> Duration.ofSeconds(number);
    };
  }

  private static Suite suite(String text) {
    return Stream.of(Suite.values())
        .filter(suite -> suite.name().equalsIgnoreCase(text.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a suite is one of " + List.of(Suite.values()) + ", not '" + text + "'"));
  }

  /**
   * Suites as the command line lists them.
   *
   * @throws Failure if one stands twice
   */
  static List<Suite> eachOnce(List<Suite> suites) {
    if (Set.copyOf(suites).size() < suites.size()) {
      throw new Failure(ExitCode.USAGE, "a suite stands twice in --suite", "name each once");
    }
    return suites;
  }

  private static <T> T convert(String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
