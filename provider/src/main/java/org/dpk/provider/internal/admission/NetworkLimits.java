package org.dpk.provider.internal.admission;

/**
 * What one network may ask for while there is load. Networks are told apart by the first bits of an
 * address.
 *
 * @param ipv4Bits how many of IPv4, 1 to 32
 * @param ipv6Bits how many of IPv6, 1 to 64
 * @param rate of first messages that get as far as the private key
 * @param unfinishedPercent how much of the table of unfinished runs one network may hold, 1 to 100
 */
public record NetworkLimits(int ipv4Bits, int ipv6Bits, Rate rate, int unfinishedPercent) {

  /**
   * /16 of IPv4, of which there are no more than fit into a table, and /48 of IPv6, what one site
   * is given (RFC 6177); 1,000 first messages at once and 100 a second; a tenth of the table.
   */
  public static final NetworkLimits DEFAULT = new NetworkLimits(16, 48, new Rate(1_000, 100), 10);

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public NetworkLimits {
    if (ipv4Bits < 1 || ipv4Bits > 32 || ipv6Bits < 1 || ipv6Bits > 64) {
      throw new IllegalArgumentException("a network has 1 to 32 bits of IPv4, 1 to 64 of IPv6");
    }
    if (unfinishedPercent < 1 || unfinishedPercent > 100) {
      throw new IllegalArgumentException("a share is 1 to 100 percent");
    }
  }
}
