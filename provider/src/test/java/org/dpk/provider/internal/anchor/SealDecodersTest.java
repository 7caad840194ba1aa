package org.dpk.provider.internal.anchor;

import org.dpk.provider.internal.decoding.DecoderContract;

/** extraData of chains whose validators seal, which comes from nodes. */
class SealDecodersTest extends DecoderContract {

  SealDecodersTest() {
    super(SealDecoders.ALL);
  }
}
