package org.dpk.provider.internal.proof;

import org.dpk.provider.internal.decoding.DecoderContract;

/** Headers, accounts and nodes, which come from nodes and from peers. */
class ProofDecodersTest extends DecoderContract {

  ProofDecodersTest() {
    super(ProofDecoders.ALL);
  }
}
