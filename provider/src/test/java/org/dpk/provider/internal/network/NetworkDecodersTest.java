package org.dpk.provider.internal.network;

import org.dpk.provider.internal.decoding.DecoderContract;

/** Files that users write about light mode. */
class NetworkDecodersTest extends DecoderContract {

  NetworkDecodersTest() {
    super(NetworkDecoders.ALL);
  }
}
