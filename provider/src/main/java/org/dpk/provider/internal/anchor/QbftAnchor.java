package org.dpk.provider.internal.anchor;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockNaming;
import org.dpk.provider.internal.proof.ProofException;
import org.jspecify.annotations.Nullable;

/**
 * Trusts a block of a Hyperledger Besu network that enough of its validators sealed (QBFT, IBFT
 * 2.0). Such a block is final.
 *
 * <p><b>Trusted:</b> the checkpoint, and that fewer than two thirds of the validators that are
 * known at a time lie together, now or later with the keys that they had. The nodes that serve the
 * headers are not: they can withhold blocks (the head stays, and gets old), and waste a bounded
 * time. Seals name no chain: validators that use their keys for two chains make the blocks of one
 * pass for the other.
 *
 * <p>A block is taken if a quorum of the validators of the trusted block sealed it, and a quorum of
 * its own. So a look costs one header, however many blocks lie between, unless the validators
 * changed: then the block is looked for that both vouch for, half way, and so on. Where two blocks
 * follow on each other and no quorum of the old set can have sealed the new one, the votes that
 * made the change are counted ({@link BftVotes}). A look fetches at most {@value
 * HeaderRange#MAX_HEADERS} headers from a node.
 */
public final class QbftAnchor extends CheckpointAnchor {

  private static final String KIND = "qbft";

  private final QbftSettings settings;
  private final BftVotes votes;
  private @Nullable BftHeader trusted;

  QbftAnchor(QbftSettings settings, List<HeaderSource> sources, @Nullable Path folder) {
    super(
        settings.checkpoint(),
        settings.interval(),
        sources,
        folder,
        KIND,
        settings.format() + " " + settings.validators());
    this.settings = settings;
    this.votes = new BftVotes(settings.format(), settings.epoch());
  }

  @Override
  public BlockNaming naming() {
    return settings.format().naming();
  }

  @Override
  void start(BlockHeader header) throws ProofException {
    trusted = BftHeader.read(settings.format(), settings.validators(), header);
  }

  @Override
  void resume(byte[] state) throws ProofException {
    start(BlockHeader.decode(state, naming()));
  }

  @Override
  byte[] state() {
    return HeaderEncoding.of(trusted());
  }

  @Override
  BlockHeader trusted() {
    return known().header();
  }

  private BftHeader known() {
    if (trusted == null) {
      throw new IllegalStateException("not begun");
    }
    return trusted;
  }

  @Override
  void advance(BlockHeader tip, HeaderRange headers) throws ProofException, RegistryException {
    Deque<BftHeader> ahead = new ArrayDeque<>();
    ahead.push(sealed(tip));
    while (!ahead.isEmpty()) {
      BftHeader next = ahead.element();
      long gap = next.number() - known().number();
      if (gap == 1 && !known().isParentOf(next)) {
        throw new ProofException(
            next.header().block() + " does not follow on the trusted " + trusted().block());
      }
      if (known().isQuorumOf(next)) {
        trusted = ahead.pop();
      } else if (gap == 1) {
        votes.require(known(), next, headers);
        trusted = ahead.pop();
      } else {
        ahead.push(sealed(headers.at(known().number() + gap / 2)));
      }
    }
  }

  private BftHeader sealed(BlockHeader header) throws ProofException {
    return BftHeader.sealed(settings.format(), settings.validators(), header);
  }
}
