package org.dpk.provider.internal.bls;

import org.dpk.provider.internal.decoding.DecoderContract;

/** Committees and signatures, which come from beacon nodes. */
class BlsDecodersTest extends DecoderContract {

  BlsDecodersTest() {
    super(BlsDecoders.ALL);
  }
}
