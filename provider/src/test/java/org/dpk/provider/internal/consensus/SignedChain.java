package org.dpk.provider.internal.consensus;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.dpk.provider.internal.bls.SigningKeys;
import org.dpk.provider.internal.consensus.LightClientUpdate.Finality;
import org.dpk.provider.internal.consensus.LightClientUpdate.NextCommittee;

/**
 * A beacon chain that has no more of its blocks than light clients see, and whose committees' keys
 * are known: it signs whatever a test wants signed. A committee has eight members, a period 64
 * slots.
 */
final class SignedChain {

  static final int MEMBERS = 8;
  static final int PERIOD = 64;
  static final int EVERYBODY = MEMBERS;

  /** To make keys and signatures takes longer than all else. */
  private static final Map<Long, SigningKeys> KEYS = new ConcurrentHashMap<>();

  private static final Map<Signed, byte[]> SIGNATURES = new ConcurrentHashMap<>();

  private record Signed(Root root, long keys, int participants) {}

  final BeaconChain chain;
  private final long seed;

  SignedChain(BeaconChain chain, long seed) {
    this.chain = chain;
    this.seed = seed;
  }

  /** Forks, each with its first epoch, after those before Capella at epoch 0. */
  static SignedChain with(Fork... later) {
    return new SignedChain(chain(Root.of(new SplitBytes(7).next(32)), later), 1);
  }

  /** All forks up to this one from the genesis on. */
  static SignedChain of(String fork) {
    return with(TestChains.fork(fork, "05000009", 0));
  }

  static BeaconChain chain(Root genesisValidatorsRoot, Fork... later) {
    return new BeaconChain(
        "signed",
        1_700_000_000,
        genesisValidatorsRoot,
        6,
        8,
        8,
        MEMBERS,
        IntStream.range(-1, later.length)
            .mapToObj(i -> i < 0 ? TestChains.fork("phase0", "00000009", 0) : later[i])
            .toList());
  }

  /** Bytes from a seed. */
  static final class SplitBytes {
    private final Random random;

    SplitBytes(long seed) {
      this.random = new Random(seed);
    }

    byte[] next(int length) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      return bytes;
    }

    Root root() {
      return Root.of(next(Root.LENGTH));
    }

    long number() {
      return random.nextInt(Integer.MAX_VALUE);
    }
  }

  /** In the middle of a slot. */
  Instant at(long slot) {
    return chain.timeOf(slot).plusSeconds(3);
  }

  SyncCommittee committee(long period) {
    SigningKeys members = keys(period);
    return new SyncCommittee(members.all(), members.aggregate());
  }

  private SigningKeys keys(long period) {
    return KEYS.computeIfAbsent(seed * 1000 + period, each -> SigningKeys.of(each, MEMBERS));
  }

  private long keysOf(long period) {
    return seed * 1000 + period;
  }

  /** A block, with the state that a light client is shown branches of. */
  record Block(LightClientHeader header, SparseTree state) {

    Root root() {
      return HashTreeRoot.of(header.beacon());
    }
  }

  /** The block of a slot in whose state nothing is final. */
  Block block(long slot) {
    return block(slot, Root.ZERO);
  }

  Block block(long slot, Root finalized) {
    ForkStructures fork = fork(slot);
    long period = chain.periodOf(slot);
    SparseTree state =
        new SparseTree(
            Map.of(
                fork.finalizedRootGindex(), finalized,
                fork.currentSyncCommitteeGindex(), HashTreeRoot.of(committee(period)),
                fork.nextSyncCommitteeGindex(), HashTreeRoot.of(committee(period + 1))),
            seed + slot);
    ExecutionHeader execution = execution(slot, fork);
    SparseTree body =
        new SparseTree(
            Map.of(ForkStructures.EXECUTION_GINDEX, HashTreeRoot.of(execution, fork)),
            ~(seed + slot));
    SplitBytes bytes = new SplitBytes(seed + slot);
    BeaconHeader beacon =
        new BeaconHeader(slot, bytes.number(), bytes.root(), state.root(), body.root());
    return new Block(
        new LightClientHeader(beacon, execution, body.branch(ForkStructures.EXECUTION_GINDEX)),
        state);
  }

  private ForkStructures fork(long slot) {
    try {
      return new HeaderCheck(chain).forkAt(slot);
    } catch (ConsensusException e) {
      return ForkStructures.FULU; // of a fork that the client does not know
    }
  }

  static ExecutionHeader execution(long slot, ForkStructures fork) {
    SplitBytes bytes = new SplitBytes(slot);
    return new ExecutionHeader(
        bytes.root(),
        bytes.next(ExecutionHeader.ADDRESS_LENGTH),
        bytes.root(),
        bytes.root(),
        bytes.next(ExecutionHeader.BLOOM_LENGTH),
        bytes.root(),
        slot,
        bytes.number(),
        bytes.number(),
        bytes.number(),
        bytes.next((int) (slot % 33)),
        new BigInteger(1, bytes.next(16)),
        bytes.root(),
        bytes.root(),
        bytes.root(),
        fork.hasBlobGas() ? bytes.number() : 0,
        fork.hasBlobGas() ? bytes.number() : 0);
  }

  LightClientBootstrap bootstrap(long slot) {
    Block block = block(slot);
    return new LightClientBootstrap(
        block.header(),
        committee(chain.periodOf(slot)),
        block.state().branch(fork(slot).currentSyncCommitteeGindex()));
  }

  Root checkpoint(long slot) {
    return block(slot).root();
  }

  /** Everything that there is to say, signed by all in the next slot. */
  LightClientUpdate update(long attested, long finalized) {
    return update(attested, finalized, attested + 1, EVERYBODY);
  }

  /** With the next committee, and what is final. */
  LightClientUpdate update(long attested, long finalized, long signed, int participants) {
    Block last = block(finalized);
    Block block = block(attested, last.root());
    ForkStructures fork = fork(attested);
    return new LightClientUpdate(
        block.header(),
        Optional.of(
            new NextCommittee(
                committee(chain.periodOf(attested) + 1),
                block.state().branch(fork.nextSyncCommitteeGindex()))),
        Optional.of(
            new Finality(
                Optional.of(last.header()), block.state().branch(fork.finalizedRootGindex()))),
        sign(block.header().beacon(), signed, participants),
        signed);
  }

  /** Without the next committee. */
  LightClientUpdate finalityUpdate(long attested, long finalized, long signed, int participants) {
    LightClientUpdate update = update(attested, finalized, signed, participants);
    return new LightClientUpdate(
        update.attested(), Optional.empty(), update.finality(), update.aggregate(), signed);
  }

  /** Without anything but the newest header. */
  LightClientUpdate optimisticUpdate(long attested, long signed, int participants) {
    LightClientHeader header = block(attested).header();
    return new LightClientUpdate(
        header,
        Optional.empty(),
        Optional.empty(),
        sign(header.beacon(), signed, participants),
        signed);
  }

  /** By the first so many of the committee of a slot, under the fork of the slot before. */
  SyncAggregate sign(BeaconHeader header, long slot, int participants) {
    byte[] version = chain.forkAtSlot(slot - 1).version();
    Root root = HashTreeRoot.signingRoot(header, version, chain.genesisValidatorsRoot());
    return sign(root, chain.periodOf(slot), participants);
  }

  SyncAggregate sign(Root root, long period, int participants) {
    BitSet bits = new BitSet();
    bits.set(0, participants);
    byte[] signature =
        SIGNATURES.computeIfAbsent(
            new Signed(root, keysOf(period), participants),
            each -> keys(period).sign(root.bytes(), IntStream.range(0, participants).toArray()));
    return new SyncAggregate(Arrays.copyOf(bits.toByteArray(), MEMBERS / Byte.SIZE), signature);
  }
}
