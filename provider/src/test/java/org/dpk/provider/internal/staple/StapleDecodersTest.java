package org.dpk.provider.internal.staple;

import org.dpk.provider.internal.decoding.DecoderContract;

/** Staples, which come from callers that are not known yet. */
class StapleDecodersTest extends DecoderContract {

  StapleDecodersTest() {
    super(StapleDecoders.ALL);
  }
}
