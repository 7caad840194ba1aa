package org.dpk.provider.internal.admission;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * The network that an address belongs to.
 *
 * @param v6 whether of IPv6
 * @param bits the first bits of the address, the rest zero; at most 64
 */
record NetworkPrefix(boolean v6, long bits) {

  private static final int V4_LENGTH = 4;

  static NetworkPrefix of(InetAddress address, NetworkLimits limits) {
    byte[] bytes = address.getAddress();
    boolean v6 = bytes.length > V4_LENGTH;
    long first =
        v6 ? ByteBuffer.wrap(bytes).getLong() : (long) ByteBuffer.wrap(bytes).getInt() << 32;
    int length = v6 ? limits.ipv6Bits() : limits.ipv4Bits();
    return new NetworkPrefix(v6, first & (-1L << (Long.SIZE - length)));
  }
}
