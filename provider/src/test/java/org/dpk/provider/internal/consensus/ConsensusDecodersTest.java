package org.dpk.provider.internal.consensus;

import org.dpk.provider.internal.decoding.DecoderContract;

/** Messages of beacon nodes, and the state that is kept. */
class ConsensusDecodersTest extends DecoderContract {

  ConsensusDecodersTest() {
    super(ConsensusDecoders.ALL);
  }
}
