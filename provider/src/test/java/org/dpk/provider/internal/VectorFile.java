package org.dpk.provider.internal;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * A file of known-answer vectors under {@code docs/protocol/vectors}. With {@code
 * -Ddpk.vectors.write=true} the tests write the files anew instead of reading them.
 */
public final class VectorFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private VectorFile() {}

  /** What the file holds, after it was written anew if that was asked for. */
  public static JsonNode readOrWrite(String name, Object generated) throws IOException {
    Path file =
        Path.of(System.getProperty("basedir", "."), "..", "docs", "protocol", "vectors", name);
    if (Boolean.getBoolean("dpk.vectors.write")) {
      DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
      printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
      printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
      Files.writeString(file, JSON.writer(printer).writeValueAsString(generated) + "\n");
    }
    return JSON.readTree(file.toFile());
  }

  /** What a generator made, in the form in which a file is read. */
  public static JsonNode asJson(Object generated) throws IOException {
    return JSON.readTree(JSON.writeValueAsBytes(generated));
  }

  /** {@code 0x} and hexadecimal digits. */
  public static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  /** The bytes behind {@code 0x}. */
  public static byte[] bytes(JsonNode hex) {
    return HexFormat.of().parseHex(hex.asText().substring(2));
  }
}
