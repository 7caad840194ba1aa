package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.HexFormat;
import org.dpk.provider.BlockRef;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryException;

/** Reads what nodes answer: quantities, bytes and blocks, strictly. */
final class Answers {

  private static final int MAX_QUANTITY_DIGITS = 64;

  private Answers() {}

  /** A quantity ({@code 0x1f}) of at most 256 bits. */
  static BigInteger quantity(JsonNode node) throws RegistryException {
    String text = node.asText("");
    int digits = text.length() - 2;
    if (!node.isTextual() || !text.startsWith("0x") || digits < 1 || digits > MAX_QUANTITY_DIGITS) {
      throw nonsense("a number", node);
    }
    try {
      String even = (digits % 2 == 0 ? "" : "0") + text.substring(2);
      return new BigInteger(1, HexFormat.of().parseHex(even));
    } catch (IllegalArgumentException e) {
      throw nonsense("a number", node);
    }
  }

  /** A quantity that is a height, a time or an amount of gas. */
  static long number(JsonNode node) throws RegistryException {
    BigInteger value = quantity(node);
    if (value.bitLength() > 63) {
      throw nonsense("a number of 63 bits", node);
    }
    return value.longValue();
  }

  /** Bytes as hexadecimal digits. */
  static byte[] bytes(JsonNode node) throws RegistryException {
    String text = node.asText("");
    if (!node.isTextual() || !text.startsWith("0x")) {
      throw nonsense("bytes", node);
    }
    try {
      return HexFormat.of().parseHex(text, 2, text.length());
    } catch (IllegalArgumentException e) {
      throw nonsense("bytes", node);
    }
  }

  /** 32 bytes. */
  static byte[] word(JsonNode node) throws RegistryException {
    byte[] bytes = bytes(node);
    if (bytes.length != 32) {
      throw nonsense("32 bytes", node);
    }
    return bytes;
  }

  static EthereumAddress address(JsonNode node) throws RegistryException {
    byte[] bytes = bytes(node);
    if (bytes.length != EthereumAddress.LENGTH) {
      throw nonsense("an address", node);
    }
    return EthereumAddress.of(bytes);
  }

  /** Number, hash and time of a block's header. */
  static BlockRef block(JsonNode header) throws RegistryException {
    return new BlockRef(
        number(header.path("number")), word(header.path("hash")), number(header.path("timestamp")));
  }

  private static RegistryException nonsense(String expected, JsonNode node) {
    String text = node.toString();
    return new RegistryException(
        "the node answered "
            + (text.length() > 80 ? text.substring(0, 80) + "…" : text)
            + " where "
            + expected
            + " belongs",
        null);
  }
}
