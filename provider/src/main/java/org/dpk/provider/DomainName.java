package org.dpk.provider;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The canonical spelling of a domain: lower-case A-labels without a trailing dot (RFC 5890). */
final class DomainName {

  /** With the prefix {@code dns:} an identity fills its 255 bytes. */
  private static final int MAX_LENGTH = DpkIdentity.MAX_LENGTH - "dns:".length();

  private static final int MAX_LABEL = 63;

  /**
   * Letters that IDNA 2003 maps away and IDNA 2008 keeps (UTS #46 "Deviations"): one spelling would
   * name two domains, so they are taken as A-labels only.
   */
  private static final String DEVIATIONS = "\u00df\u03c2\u200c\u200d";

  private static final Pattern LDH = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9a-fA-F]*");

  private DomainName() {}

  /**
   * @throws IllegalArgumentException if it is no domain of letters, digits and hyphens
   */
  static String canonical(String text) {
    String name = withoutTrailingDot(toAscii(text)).toLowerCase(Locale.ROOT);
    if (name.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a domain has at most " + MAX_LENGTH + " characters here, not " + name.length());
    }
    String[] labels = name.split("\\.", -1);
    for (String label : labels) {
      requireLdh(label, text);
    }
    if (isNumber(labels[labels.length - 1])) {
      throw new IllegalArgumentException(
          Quoted.of(text) + " ends like an IP address: write ip: and four decimal numbers");
    }
    return name;
  }

  /** Whether a last label makes a resolver take the name for an IPv4 address (WHATWG URL §3.5). */
  static boolean isNumber(String label) {
    return NUMBER.matcher(label).matches();
  }

  private static String withoutTrailingDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static String toAscii(String text) {
    if (text.chars().allMatch(c -> c < 0x80)) {
      return text;
    }
    if (text.length() > MAX_LENGTH || text.chars().anyMatch(c -> DEVIATIONS.indexOf(c) >= 0)) {
      throw noIdn(text, null);
    }
    try {
      return IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw noIdn(text, e);
    }
  }

  private static IllegalArgumentException noIdn(String text, @Nullable Exception cause) {
    return new IllegalArgumentException(
        Quoted.of(text) + " has no unambiguous A-labels: write the domain as xn--…", cause);
  }

  private static void requireLdh(String label, String text) {
    if (label.isEmpty()) {
      throw new IllegalArgumentException("an empty label in the domain " + Quoted.of(text));
    }
    if (label.length() > MAX_LABEL) {
      throw new IllegalArgumentException(
          "a label has at most " + MAX_LABEL + " characters: " + Quoted.of(text));
    }
    if (!LDH.matcher(label).matches()) {
      throw new IllegalArgumentException(
          "a label consists of letters, digits and inner hyphens (RFC 1123 §2.1): "
              + Quoted.of(text));
    }
  }
}
