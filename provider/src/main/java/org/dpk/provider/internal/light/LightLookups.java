package org.dpk.provider.internal.light;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.dpk.provider.Assurance;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdHash;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.admission.Rate;
import org.dpk.provider.internal.admission.TokenBucket;
import org.dpk.provider.internal.anchor.Anchor;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.anchor.BlockAnchor;
import org.dpk.provider.internal.anchor.RecentBlocks;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.ethereum.ChangeListener;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.ethereum.SlotBranches;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.provider.internal.registry.ChainSource;
import org.dpk.provider.internal.registry.LookupThreads;
import org.dpk.provider.internal.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The registry as a trusted block proves it (registry.md "Light mode and full mode"). A look-up is
 * one {@code eth_getProof} at the anchor's head, and one more question for the record where nobody
 * brought it. Has to be watched before it answers.
 */
public final class LightLookups implements ChainSource {

  private static final Logger LOG = System.getLogger(LightLookups.class.getName());

  /** For a newer head, where there is an answer already. */
  private static final Duration WORTH_WAITING = Duration.ofSeconds(3);

  /** How often a head may be replaced under a look-up. */
  private static final int ATTEMPTS = 4;

  /** How often the anchor is followed for who is not there: as often as a flood of names asks. */
  private static final Rate FOLLOWED_FOR_STRANGERS = new Rate(8, 1);

  private final RegistryId registry;
  private final ChainEndpoint.Limits limits;
  private final Providers providers;
  private final Anchor anchor;
  private final ProvenReader reader;
  private final LightRecords records;
  private final TrustedState state;
  private final BlockAge age;
  private final MinimumHeight minimum;
  private final TokenBucket strangers = new TokenBucket(FOLLOWED_FOR_STRANGERS, System::nanoTime);
  private final LookupThreads threads = new LookupThreads();
  private volatile @Nullable LightWatch watch;

  /** With these settings. Asks nobody yet. */
  public LightLookups(LightSettings settings) {
    this(settings, InstantSource.system());
  }

  /**
   * @param clock that blocks are as old by
   */
  LightLookups(LightSettings settings, InstantSource clock) {
    this.registry = settings.registry();
    this.limits = settings.nodes().get(0).limits();
    this.providers = new Providers(settings.nodes());
    this.anchor = settings.anchor().open(providers.headerSources(), settings.folder());
    this.reader = new ProvenReader(registry, providers);
    this.records = LightRecords.of(settings, providers);
    this.age = new BlockAge(settings.policy(), settings.nodeNames(), clock);
    this.state =
        new TrustedState(
            registry.contract(), anchor.assurance(), silence(anchor), age, System::nanoTime);
    this.minimum = new MinimumHeight(settings.folder(), registry);
  }

  private static Duration silence(Anchor anchor) {
    Duration threeLooks = anchor.interval().multipliedBy(3);
    return threeLooks.compareTo(RecentBlocks.MAX_SILENCE) > 0
        ? threeLooks
        : RecentBlocks.MAX_SILENCE;
  }

  @Override
  public RegistryId id() {
    return registry;
  }

  /**
   * {@inheritDoc}
   *
   * @throws RegistryException if no block can be vouched for
   * @throws IllegalStateException if it is watched already: an anchor has one follower
   */
  @Override
  public AutoCloseable watch(ChangeListener listener) throws RegistryException {
    if (watch != null) {
      throw new IllegalStateException("this registry is watched already");
    }
    Revalidation revalidation =
        new Revalidation(
            state,
            Questions.to(providers, reader, anchor.naming(), limits.call()),
            limits.call(),
            listener);
    LightWatch started = new LightWatch(anchor, state, revalidation, age, minimum, limits.lookup());
    started.start();
    watch = started;
    return started;
  }

  @Override
  public BlockAnchor anchor() {
    return state;
  }

  @Override
  public CompletableFuture<SlotBranches> prove(IdHash id, BlockRef block) {
    return threads.ask("the proof of " + id, () -> branches(id, block));
  }

  private SlotBranches branches(IdHash id, BlockRef block) throws RegistryException {
    AnchoredBlock trusted =
        state
            .recent()
            .find(block.hash())
            .orElseThrow(
                () -> new RegistryException.Unanchored(block + " is not vouched for", null));
    return reader.prove(trusted, id, limits.call()).branches();
  }

  // ------------------------------------------------------------------------ look-ups

  @Override
  public CompletableFuture<Lookup> find(
      DpkIdentity identity, Freshness wanted, @Nullable EncodedRecord brought) {
    return threads.ask(
        "the look-up of " + identity, () -> new OneLookup(identity, brought).find(wanted));
  }

  /** The trusted block to look up at, new enough for whoever asks. */
  private AnchoredBlock head(Freshness wanted, Deadline deadline) throws RegistryException {
    AnchoredBlock known = state.head().orElse(null);
    if (known != null && state.age().compareTo(wanted.maxAge()) <= 0 && age.isGood(known)) {
      return known;
    }
    AnchoredBlock followed = follow(deadline);
    age.require(followed);
    return followed;
  }

  private AnchoredBlock follow(Deadline deadline) throws RegistryException {
    LightWatch running = watch;
    if (running == null) {
      throw new RegistryException.Unanchored("nobody follows the anchor yet", null);
    }
    return running.follow(deadline.left());
  }

  /** A look-up may find out before the watch does that an identity is revoked. */
  private void reportSoon() {
    LightWatch running = watch;
    if (running != null && state.hasNews()) {
      running.wake();
    }
  }

  /** One look-up, by the thread that it has. */
  private final class OneLookup {

    private final DpkIdentity identity;
    private final IdHash id;
    private final @Nullable EncodedRecord brought;
    private final Deadline deadline = Deadline.in(limits.lookup());

    OneLookup(DpkIdentity identity, @Nullable EncodedRecord brought) {
      this.identity = identity;
      this.id = RecordCodec.idHash(identity);
      this.brought = brought;
    }

    Lookup find(Freshness wanted) throws RegistryException {
      AnchoredBlock head = head(wanted, deadline);
      ProvenState proven = prove(head);
      if (!wanted.maxAge().isZero() && mayBeNewer(proven.slot(id)) && strangers.take()) {
        AnchoredBlock newer = newer(head);
        proven = newer.block().equals(head.block()) ? proven : prove(newer);
      }
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        Slot slot = proven.slot(id);
        Optional<BlockRef> block = state.note(id, slot, proven.block(), proven.storageRoot());
        if (block.isPresent()) {
          reportSoon();
          return lookup(slot, block.get());
        }
        proven = prove(head(Freshness.RECENT, deadline));
      }
      throw new RegistryException.Unreachable(
          "the chain went on %d times while %s was looked up: the node is too slow, try again"
              .formatted(ATTEMPTS, identity),
          null);
    }

    /**
     * A node that makes the next block meanwhile may answer from that: the next one is asked for.
     */
    private ProvenState prove(AnchoredBlock head) throws RegistryException {
      try {
        return read(head);
      } catch (RegistryException.Unproven e) {
        AnchoredBlock newer = newer(head);
        if (newer.block().equals(head.block())) {
          throw e;
        }
        return read(newer);
      }
    }

    private ProvenState read(AnchoredBlock head) throws RegistryException {
      return reader.read(head, List.of(id), deadline.left());
    }

    /** What is proven already is an answer, if there is none newer to be had soon. */
    private AnchoredBlock newer(AnchoredBlock head) {
      try {
        AnchoredBlock followed = follow(deadline.orIn(WORTH_WAITING));
        return age.isGood(followed) ? followed : head;
      } catch (RegistryException e) {
        LOG.log(Level.DEBUG, "no newer head than " + head.block(), e);
        return head;
      }
    }

    /** Whoever was just admitted, or has changed its keys, comes at once. */
    private boolean mayBeNewer(Slot slot) {
      return slot.status() != Slot.Status.ACTIVE
          || brought != null && !LightRecords.isNamed(brought, slot);
    }

    private Lookup lookup(Slot slot, BlockRef block) throws RegistryException {
      Assurance assurance = state.assurance();
      return switch (slot.status()) {
        case ABSENT -> new Lookup.Absent(identity, block, assurance);
        case REVOKED -> new Lookup.Revoked(identity, slot.changed(), block, assurance);
        case ACTIVE ->
            new Lookup.Active(
                records.read(identity, id, slot, brought, deadline), block, assurance);
      };
    }
  }

  @Override
  public void close() {
    LightWatch running = watch;
    if (running != null) {
      running.close();
    }
    threads.close();
    records.close();
    anchor.close();
    providers.close();
  }
}
