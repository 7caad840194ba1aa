package org.dpk.provider;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
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
    /** A domain: lower-case A-labels (RFC 5890), no trailing dot. */
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

  private final Kind kind;
  private final String name;

  private DpkIdentity(Kind kind, String name) {
    this.kind = kind;
    this.name = name;
  }

  /**
   * Reads {@code dns:…}, {@code ip:…} or {@code uuid:…} and brings it into canonical form.
   *
   * @throws IllegalArgumentException if it names no identity; the message says what is wrong and
   *     how to write it
   */
  public static DpkIdentity parse(String text) {
    throw new UnsupportedOperationException("being written");
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
   * @throws IllegalArgumentException if it names no identity
   */
  public static DpkIdentity ofHost(String host) {
    throw new UnsupportedOperationException("being written");
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
    return toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DpkIdentity that && kind == that.kind && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + name.hashCode();
  }

  /** The canonical text, such as {@code dns:example.org}. */
  @Override
  public String toString() {
    return kind.prefix() + ":" + name;
  }
}
