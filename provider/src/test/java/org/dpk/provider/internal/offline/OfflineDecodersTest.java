package org.dpk.provider.internal.offline;

import org.dpk.provider.internal.decoding.DecoderContract;

/** Files of proofs, which anybody may send. */
class OfflineDecodersTest extends DecoderContract {

  OfflineDecodersTest() {
    super(OfflineDecoders.ALL);
  }
}
