package org.dpk.provider.internal.identity;

import org.dpk.provider.internal.decoding.DecoderContract;

/** Identity files, and the private keys in them. */
class IdentityDecodersTest extends DecoderContract {

  IdentityDecodersTest() {
    super(IdentityDecoders.ALL);
  }
}
