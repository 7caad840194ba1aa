package org.dpk.provider.internal.agreement;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Base64;
import org.dpk.provider.internal.nsl.KeyRatchet;
import org.dpk.psk.Psk;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.PskSeries;
import org.jspecify.annotations.Nullable;

/** The keys of a run as external PSKs of TLS 1.3 (protocol.md "What the key becomes"). */
final class RatchetSeries implements PskSeries {

  private static final String TARGET = "tls13 sha256";

  private final KeyRatchet keys;
  private final PskPrincipal peer;

  RatchetSeries(KeyRatchet keys, PskPrincipal peer) {
    this.keys = keys;
    this.peer = peer;
  }

  @Override
  public @Nullable Psk next() {
    return keys.next().map(this::psk).orElse(null);
  }

  private Psk psk(KeyRatchet.ExternalPsk key) {
    byte[] secret = key.export(TARGET);
    try (key) {
      String name = Base64.getUrlEncoder().withoutPadding().encodeToString(key.id());
      return Psk.of(name.getBytes(US_ASCII), secret, peer);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  @Override
  public void close() {
    keys.close();
  }
}
