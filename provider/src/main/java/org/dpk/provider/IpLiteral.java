package org.dpk.provider;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The canonical spelling of an IP address: dotted decimal, or RFC 5952 text.
 *
 * <p>Strict: {@code 127.1}, octal and hexadecimal numbers and zones are refused, since two programs
 * read two addresses from them. An IPv4-mapped IPv6 address is the IPv4 address.
 */
final class IpLiteral {

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern IPV4 =
      Pattern.compile(OCTET + "\\." + OCTET + "\\." + OCTET + "\\." + OCTET);
  private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
  private static final int GROUPS = 8;
  private static final int LONGEST = 45;

  private IpLiteral() {}

  /** Whether a host is meant as an address, be it a well-formed one or not. */
  static boolean looksLikeOne(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return host.indexOf(':') >= 0 || DomainName.isNumber(name.substring(name.lastIndexOf('.') + 1));
  }

  /**
   * @throws IllegalArgumentException if it is no strict literal
   */
  static String canonical(String text) {
    if (text.indexOf('%') >= 0) {
      throw new IllegalArgumentException(
          "an identity has no zone: leave out what follows the % in " + Quoted.of(text));
    }
    if (text.length() > LONGEST) {
      throw malformed(text);
    }
    if (text.indexOf(':') < 0) {
      if (!IPV4.matcher(text).matches()) {
        throw new IllegalArgumentException(
            "an IPv4 address is four decimal numbers without leading zeros, not "
                + Quoted.of(text));
      }
      return text;
    }
    int[] groups = parseGroups(text);
    return isMapped(groups) ? dotted(groups) : compressed(groups);
  }

  // RFC 4291 §2.2
  private static int[] parseGroups(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      int[] groups = parseSide(text, text, true);
      if (groups.length != GROUPS) {
        throw malformed(text);
      }
      return groups;
    }
    int[] left = parseSide(text.substring(0, gap), text, false);
    int[] right = parseSide(text.substring(gap + 2), text, true);
    if (left.length + right.length >= GROUPS) {
      throw malformed(text);
    }
    int[] groups = Arrays.copyOf(left, GROUPS);
    System.arraycopy(right, 0, groups, GROUPS - right.length, right.length);
    return groups;
  }

  private static int[] parseSide(String side, String whole, boolean last) {
    if (side.isEmpty()) {
      return new int[0];
    }
    String[] parts = side.split(":", -1);
    int[] groups = new int[parts.length + 1];
    int count = 0;
    for (int i = 0; i < parts.length; i++) {
      Matcher v4 = IPV4.matcher(parts[i]);
      if (last && i == parts.length - 1 && v4.matches()) {
        groups[count++] = octet(v4, 1) << 8 | octet(v4, 2);
        groups[count++] = octet(v4, 3) << 8 | octet(v4, 4);
      } else if (GROUP.matcher(parts[i]).matches()) {
        groups[count++] = Integer.parseInt(parts[i], 16);
      } else {
        throw malformed(whole);
      }
    }
    return Arrays.copyOf(groups, count);
  }

  private static int octet(Matcher v4, int group) {
    return Integer.parseInt(v4.group(group));
  }

  // ::ffff:0:0/96, RFC 4291 §2.5.5.2
  private static boolean isMapped(int[] groups) {
    return groups[5] == 0xffff && Arrays.stream(groups, 0, 5).allMatch(group -> group == 0);
  }

  private static String dotted(int[] groups) {
    return "%d.%d.%d.%d"
        .formatted(groups[6] >> 8, groups[6] & 0xff, groups[7] >> 8, groups[7] & 0xff);
  }

  // RFC 5952 §4: no leading zeros, lower case, the first longest run of two or more zeros as "::"
  private static String compressed(int[] groups) {
    int start = -1;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int run = zerosFrom(groups, i);
      if (run > length) {
        start = i;
        length = run;
      }
    }
    return start < 0
        ? joined(groups, 0, GROUPS)
        : joined(groups, 0, start) + "::" + joined(groups, start + length, GROUPS);
  }

  private static int zerosFrom(int[] groups, int start) {
    int end = start;
    while (end < GROUPS && groups[end] == 0) {
      end++;
    }
    return end - start;
  }

  private static String joined(int[] groups, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i > from ? ":" : "").append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException("not an IPv6 address (RFC 4291 §2.2): " + Quoted.of(text));
  }
}
