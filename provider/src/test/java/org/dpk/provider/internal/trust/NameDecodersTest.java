package org.dpk.provider.internal.trust;

import org.dpk.provider.internal.decoding.DecoderContract;

/** Names of peers, in certificates too. */
class NameDecodersTest extends DecoderContract {

  NameDecodersTest() {
    super(NameDecoders.ALL);
  }
}
