package org.dpk.provider.internal.nsl;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** RSA keys from a file: to make one takes a good part of a second. */
public final class RsaTestKeys {

  private static final List<String> KEYS = read();

  private RsaTestKeys() {}

  /** PKCS#8; which of the keys it is depends on the seed. */
  public static byte[] pkcs8(long seed) {
    return Base64.getDecoder().decode(KEYS.get((int) Math.floorMod(seed, (long) KEYS.size())));
  }

  private static List<String> read() {
    try (InputStream in = RsaTestKeys.class.getResourceAsStream("/nsl/rsa-2048-keys.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), US_ASCII);
      return text.lines().filter(line -> !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
