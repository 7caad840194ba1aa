package org.dpk.psk.internal.jsse;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.dpk.psk.PskKeyManager;

/**
 * Finds the key sources among key managers: themselves, and what the X.509 key managers carry that
 * were made of a key store of type PSK. Servers and frameworks know no other key managers, and wrap
 * them at that.
 */
final class KeysInKeyStores {

  /** Of the certificates in a PSK key store. */
  private static final String KEY_TYPE = "EC";

  private KeysInKeyStores() {}

  static List<PskKeyManager> among(KeyManager[] given) {
    List<PskKeyManager> found = new ArrayList<>();
    for (KeyManager one : given) {
      if (one instanceof PskKeyManager keys) {
        found.add(keys);
      } else if (one instanceof X509KeyManager x509) {
        found.addAll(carriedBy(x509));
      }
    }
    return found;
  }

  private static Set<PskKeyManager> carriedBy(X509KeyManager x509) {
    Set<PskKeyManager> carried = new LinkedHashSet<>();
    String[] aliases = x509.getServerAliases(KEY_TYPE, null);
    for (String alias : aliases == null ? new String[0] : aliases) {
      if (x509.getPrivateKey(alias) instanceof PskKeyManager keys) {
        carried.add(keys);
      }
    }
    return carried;
  }
}
