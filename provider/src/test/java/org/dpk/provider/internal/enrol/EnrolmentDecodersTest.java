package org.dpk.provider.internal.enrol;

import org.dpk.provider.internal.decoding.DecoderContract;

/** Tokens, and the files that they come in. */
class EnrolmentDecodersTest extends DecoderContract {

  EnrolmentDecodersTest() {
    super(EnrolmentDecoders.ALL);
  }
}
