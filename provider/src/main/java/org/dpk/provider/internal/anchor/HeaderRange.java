package org.dpk.provider.internal.anchor;

import java.util.List;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockNaming;
import org.dpk.provider.internal.time.Deadline;

/** The headers of one node, as many as one look may cost. For one thread. */
final class HeaderRange {

  /** The most headers that are fetched from a node in one look. */
  static final int MAX_HEADERS = 4096;

  private final HeaderSource source;
  private final BlockNaming naming;
  private final Deadline deadline;
  private int left = MAX_HEADERS;

  HeaderRange(HeaderSource source, BlockNaming naming, Deadline deadline) {
    this.source = source;
    this.naming = naming;
    this.deadline = deadline;
  }

  /** How many may be fetched yet; none when the time is over. */
  int left() {
    return deadline.isOver() ? 0 : left;
  }

  BlockHeader at(long number) throws RegistryException {
    return from(number, 1).get(0);
  }

  /**
   * Headers by height, ascending.
   *
   * @param count 1 to {@link HeaderSource#AT_ONCE}
   * @throws RegistryException.Unanchored if that is more than one look may cost
   */
  List<BlockHeader> from(long first, int count) throws RegistryException {
    if (left() < count) {
      throw new RegistryException.Unanchored(
          "its headers are not followed to the end in one look: the next one goes on", null);
    }
    left -= count;
    List<BlockHeader> headers = source.headers(naming, first, count, deadline.remaining());
    for (int i = 0; i < count; i++) {
      if (headers.size() != count || headers.get(i).block().number() != first + i) {
        throw new RegistryException(
            source.name() + " gave other headers than it was asked for", null);
      }
    }
    return headers;
  }
}
