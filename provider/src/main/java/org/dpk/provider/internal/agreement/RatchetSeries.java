package org.dpk.provider.internal.agreement;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Base64;
import org.dpk.provider.internal.nsl.KeyRatchet;
import org.dpk.psk.ExportedPsk;
import org.dpk.psk.Psk;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.PskSeries;
import org.jspecify.annotations.Nullable;

/** The keys of a run for what they key (protocol.md "What the key becomes"). */
final class RatchetSeries implements PskSeries {

  private static final String TLS_1_3 = "tls13 sha256";
  private static final String ANOTHER_PROGRAM = "static export";

  private final KeyRatchet keys;
  private final PskPrincipal peer;

  RatchetSeries(KeyRatchet keys, PskPrincipal peer) {
    this.keys = keys;
    this.peer = peer;
  }

  @Override
  public @Nullable Psk next() {
    try (KeyRatchet.ExternalPsk key = keys.next().orElse(null)) {
      return key == null ? null : psk(key, TLS_1_3);
    }
  }

  @Override
  public @Nullable ExportedPsk export() {
    try (KeyRatchet.ExternalPsk key = keys.next().orElse(null)) {
      return key == null ? null : new ExportedPsk(psk(key, ANOTHER_PROGRAM), key.confirmation());
    }
  }

  private Psk psk(KeyRatchet.ExternalPsk key, String target) {
    byte[] secret = key.export(target);
    try {
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
