package org.dpk.provider.internal.beacon;

import org.dpk.provider.internal.decoding.DecoderContract;

/** How a beacon node describes its chain. */
class BeaconDecodersTest extends DecoderContract {

  BeaconDecodersTest() {
    super(BeaconDecoders.ALL);
  }
}
