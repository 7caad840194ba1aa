package org.dpk.provider.internal.consensus;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.dpk.provider.internal.consensus.ConsensusException.Rule;

/**
 * Reads fields of one object as the Beacon API writes them: numbers decimal and bytes hexadecimal,
 * both in strings.
 *
 * @param object may be anything: then it has no fields
 */
record JsonFields(JsonNode object) {

  private static final int MAX_DIGITS = 78; // of 2^256
  private static final int MAX_QUOTED = 40;

  JsonFields object(String name) throws ConsensusException {
    JsonNode value = object.path(name);
    if (!value.isObject()) {
      throw malformed(name, "is an object", value);
    }
    return new JsonFields(value);
  }

  String text(String name) throws ConsensusException {
    JsonNode value = object.path(name);
    if (!value.isTextual()) {
      throw malformed(name, "is a string", value);
    }
    return value.textValue();
  }

  /** All 64 bits. */
  long uint64(String name) throws ConsensusException {
    return number(name, Long.SIZE).longValue();
  }

  /** A number of at most 63 bits. */
  long number(String name) throws ConsensusException {
    return number(name, Long.SIZE - 1).longValue();
  }

  long slot(String name) throws ConsensusException {
    long slot = number(name);
    if (!BeaconHeader.isSlot(slot)) {
      throw malformed(name, "is a slot", object.path(name));
    }
    return slot;
  }

  BigInteger number(String name, int maxBits) throws ConsensusException {
    String digits = text(name);
    if (digits.length() <= MAX_DIGITS && digits.matches("0|[1-9][0-9]*")) {
      BigInteger number = new BigInteger(digits);
      if (number.bitLength() <= maxBits) {
        return number;
      }
    }
    throw malformed(name, "is a decimal number of " + maxBits + " bits", object.path(name));
  }

  byte[] bytes(String name, int length) throws ConsensusException {
    return bytes(name, object.path(name), length, length);
  }

  byte[] bytesUpTo(String name, int maxLength) throws ConsensusException {
    return bytes(name, object.path(name), 0, maxLength);
  }

  Root root(String name) throws ConsensusException {
    return Root.of(bytes(name, Root.LENGTH));
  }

  List<Root> roots(String name, int count) throws ConsensusException {
    return list(name, count, Root.LENGTH).stream().map(Root::of).toList();
  }

  List<byte[]> list(String name, int count, int length) throws ConsensusException {
    JsonNode list = object.path(name);
    if (!list.isArray() || list.size() != count) {
      throw new ConsensusException(
          Rule.MALFORMED, "\"%s\" has %d elements, not %d".formatted(name, count, list.size()));
    }
    List<byte[]> elements = new ArrayList<>(count);
    for (JsonNode element : list) {
      elements.add(bytes(name, element, length, length));
    }
    return elements;
  }

  private static byte[] bytes(String name, JsonNode value, int min, int max)
      throws ConsensusException {
    String text = value.isTextual() ? value.textValue() : "";
    int digits = text.length() - 2;
    if (text.startsWith("0x") && digits % 2 == 0 && digits >= 2 * min && digits <= 2 * max) {
      try {
        return HexFormat.of().parseHex(text, 2, text.length());
      } catch (IllegalArgumentException e) {
        throw malformed(name, "is hexadecimal", value);
      }
    }
    throw malformed(name, "is 0x and hexadecimal digits of its length", value);
  }

  private static ConsensusException malformed(String name, String expected, JsonNode value) {
    String text =
        value.isMissingNode()
            ? "missing"
            : value.isContainerNode() ? "a list or an object" : value.toString();
    String quoted = text.length() > MAX_QUOTED ? text.substring(0, MAX_QUOTED) + "…" : text;
    return new ConsensusException(
        Rule.MALFORMED, "\"%s\" %s, and here it is %s".formatted(name, expected, quoted));
  }
}
