package org.dpk.provider.internal.anchor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.ProofException;
import org.jspecify.annotations.Nullable;

/**
 * Trusts a block of a Clique chain (EIP-225) that more than half of its signers have built on, it
 * included: ⌊n/2⌋ + 1 of them, each of whom sealed it or a block after it.
 *
 * <p><b>Trusted:</b> the checkpoint, and that more than half of the signers at each time build one
 * chain. Clique has no finality: signers that were cut off from each other may have built two, and
 * the nodes may go over to the other one; the anchor then stays with the one that it vouched for,
 * says so, and its user begins anew. The nodes that serve the headers are not trusted: they can
 * withhold blocks (the head stays, and gets old), and waste a bounded time. Seals sign the whole
 * header with its parent, so that nothing of another chain fits in.
 *
 * <p>Who may sign is known from every header since the checkpoint, so that none may be skipped: a
 * look costs the blocks since the last one and the ⌊n/2⌋ before those, one signature each, at most
 * {@value HeaderRange#MAX_HEADERS}. A longer way takes several looks, and is remembered.
 */
public final class CliqueAnchor extends CheckpointAnchor {

  private static final String KIND = "clique";

  /** Where blocks are made when there is something to put into them. */
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

  private final CliqueSettings settings;
  private @Nullable CliqueSigners confirmed;

  CliqueAnchor(CliqueSettings settings, List<HeaderSource> sources, @Nullable Path folder) {
    super(
        settings.checkpoint(),
        settings.period().compareTo(SHORTEST_INTERVAL) > 0 ? settings.period() : SHORTEST_INTERVAL,
        sources,
        folder,
        KIND,
        "epoch " + settings.epoch());
    this.settings = settings;
  }

  @Override
  void start(BlockHeader header) throws ProofException {
    confirmed = CliqueSigners.at(header, settings.epoch());
  }

  @Override
  void resume(byte[] state) throws ProofException {
    confirmed = CliqueState.decode(state);
  }

  @Override
  byte[] state() {
    return CliqueState.encode(known());
  }

  @Override
  BlockHeader trusted() {
    return known().header();
  }

  private CliqueSigners known() {
    if (confirmed == null) {
      throw new IllegalStateException("not begun");
    }
    return confirmed;
  }

  @Override
  void advance(BlockHeader tip, HeaderRange headers) throws ProofException, RegistryException {
    List<CliqueSigners> ahead = new ArrayList<>();
    CliqueSigners last = known();
    long end = tip.block().number();
    while (last.header().block().number() < end && headers.left() >= HeaderSource.AT_ONCE) {
      long first = last.header().block().number() + 1;
      int count = (int) Math.min(HeaderSource.AT_ONCE, end - first + 1);
      for (BlockHeader header : headers.from(first, count)) {
        last = last.after(header, settings.epoch(), settings.period().toSeconds());
        ahead.add(last);
      }
      confirm(ahead);
    }
  }

  private void confirm(List<CliqueSigners> ahead) {
    int found = CliqueSigners.lastConfirmed(ahead);
    if (found >= 0) {
      confirmed = ahead.get(found);
      ahead.subList(0, found + 1).clear();
    }
  }
}
