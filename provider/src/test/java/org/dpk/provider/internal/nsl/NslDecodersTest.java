package org.dpk.provider.internal.nsl;

import org.dpk.provider.internal.decoding.DecoderContract;

/** Messages, what is in the boxes, and keys in files. */
class NslDecodersTest extends DecoderContract {

  NslDecodersTest() {
    super(NslDecoders.ALL);
  }
}
