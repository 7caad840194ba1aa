package org.dpk.psk.load;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.dpk.psk.Psk;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.PskPeer;

/** Another key for each connection, which both ends derive from its name. */
final class DerivedKeys implements PskKeyManager {

  private static final byte[] MASTER = "of both ends".getBytes(StandardCharsets.US_ASCII);

  private final AtomicInteger next = new AtomicInteger();
  private final Consumer<Psk> onUse;

  /**
   * @param onUse told of each key that a client is given
   */
  DerivedKeys(Consumer<Psk> onUse) {
    this.onUse = onUse;
  }

  @Override
  public Optional<Psk> forServer(PskPeer server) {
    byte[] identity = ("key " + next.incrementAndGet()).getBytes(StandardCharsets.US_ASCII);
    Optional<Psk> key = forIdentity(identity);
    key.ifPresent(onUse);
    return key;
  }

  @Override
  public Optional<Psk> forIdentity(byte[] wireIdentity) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(MASTER, "HmacSHA256"));
      return Optional.of(Psk.of(wireIdentity, mac.doFinal(wireIdentity)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
