package org.dpk.psk.internal.jsse;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;

/** Contexts for tests, through the front door. */
final class Contexts {

  static final String IDENTITY = "alice";

  private Contexts() {}

  static byte[] secret(int value) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) value);
    return secret;
  }

  static SSLContext of(KeyManager... keys) {
    return named("TLS-PSK", keys);
  }

  static SSLContext named(String name, KeyManager... keys) {
    try {
      SSLContext context = SSLContext.getInstance(name, new PskJsseProvider());
      context.init(keys, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The one key of {@link #IDENTITY}. */
  static SSLContext fixed() {
    return fixed(1);
  }

  static PskKeyManager keys(int secret) {
    return PskKeyManager.of(Map.of(IDENTITY, secret(secret)));
  }

  static SSLContext fixed(int secret) {
    return of(keys(secret));
  }
}
