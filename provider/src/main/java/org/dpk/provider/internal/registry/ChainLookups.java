package org.dpk.provider.internal.registry;

import java.util.concurrent.CompletableFuture;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdHash;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.anchor.BlockAnchor;
import org.dpk.provider.internal.anchor.RecentBlocks;
import org.dpk.provider.internal.ethereum.ChangeListener;
import org.dpk.provider.internal.ethereum.EthereumNode;
import org.dpk.provider.internal.ethereum.ProofReader;
import org.dpk.provider.internal.ethereum.RegistryReader;
import org.dpk.provider.internal.ethereum.RegistryWatch;
import org.dpk.provider.internal.ethereum.SlotBranches;
import org.dpk.provider.internal.record.EncodedRecord;
import org.jspecify.annotations.Nullable;

/** The registry as one trusted node shows it now: every look-up goes to the node. */
public final class ChainLookups implements ChainSource {

  private final EthereumNode node;
  private final RegistryReader reader;
  private final ProofReader proofs;
  private final LookupThreads threads = new LookupThreads();
  private volatile BlockAnchor anchor = BlockAnchor.NONE;

  /** Over this connection, which is closed with it. */
  public ChainLookups(EthereumNode node) {
    this.node = node;
    this.reader = new RegistryReader(node);
    this.proofs = new ProofReader(node);
  }

  @Override
  public RegistryId id() {
    return node.registry();
  }

  /** Reads from the chain, whatever is wanted. */
  @Override
  public CompletableFuture<Lookup> find(
      DpkIdentity identity, Freshness wanted, @Nullable EncodedRecord brought) {
    return threads.ask(
        "the look-up of " + identity,
        () ->
            brought == null
                ? reader.find(identity)
                : reader.find(identity, brought, followed(wanted)));
  }

  /** The newest block that was seen, where that is new enough. */
  private @Nullable BlockRef followed(Freshness wanted) {
    return wanted.maxAge().compareTo(RecentBlocks.MAX_SILENCE) < 0
        ? null
        : anchor().recent().newest().map(AnchoredBlock::block).orElse(null);
  }

  @Override
  public CompletableFuture<SlotBranches> prove(IdHash id, BlockRef block) {
    return threads.ask("the proof of " + id, () -> proofs.prove(id, block));
  }

  @Override
  public AutoCloseable watch(ChangeListener listener) throws RegistryException {
    RegistryWatch watch = node.watch(listener);
    anchor = watch.anchor();
    return watch;
  }

  @Override
  public BlockAnchor anchor() {
    return anchor;
  }

  @Override
  public void close() {
    threads.close();
    node.close();
  }
}
