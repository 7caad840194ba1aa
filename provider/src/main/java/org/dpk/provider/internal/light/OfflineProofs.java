package org.dpk.provider.internal.light;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.dpk.provider.Assurance;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdHash;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.anchor.Anchor;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.light.ProvenReader.ProvenSlot;
import org.dpk.provider.internal.offline.AnchorLink;
import org.dpk.provider.internal.offline.BadProofFile;
import org.dpk.provider.internal.offline.OfflineProof;
import org.dpk.provider.internal.offline.ProofCheck;
import org.dpk.provider.internal.offline.ProofCheck.Shown;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.provider.internal.time.Deadline;
import org.jspecify.annotations.Nullable;

/** Makes offline proofs, and holds those of others against an anchor. For one thread. */
public final class OfflineProofs implements AutoCloseable {

  private final RegistryId registry;
  private final Providers providers;
  private final Anchor anchor;
  private final ProvenReader reader;
  private final LightRecords records;
  private final BlockAge age;
  private final Deadline deadline;

  /**
   * With these settings. Asks nobody yet.
   *
   * @param patience for all that is asked
   */
  public OfflineProofs(LightSettings settings, Duration patience) {
    this.registry = settings.registry();
    this.providers = new Providers(settings.nodes());
    this.anchor = settings.anchor().open(providers.headerSources(), settings.folder());
    this.reader = new ProvenReader(registry, providers);
    this.records = LightRecords.of(settings, providers);
    this.age = new BlockAge(settings.policy(), settings.nodeNames(), InstantSource.system());
    this.deadline = Deadline.in(patience);
  }

  /**
   * Proves what an identity is in the newest trusted block.
   *
   * @throws RegistryException if no block is trusted, or no node proves it
   */
  public OfflineProof prove(DpkIdentity identity) throws RegistryException {
    IdHash id = RecordCodec.idHash(identity);
    AnchoredBlock head = head();
    ProvenSlot proven = reader.prove(head, id, deadline.left());
    return new OfflineProof(
        registry,
        identity,
        record(identity, id, proven.slot()),
        List.of(header(head).encoded()),
        proven.branches().account(),
        proven.branches().slot());
  }

  private @Nullable EncodedRecord record(DpkIdentity identity, IdHash id, Slot slot)
      throws RegistryException {
    return slot.status() == Slot.Status.ACTIVE
        ? EncodedRecord.of(records.read(identity, id, slot, null, deadline))
        : null;
  }

  private BlockHeader header(AnchoredBlock block) throws RegistryException {
    BlockHeader header =
        providers
            .headers()
            .headers(anchor.naming(), block.block().number(), 1, deadline.left())
            .get(0);
    if (!Arrays.equals(header.block().hash(), block.block().hash())) {
      throw new RegistryException.Unproven(
          "the header of " + block.block() + " is not to be had: the chain went on, try again",
          null);
    }
    return header;
  }

  /**
   * What a proof shows to whoever trusts one of its blocks. Asks nobody.
   *
   * @param assurance of whoever vouches for it
   * @throws BadProofFile if it shows nothing
   */
  public Shown check(OfflineProof proof, Assurance assurance) throws BadProofFile {
    return new ProofCheck(anchor.naming(), assurance).check(proof);
  }

  /**
   * What a proof shows, of a block that is part of the chain.
   *
   * @throws BadProofFile if it shows nothing, or its block is not part of the chain
   * @throws RegistryException if that can't be told
   */
  public Shown verify(OfflineProof proof) throws IOException {
    if (!proof.registry().equals(registry)) {
      throw new BadProofFile(
          "the proof is of the registry %s on chain %d, and not of %s on chain %d"
              .formatted(
                  proof.registry().contract(),
                  proof.registry().chainId(),
                  registry.contract(),
                  registry.chainId()));
    }
    Shown shown = check(proof, anchor.assurance());
    new AnchorLink(head(), anchor.naming(), providers.headers()).require(shown, deadline.left());
    return shown;
  }

  private AnchoredBlock head() throws RegistryException {
    AnchoredBlock head = anchor.follow(deadline.left());
    age.require(head);
    return head;
  }

  @Override
  public void close() {
    records.close();
    anchor.close();
    providers.close();
  }
}
