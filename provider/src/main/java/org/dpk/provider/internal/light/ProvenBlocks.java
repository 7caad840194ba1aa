package org.dpk.provider.internal.light;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dpk.provider.BlockRef;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdHash;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.anchor.ChangeEvidence;
import org.dpk.provider.internal.anchor.RecentBlocks;
import org.dpk.provider.internal.ethereum.RecordLogs;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.LogsBloom;
import org.jspecify.annotations.Nullable;

/**
 * Linked blocks with what is proven of the registry in them: which can't have logged a change, and
 * what its storage root was. Evidence that needs no log: each write of a slot logs an event with
 * the identity as its second topic ({@code DpkRegistry._store} and {@code revokeClient} are the
 * only two writes), and a bloom filter misses none. Immutable.
 */
final class ProvenBlocks implements ChangeEvidence {

  static final ProvenBlocks NONE = new ProvenBlocks(List.of());

  private final List<State> states; // ascending, each the child of the one before

  /**
   * A block.
   *
   * @param bloom null if its header is not known, or says nothing
   * @param quiet whether the registry provably logged nothing in it
   * @param root of the registry's storage; null if nobody has proven it
   */
  @SuppressWarnings("ArrayRecordComponent") // read only
  private record State(
      AnchoredBlock block, @Nullable LogsBloom bloom, boolean quiet, byte @Nullable [] root) {

    boolean isUnchanged(IdHash id) {
      return quiet || bloom != null && !bloom.mayContain(id.bytes());
    }

    boolean isUnrevoked(IdHash id) {
      return isUnchanged(id) || bloom != null && !bloom.mayContain(RecordLogs.revocationTopic());
    }

    boolean hasRoot(byte @Nullable [] other) {
      return root != null && Arrays.equals(root, other);
    }
  }

  private ProvenBlocks(List<State> states) {
    this.states = List.copyOf(states);
  }

  /** With further blocks. Where they do not follow on one that is here, they start anew. */
  ProvenBlocks with(List<BlockHeader> next, EthereumAddress contract) {
    List<State> further = new ArrayList<>();
    for (BlockHeader header : next) {
      LogsBloom bloom = bloom(header);
      boolean quiet = bloom != null && !bloom.mayContain(contract);
      further.add(new State(AnchoredBlock.of(header), bloom, quiet, null));
    }
    return on(further);
  }

  /** Some chains keep no blooms (EIP-7668): an empty one says nothing of what transactions did. */
  private static @Nullable LogsBloom bloom(BlockHeader header) {
    LogsBloom bloom = header.logsBloom();
    return bloom.isEmpty() && header.hasTransactions() ? null : bloom;
  }

  /** With one of which no header is known. */
  ProvenBlocks with(AnchoredBlock next) {
    return on(List.of(new State(next, null, false, null)));
  }

  private ProvenBlocks on(List<State> further) {
    byte[] parent = further.get(0).block.parentHash();
    List<State> chain = new ArrayList<>();
    for (State state : states) {
      chain.add(state);
      if (Arrays.equals(state.block.block().hash(), parent)) {
        chain.addAll(further);
        return new ProvenBlocks(newest(chain));
      }
    }
    return new ProvenBlocks(newest(further));
  }

  private static List<State> newest(List<State> chain) {
    return chain.subList(Math.max(0, chain.size() - RecentBlocks.MAX_DEPTH - 1), chain.size());
  }

  /** With a root that was proven; as it is where the block is not among these. */
  ProvenBlocks withRoot(BlockRef block, byte[] root) {
    List<State> known = new ArrayList<>(states);
    known.replaceAll(
        state ->
            state.block.block().equals(block)
                ? new State(state.block, state.bloom, state.quiet, root)
                : state);
    return new ProvenBlocks(known);
  }

  /** Whether a root is proven that stands for the newest block, as far as slots go. */
  boolean isRootKnown() {
    for (int i = states.size() - 1; i >= 0; i--) {
      if (states.get(i).root != null) {
        return true;
      }
      if (!states.get(i).quiet) {
        return false;
      }
    }
    return false;
  }

  @Override
  public boolean isUnchangedSince(IdHash id, AnchoredBlock block, byte @Nullable [] storageRoot) {
    int newest = states.size() - 1;
    if (newest >= 0 && states.get(newest).hasRoot(storageRoot)) {
      return true;
    }
    int at = indexOf(block.block());
    byte[] root = storageRoot;
    while (at >= 0 && at < newest) {
      State here = states.get(at);
      root = here.root == null ? root : here.root;
      int same = lastWith(root);
      if (same <= at && !states.get(at + 1).isUnchanged(id)) {
        return false;
      }
      at = Math.max(same, at + 1);
    }
    return at >= 0;
  }

  /**
   * Whether an identity was provably not revoked in the blocks after this one, whatever else became
   * of it: who was revoked and admitted again has just another record.
   */
  boolean isUnrevokedSince(IdHash id, AnchoredBlock block) {
    int at = indexOf(block.block());
    return at >= 0
        && states.subList(at + 1, states.size()).stream().allMatch(each -> each.isUnrevoked(id));
  }

  private int indexOf(BlockRef block) {
    if (states.isEmpty()) {
      return -1;
    }
    long index = block.number() - states.get(0).block.block().number();
    boolean isHere =
        index >= 0 && index < states.size() && states.get((int) index).block.block().equals(block);
    return isHere ? (int) index : -1;
  }

  private int lastWith(byte @Nullable [] root) {
    int last = states.size() - 1;
    while (last >= 0 && !states.get(last).hasRoot(root)) {
      last--;
    }
    return last;
  }
}
