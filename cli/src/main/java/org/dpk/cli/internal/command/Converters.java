package org.dpk.cli.internal.command;

import java.util.function.Function;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Reads DPK's own types from the command line. */
final class Converters {

  private Converters() {}

  static void register(CommandLine line) {
    line.registerConverter(DpkIdentity.class, text -> convert(text, DpkIdentity::parse));
    line.registerConverter(EthereumAddress.class, text -> convert(text, EthereumAddress::parse));
  }

  private static <T> T convert(String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
