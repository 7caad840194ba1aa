package org.dpk.provider.internal.agreement;

import org.dpk.provider.internal.decoding.DecoderContract;

/** What server processes tell each other of a peer. */
class PeerDecodersTest extends DecoderContract {

  PeerDecodersTest() {
    super(PeerDecoders.ALL);
  }
}
