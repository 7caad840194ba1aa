package org.dpk.provider.internal.ethereum;

import org.dpk.provider.internal.decoding.DecoderContract;

/** What nodes answer, and transactions that were stored. */
class NodeDecodersTest extends DecoderContract {

  NodeDecodersTest() {
    super(NodeDecoders.ALL);
  }
}
