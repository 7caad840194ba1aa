package org.dpk.provider.internal.consensus;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.dpk.provider.internal.consensus.LightClientUpdate.Finality;
import org.dpk.provider.internal.consensus.LightClientUpdate.NextCommittee;

/** Writes what {@link LightClientSsz} reads. */
record TestSsz(ForkStructures fork, int committeeSize) {

  private static final LightClientHeader NO_HEADER =
      new LightClientHeader(
          new BeaconHeader(0, 0, Root.ZERO, Root.ZERO, Root.ZERO),
          ExecutionHeader.EMPTY,
          zeros(ForkStructures.EXECUTION_GINDEX));

  byte[] bootstrap(LightClientBootstrap bootstrap) {
    SszWriter container = new SszWriter();
    container.part(bootstrap.header().write(fork));
    bootstrap.currentSyncCommittee().write(container);
    container.roots(bootstrap.currentSyncCommitteeBranch());
    return container.bytes();
  }

  byte[] update(LightClientUpdate update) {
    SszWriter container = new SszWriter();
    container.part(update.attested().write(fork));
    update.next().map(NextCommittee::committee).orElseGet(this::noCommittee).write(container);
    container.roots(
        update
            .next()
            .map(NextCommittee::branch)
            .orElseGet(() -> zeros(fork.nextSyncCommitteeGindex())));
    return withFinality(container, update);
  }

  byte[] finalityUpdate(LightClientUpdate update) {
    SszWriter container = new SszWriter();
    container.part(update.attested().write(fork));
    return withFinality(container, update);
  }

  private byte[] withFinality(SszWriter container, LightClientUpdate update) {
    Optional<Finality> finality = update.finality();
    container.part(finality.flatMap(Finality::header).orElse(NO_HEADER).write(fork));
    container.roots(
        finality.map(Finality::branch).orElseGet(() -> zeros(fork.finalizedRootGindex())));
    return signed(container, update);
  }

  byte[] optimisticUpdate(LightClientUpdate update) {
    SszWriter container = new SszWriter();
    container.part(update.attested().write(fork));
    return signed(container, update);
  }

  private static byte[] signed(SszWriter container, LightClientUpdate update) {
    container.fixed(update.aggregate().bits());
    container.fixed(update.aggregate().signature());
    container.uint64(update.signatureSlot());
    return container.bytes();
  }

  private static List<Root> zeros(int gindex) {
    return Collections.nCopies(Merkle.depth(gindex), Root.ZERO);
  }

  private SyncCommittee noCommittee() {
    byte[][] keys = new byte[committeeSize][SyncCommittee.KEY_LENGTH];
    return new SyncCommittee(Arrays.asList(keys), new byte[SyncCommittee.KEY_LENGTH]);
  }
}
