package org.dpk.provider.internal.agreement;

import java.util.Random;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.decoding.Decoder;
import org.dpk.provider.internal.decoding.Decoders;

/** What reads how another process of the same server describes a peer. */
public final class PeerDecoders {

  public static final Decoders ALL =
      Decoders.of(
          Decoder.canonical(
                  "description of a peer",
                  DpkHandshakeException.class,
                  PeerDescription::parse,
                  PeerDescription::bytes,
                  random -> description(random).bytes())
              .openEnded());

  private PeerDecoders() {}

  private static PeerDescription description(Random random) {
    byte[] peer = new byte[32];
    byte[] own = new byte[32];
    random.nextBytes(peer);
    random.nextBytes(own);
    String name = "dns:d" + random.nextInt(100_000) + ".example";
    return new PeerDescription(DpkIdentity.parse(name), peer, own);
  }
}
