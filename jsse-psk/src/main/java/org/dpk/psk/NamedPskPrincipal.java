package org.dpk.psk;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A peer of which nothing is known but that it holds a certain pre-shared key: it goes by the wire
 * identity of that key, or by the host that the key was chosen for.
 *
 * <p>Immutable but for the certificates, which are made at the first call.
 */
public final class NamedPskPrincipal implements PskPrincipal {

  /** Begins the name of an identity that is no plain text. */
  private static final String HEX = "0x";

  private final String name;
  private @Nullable List<X509Certificate> certificates;

  private NamedPskPrincipal(String name) {
    this.name = name;
  }

  /**
   * The holder of the key that goes by an identity.
   *
   * <p>The name is the identity as text. Where it is no valid UTF-8, has control characters or
   * begins with {@code 0x}, the name is {@code 0x} and the identity in hexadecimal: two identities
   * never share a name.
   *
   * @param wireIdentity 1 to {@link Psk#MAX_IDENTITY_LENGTH} bytes; copied
   */
  public static NamedPskPrincipal ofIdentity(byte[] wireIdentity) {
    if (wireIdentity.length == 0 || wireIdentity.length > Psk.MAX_IDENTITY_LENGTH) {
      throw new IllegalArgumentException(
          "a PSK identity has 1 to "
              + Psk.MAX_IDENTITY_LENGTH
              + " bytes, not "
              + wireIdentity.length);
    }
    String text = text(wireIdentity);
    return new NamedPskPrincipal(
        text == null ? HEX + HexFormat.of().formatHex(wireIdentity) : text);
  }

  /** The server that a key was chosen for: it goes by its host. */
  public static NamedPskPrincipal ofHost(PskPeer server) {
    return new NamedPskPrincipal(server.host());
  }

  private static @Nullable String text(byte[] identity) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(identity)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
    boolean plain = !text.startsWith(HEX) && text.codePoints().noneMatch(Character::isISOControl);
    return plain ? text : null;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public synchronized List<X509Certificate> certificates() {
    if (certificates == null) {
      certificates = SyntheticIssuer.ofThisProcess().chainFor(name);
    }
    return certificates;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NamedPskPrincipal that && Objects.equals(name, that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
