package org.dpk.provider.internal.record;

import org.dpk.provider.internal.decoding.DecoderContract;

/** Records from the chain and from devices that enrol. */
class RecordDecodersTest extends DecoderContract {

  RecordDecodersTest() {
    super(RecordDecoders.ALL);
  }
}
