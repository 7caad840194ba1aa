package org.dpk.provider.internal.anchor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.dpk.provider.Assurance;
import org.dpk.provider.BlockRef;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.anchor.QuorumSettings.Tip;
import org.dpk.provider.internal.proof.BlockHeader;
import org.jspecify.annotations.Nullable;

/**
 * Trusts a block that k of n nodes name, for chains that give a light client nothing to verify:
 * development chains, rollups.
 *
 * <p><b>Trusted:</b> that no k of the nodes lie together, and that they are independent; one
 * operator with two addresses is one node. Compared is the hash that a header's fields make, at one
 * height. k liars choose the state at will; fewer can, if without them fewer than k are left,
 * withhold every new block (the head then stays, and gets old), and nothing else. With k of n nodes
 * where k is not more than half of n, two groups can each vouch for a block of their own: if that
 * shows at one height within a second, neither is taken.
 *
 * <p>Costs one exchange with each node where they are at the same block and the depth is zero, else
 * two. Answers of more than k are not waited for once k name the same block.
 */
public final class QuorumAnchor implements Anchor {

  private static final String FILE = "quorum.anchor";

  /** How far behind the block that was trusted before nodes may be that are catching up. */
  private static final int MAX_LAG = RecentBlocks.MAX_DEPTH;

  private static final int STATE_LENGTH = 8 + 32 + 8 + 32 + 32;

  private final QuorumSettings settings;
  private final QuorumVote vote;
  private final StateFile file;
  private volatile @Nullable AnchoredBlock head;
  private boolean resumed;

  QuorumAnchor(QuorumSettings settings, List<HeaderSource> sources, @Nullable Path folder) {
    int required = settings.required();
    if (sources.size() < required || sources.size() > QuorumSettings.MAX_NODES) {
      throw new IllegalArgumentException(
          "%d of at most %d nodes have to agree, and %d are named"
              .formatted(required, QuorumSettings.MAX_NODES, sources.size()));
    }
    if (required > 1
        && sources.stream().map(HeaderSource::name).distinct().count() < sources.size()) {
      throw new IllegalArgumentException(
          "nodes that are to agree are different ones, and one is named twice");
    }
    this.settings = settings;
    this.vote = new QuorumVote(settings, sources);
    this.file = new StateFile(folder, FILE, FILE.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public Optional<AnchoredBlock> head() {
    return Optional.ofNullable(head);
  }

  @Override
  public Assurance assurance() {
    return Assurance.QUORUM;
  }

  @Override
  public Duration interval() {
    return settings.interval();
  }

  @Override
  public synchronized AnchoredBlock follow(Duration patience) throws RegistryException {
    resume();
    AnchoredBlock before = head;
    return advance(vote.take(before == null ? QuorumVote.NONE : before.block().number(), patience));
  }

  private AnchoredBlock advance(BlockHeader agreed) throws RegistryException {
    AnchoredBlock before = head;
    AnchoredBlock next = AnchoredBlock.of(agreed);
    if (before != null && agreed.block().number() < before.block().number()) {
      requireInReach(agreed.block(), before.block());
      return before;
    }
    if (before != null && isReplaced(before.block(), next.block())) {
      throw new RegistryException.Unanchored(
          "the nodes call %s final, and called %s so before: one of them is not of this chain; remove the remembered block if the chain was started anew"
              .formatted(next.block(), before.block()),
          null);
    }
    if (before == null || !before.block().equals(next.block())) {
      head = next;
      file.remember(encode(next));
    }
    return next;
  }

  /** A node may lag; a chain that was started anew is another one. */
  private void requireInReach(BlockRef agreed, BlockRef before)
      throws RegistryException.RolledBack {
    if (before.number() - agreed.number() > MAX_LAG) {
      throw new RegistryException.RolledBack(
          "the nodes have nothing above %s, and %s was trusted before: they are far behind, or lead back. If the chain itself was started anew, remove %s"
              .formatted(agreed, before, file.place()));
    }
  }

  private boolean isReplaced(BlockRef before, BlockRef next) {
    return settings.tip() == Tip.FINALIZED
        && before.number() == next.number()
        && !before.equals(next);
  }

  // ------------------------------------------------------------------------ across restarts

  private void resume() throws RegistryException.Unanchored {
    if (!resumed) {
      Optional<byte[]> state = file.read();
      if (state.isPresent()) {
        head = decode(state.get());
      }
      resumed = true;
    }
  }

  private static byte[] encode(AnchoredBlock block) {
    return ByteBuffer.allocate(STATE_LENGTH)
        .putLong(block.block().number())
        .put(block.block().hash())
        .putLong(block.block().timestamp())
        .put(block.parentHash())
        .put(block.stateRoot())
        .array();
  }

  private AnchoredBlock decode(byte[] state) throws RegistryException.Unanchored {
    if (state.length != STATE_LENGTH) {
      throw file.unusable("is not what an anchor wrote");
    }
    ByteBuffer in = ByteBuffer.wrap(state);
    long number = in.getLong();
    byte[] hash = take(in);
    return new AnchoredBlock(new BlockRef(number, hash, in.getLong()), take(in), take(in));
  }

  private static byte[] take(ByteBuffer in) {
    byte[] bytes = new byte[32];
    in.get(bytes);
    return bytes;
  }

  @Override
  public void close() {
    vote.close();
    synchronized (this) {
      file.flush();
    }
  }
}
