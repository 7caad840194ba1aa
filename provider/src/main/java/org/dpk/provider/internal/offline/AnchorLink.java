package org.dpk.provider.internal.offline;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.dpk.provider.BlockRef;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.anchor.HeaderSource;
import org.dpk.provider.internal.anchor.LinkedHeaders;
import org.dpk.provider.internal.anchor.RecentBlocks;
import org.dpk.provider.internal.offline.ProofCheck.Shown;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockNaming;
import org.dpk.provider.internal.time.Deadline;

/**
 * Whether the blocks of a proof are part of the chain that an anchor vouches for: the headers in
 * between are read from a node, and need no trust, since each is named by its child.
 */
public final class AnchorLink {

  /** The most headers that are read: mainnet's of a day. */
  public static final int MAX_HEADERS = 8192;

  private final AnchoredBlock head;
  private final BlockNaming naming;
  private final HeaderSource source;

  /**
   * @param head a block that is vouched for
   * @param source of the headers below it
   */
  public AnchorLink(AnchoredBlock head, BlockNaming naming, HeaderSource source) {
    this.head = head;
    this.naming = naming;
    this.source = source;
  }

  /**
   * Makes sure that the first block of a proof is part of the chain.
   *
   * @param patience for all that is asked
   * @throws BadProofFile if it is not
   * @throws RegistryException if that can't be told: the proof is too old, or newer than the head,
   *     or nobody has the headers
   */
  public void require(Shown shown, Duration patience) throws BadProofFile, RegistryException {
    if (shown.holds(head.block().hash())) {
      return;
    }
    BlockRef last = shown.last();
    long between = head.block().number() - last.number();
    if (between < 0) {
      throw new RegistryException.Unanchored(
          "the proof is of %s, which is newer than %s, the newest that is trusted here: try again in a moment"
              .formatted(last, head.block()),
          null);
    }
    if (between > MAX_HEADERS) {
      throw new RegistryException.Unanchored(
          "the proof is %d blocks old, more than the %d that are followed: have a new one made, or name its block as trusted"
              .formatted(between, MAX_HEADERS),
          null);
    }
    requireAncestor(last, patience);
  }

  private void requireAncestor(BlockRef last, Duration patience)
      throws BadProofFile, RegistryException {
    Deadline deadline = Deadline.in(patience);
    LinkedHeaders.Floor floor = new LinkedHeaders.Floor(last.number(), 0, RecentBlocks.NONE);
    List<BlockHeader> chain =
        new LinkedHeaders((first, count) -> read(first, count, deadline), HeaderSource.AT_ONCE)
            .upTo(head.block().number(), head.block().hash(), floor, HeaderSource.AT_ONCE);
    if (chain.isEmpty() || chain.get(0).block().number() > last.number()) {
      throw new RegistryException.Unproven(
          source.name() + " has not the headers that lead from " + head.block() + " to " + last,
          null);
    }
    if (!Arrays.equals(chain.get(0).block().hash(), last.hash())) {
      throw new BadProofFile(last + " is not part of the chain", null);
    }
  }

  /** Whoever takes his time over each of many questions has no more of it in all. */
  private List<BlockHeader> read(long first, int count, Deadline deadline)
      throws RegistryException {
    if (deadline.isOver()) {
      throw new RegistryException.Unreachable(
          source.name()
              + " did not give the headers in between in time: try again, or another node",
          null);
    }
    return source.headers(naming, first, count, deadline.left());
  }
}
