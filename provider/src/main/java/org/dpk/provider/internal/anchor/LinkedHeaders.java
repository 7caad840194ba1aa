package org.dpk.provider.internal.anchor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.proof.BlockHeader;

/** Reads the headers below a block that is trusted: each is named by its child, so nobody lies. */
public final class LinkedHeaders {

  private final Source source;
  private final int atOnce;

  /** Serves headers, of whatever chain it likes: they are linked here. */
  @FunctionalInterface
  public interface Source {

    /** So many headers from this height on, ascending. */
    List<BlockHeader> read(long first, int count) throws RegistryException;
  }

  /**
   * How far down to read.
   *
   * @param lowest height that is wanted
   * @param earliest time that is wanted, Unix seconds
   * @param covered the child of one of these is the last
   */
  public record Floor(long lowest, long earliest, RecentBlocks covered) {

    /** Whether this header is the last that is wanted. */
    public boolean isReachedBy(BlockHeader header) {
      return header.block().number() <= lowest
          || header.block().timestamp() < earliest
          || covered.find(header.parentHash()).isPresent();
    }
  }

  /**
   * @param atOnce how many are read in one question
   */
  public LinkedHeaders(Source source, int atOnce) {
    this.source = source;
    this.atOnce = atOnce;
  }

  /**
   * The headers from the floor up to this block, as far down as they link.
   *
   * @param number the block's height
   * @param hash the block's hash, 32 bytes, which is trusted
   * @param first how many to read in the first question
   * @return ascending; empty if the source has another block in its place
   * @throws RegistryException if the source does not answer with headers
   */
  public List<BlockHeader> upTo(long number, byte[] hash, Floor floor, int first)
      throws RegistryException {
    List<BlockHeader> descending = new ArrayList<>();
    byte[] expected = hash;
    int count = first;
    for (long next = number; next >= floor.lowest; next = number - descending.size()) {
      int read = (int) Math.min(count, next - floor.lowest + 1);
      List<BlockHeader> headers = new ArrayList<>(source.read(next - read + 1, read));
      Collections.reverse(headers);
      for (BlockHeader header : headers) {
        if (!Arrays.equals(header.block().hash(), expected)) {
          return ascending(descending);
        }
        descending.add(header);
        expected = header.parentHash();
        if (floor.isReachedBy(header)) {
          return ascending(descending);
        }
      }
      count = atOnce;
    }
    return ascending(descending);
  }

  private static List<BlockHeader> ascending(List<BlockHeader> descending) {
    Collections.reverse(descending);
    return List.copyOf(descending);
  }
}
