package org.dpk.provider.internal.enrol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;
import org.jspecify.annotations.Nullable;

/**
 * What a device is handed to enrol: its token, and what it may trust (pkm.md "Token"). JSON; a
 * secret, since the token is.
 *
 * @param identity what the device becomes
 * @param mode who sends the record to the contract
 * @param registry the chain and the contract
 * @param pkm the PKM that issued the token
 * @param pkmRecordHash SHA-256 of the PKM's on-chain record, 32 bytes; copied both ways
 * @param endpoints where the PKM enrols devices, in order of preference; at least one
 * @param nodes Ethereum nodes that the device may ask; may be empty
 * @param recordNotAfter what the device's record says as its end; Unix seconds, 0 for none
 * @param token the token's bytes; copied both ways
 */
public record TokenFile(
    DpkIdentity identity,
    AdmissionMode mode,
    RegistryId registry,
    DpkIdentity pkm,
    byte[] pkmRecordHash,
    List<ServiceAddress> endpoints,
    List<URI> nodes,
    long recordNotAfter,
    byte[] token) {

  /** The value of {@code format}. */
  public static final String FORMAT = "dpk-token/1";

  /** The longest file, in bytes. */
  public static final int MAX_LENGTH = 16 * 1024;

  private static final int MAX_LIST = 16;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * @throws IllegalArgumentException if a rule above is broken
   */
  public TokenFile {
    if (pkmRecordHash.length != 32) {
      throw new IllegalArgumentException("a record hash has 32 bytes, not " + pkmRecordHash.length);
    }
    if (endpoints.isEmpty() || endpoints.size() > MAX_LIST || nodes.size() > MAX_LIST) {
      throw new IllegalArgumentException(
          "a token file names 1 to 16 endpoints of the PKM and up to 16 nodes");
    }
    if (recordNotAfter < 0) {
      throw new IllegalArgumentException("a record's end is not negative");
    }
    if (token.length > EnrolmentToken.MAX_LENGTH) {
      throw new IllegalArgumentException("the token is too long");
    }
    pkmRecordHash = pkmRecordHash.clone();
    endpoints = List.copyOf(endpoints);
    nodes = List.copyOf(nodes);
    token = token.clone();
  }

  @Override
  public byte[] pkmRecordHash() {
    return pkmRecordHash.clone();
  }

  @Override
  public byte[] token() {
    return token.clone();
  }

  /**
   * Reads a token file.
   *
   * @throws EnrolmentException.BadTokenFile if it can't be read or is none
   */
  public static TokenFile read(Path file) throws EnrolmentException.BadTokenFile {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_LENGTH + 1);
      return parse(bytes);
    } catch (EnrolmentException.BadTokenFile e) {
      throw new EnrolmentException.BadTokenFile(file + ": " + e.getMessage(), e.getCause());
    } catch (IOException e) {
      throw new EnrolmentException.BadTokenFile(
          file + " can't be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  /**
   * Reads the bytes of a token file.
   *
   * @throws EnrolmentException.BadTokenFile if they are none
   */
  public static TokenFile parse(byte[] json) throws EnrolmentException.BadTokenFile {
    if (json.length > MAX_LENGTH) {
      throw bad("it is too long to be a token file", null);
    }
    try {
      return parse(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      // the parser's message quotes the input, which may be the token
      throw bad("it is no JSON; was it cut short?", null);
    } catch (IOException e) {
      throw bad("it can't be read", e);
    } catch (IllegalArgumentException e) {
      throw bad(String.valueOf(e.getMessage()), e);
    }
  }

  private static TokenFile parse(JsonNode file) {
    String format = text(file, "format");
    if (!format.equals(FORMAT)) {
      throw new IllegalArgumentException(
          "its format is " + Printable.of(format) + ", not " + FORMAT);
    }
    JsonNode pkm = file.path("pkm");
    return new TokenFile(
        DpkIdentity.parse(text(file, "identity")),
        AdmissionMode.parse(text(file, "mode")),
        new RegistryId(number(file, "chainId"), EthereumAddress.parse(text(file, "registry"))),
        DpkIdentity.parse(text(pkm, "identity")),
        HexFormat.of().parseHex(text(pkm, "recordHash")),
        list(pkm, "endpoints", ServiceAddress::parse),
        list(file, "nodes", URI::create),
        file.has("recordNotAfter") ? number(file, "recordNotAfter") : 0,
        Base64.getUrlDecoder().decode(text(file, "token")));
  }

  /**
   * Whether the token can be read and is about the same identity; whether it is genuine only its
   * PKM can say.
   *
   * @throws EnrolmentException.BadTokenFile if not
   */
  void requireReadableToken() throws EnrolmentException.BadTokenFile {
    EnrolmentToken read;
    try {
      read = EnrolmentToken.decode(token);
    } catch (IllegalArgumentException e) {
      throw bad("the token in the token file can't be read: " + e.getMessage(), e);
    }
    if (!read.identity().equals(identity)) {
      throw bad(
          "the token file is of " + identity + ", the token in it of " + read.identity(), null);
    }
  }

  /** The JSON text of the file, in UTF-8. */
  public byte[] bytes() {
    ObjectNode file = JSON.createObjectNode();
    file.put("format", FORMAT).put("identity", identity.toString()).put("mode", mode.text());
    file.put("chainId", registry.chainId()).put("registry", registry.contract().toString());
    ObjectNode issuer = file.putObject("pkm").put("identity", pkm.toString());
    issuer.put("recordHash", HexFormat.of().formatHex(pkmRecordHash));
    ArrayNode addresses = issuer.putArray("endpoints");
    endpoints.forEach(endpoint -> addresses.add(endpoint.toString()));
    ArrayNode hints = file.putArray("nodes");
    nodes.forEach(node -> hints.add(node.toString()));
    file.put("recordNotAfter", recordNotAfter);
    file.put("token", Base64.getUrlEncoder().withoutPadding().encodeToString(token));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(file);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings and numbers can be written", e);
    }
  }

  /** Whom it is for, never the token. */
  @Override
  public String toString() {
    return "TokenFile[" + identity + ", " + mode.text() + ", by " + pkm + "]";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TokenFile that && Arrays.equals(bytes(), that.bytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes());
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("'" + field + "' is missing or no text");
    }
    return value.textValue();
  }

  private static long number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.canConvertToLong() || !value.isIntegralNumber()) {
      throw new IllegalArgumentException("'" + field + "' is missing or no number");
    }
    return value.longValue();
  }

  private static <T> List<T> list(JsonNode node, String field, Function<String, T> reader) {
    JsonNode values = node.path(field);
    if (!values.isArray() || values.size() > MAX_LIST) {
      throw new IllegalArgumentException("'" + field + "' is missing or no list of up to 16");
    }
    List<T> read = new ArrayList<>();
    for (JsonNode value : values) {
      if (!value.isTextual()) {
        throw new IllegalArgumentException("'" + field + "' holds what is no text");
      }
      read.add(reader.apply(value.textValue()));
    }
    return read;
  }

  private static EnrolmentException.BadTokenFile bad(String message, @Nullable Throwable cause) {
    return new EnrolmentException.BadTokenFile(message, cause);
  }
}
