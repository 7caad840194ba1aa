package org.dpk.psk.internal.jsse;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.dpk.psk.NamedPskPrincipal;
import org.dpk.psk.Psk;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.internal.preface.ClientHello;
import org.jspecify.annotations.Nullable;

/** Keys that exist already: asked of the key managers. */
final class FixedKeys extends Choices {

  private static final int RANDOM_KEY_LENGTH = 32;

  private @Nullable Psk chosen;

  FixedKeys(ServerHandshake handshake) {
    super(handshake);
  }

  /** The second time after a HelloRetryRequest: the same key, without asking anybody. */
  @Override
  public Psk key(List<byte[]> offered) throws SSLException {
    if (chosen == null) {
      try (Psk found = find(offered)) {
        chosen = handshake().own(found);
      }
    }
    return required(chosen, offered);
  }

  private Psk find(List<byte[]> offered) {
    for (byte[] identity :
        offered.subList(0, Math.min(offered.size(), ClientHello.MAX_IDENTITIES))) {
      Optional<Psk> known = known(identity);
      if (known.isPresent()) {
        return known.get();
      }
    }
    return unknown(offered.get(0));
  }

  private Optional<Psk> known(byte[] identity) {
    if (identity.length == 0 || identity.length > Psk.MAX_IDENTITY_LENGTH) {
      return Optional.empty();
    }
    for (PskKeyManager keys : handshake().context().keyManagers()) {
      Optional<Psk> key = keys.forIdentity(identity.clone());
      if (key.isPresent()) {
        Psk found = key.get();
        handshake().setPeer(found.peer().orElseGet(() -> NamedPskPrincipal.ofIdentity(identity)));
        return key;
      }
    }
    return Optional.empty();
  }

  /** From outside the same as a known identity with another key (toolbox 5). */
  private Psk unknown(byte[] identity) {
    byte[] random = new byte[RANDOM_KEY_LENGTH];
    handshake().context().random().nextBytes(random);
    byte[] bounded = Arrays.copyOf(identity, Math.min(identity.length, Psk.MAX_IDENTITY_LENGTH));
    return Psk.of(bounded.length == 0 ? new byte[1] : bounded, random);
  }

  @Override
  public void proven() {}
}
