package org.dpk.provider;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who a machine is: a domain, an IP address or a UUID, in its one canonical spelling.
 *
 * <p>Immutable; {@code equals} goes by the canonical text, so that two spellings of one identity
 * are one identity.
 */
public final class DpkIdentity {

  /** The longest canonical text, in bytes. */
  public static final int MAX_LENGTH = 255;

  /** What kind of name an identity is. */
  public enum Kind {
    /** A domain: lower-case A-labels (RFC 5890), no trailing dot, at most 251 characters. */
    DNS("dns"),
    /** An IP address: RFC 5952 text, IPv4-mapped addresses as IPv4, no zone. */
    IP("ip"),
    /** A UUID: RFC 9562 text in lower case. */
    UUID("uuid");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    /** What stands before the colon. */
    public String prefix() {
      return prefix;
    }
  }

  private static final Pattern UUID_TEXT =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private final Kind kind;
  private final String name;
  private final String text;

  private DpkIdentity(Kind kind, String name) {
    this.kind = kind;
    this.name = name;
    this.text = kind.prefix() + ":" + name;
  }

  /**
   * Reads {@code dns:…}, {@code ip:…} or {@code uuid:…} and brings it into canonical form.
   *
   * @param text the prefix in any case, then: a domain with or without a trailing dot, in A-labels
   *     or in Unicode; a strict IP literal, an IPv6 one with or without brackets; 36 characters of
   *     a UUID in any case
   * @throws IllegalArgumentException if it names no identity; the message says what is wrong and
   *     how to write it
   */
  public static DpkIdentity parse(String text) {
    Objects.requireNonNull(text, "text");
    int colon = text.indexOf(':');
    String prefix = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    String rest = text.substring(colon + 1);
    return switch (prefix) {
      case "dns" -> new DpkIdentity(Kind.DNS, DomainName.canonical(rest));
      case "ip" -> new DpkIdentity(Kind.IP, IpLiteral.canonical(withoutBrackets(rest)));
      case "uuid" -> new DpkIdentity(Kind.UUID, canonicalUuid(rest));
      default ->
          throw new IllegalArgumentException(
              "an identity begins with dns:, ip: or uuid:, as in dns:example.org; not "
                  + Quoted.of(text));
    };
  }

  /** A UUID as an identity. */
  public static DpkIdentity of(UUID uuid) {
    return new DpkIdentity(Kind.UUID, uuid.toString());
  }

  /**
   * The identity of a host that an application names: a domain or a strict IP literal (no octal,
   * hexadecimal or shortened forms, no zone), never a UUID.
   *
   * @param host without brackets
   * @throws IllegalArgumentException if it names no identity; the message says what is wrong
   */
  public static DpkIdentity ofHost(String host) {
    Objects.requireNonNull(host, "host");
    return IpLiteral.looksLikeOne(host)
        ? new DpkIdentity(Kind.IP, IpLiteral.canonical(host))
        : new DpkIdentity(Kind.DNS, DomainName.canonical(host));
  }

  private static String withoutBrackets(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]") && text.indexOf(':') >= 0;
    return bracketed ? text.substring(1, text.length() - 1) : text;
  }

  private static String canonicalUuid(String text) {
    if (!UUID_TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a UUID has 8-4-4-4-12 hexadecimal digits (RFC 9562), not " + Quoted.of(text));
    }
    return text.toLowerCase(Locale.ROOT);
  }

  /** What kind of name it is. */
  public Kind kind() {
    return kind;
  }

  /** What stands after the colon. */
  public String name() {
    return name;
  }

  /**
   * The canonical text in ASCII, 1 to {@value #MAX_LENGTH} bytes: what is hashed, signed and sent.
   */
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DpkIdentity that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The canonical text, such as {@code dns:example.org}. */
  @Override
  public String toString() {
    return text;
  }
}
