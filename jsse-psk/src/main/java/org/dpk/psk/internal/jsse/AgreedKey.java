package org.dpk.psk.internal.jsse;

import java.util.List;
import javax.net.ssl.SSLException;
import org.dpk.psk.Psk;
import org.dpk.psk.PskAgreement.Step.Agreed;

/** The first key of the agreement on this connection; its proof admits the others. */
final class AgreedKey extends Choices {

  private final Psk key;
  private final Agreed agreed;

  AgreedKey(ServerHandshake handshake, Psk key, Agreed agreed) {
    super(handshake);
    this.key = handshake.own(key);
    this.agreed = agreed;
  }

  @Override
  public Psk key(List<byte[]> offered) throws SSLException {
    return required(key, offered);
  }

  @Override
  public void proven() {
    if (agreed.cacheable()) {
      handshake().setAgreed(null); // the series belongs to the cache
      handshake().context().serverKeys().admit(agreed.keys(), agreed.peer(), agreed.lifetime());
    }
  }
}
