package org.dpk.provider.internal.consensus;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.dpk.provider.internal.bls.BlsLibrary;
import org.dpk.provider.internal.consensus.LightClientUpdate.Finality;
import org.dpk.provider.internal.consensus.LightClientUpdate.NextCommittee;
import org.dpk.provider.internal.decoding.Decoder;
import org.dpk.provider.internal.decoding.Decoders;

/** What reads what beacon nodes say, and what was kept of it. */
public final class ConsensusDecoders {

  private static final SignedChain SIGNED = SignedChain.of("electra");
  private static final BeaconChain CHAIN = SIGNED.chain;
  private static final LightClientSsz SSZ = new LightClientSsz(CHAIN);
  private static final BeaconApiJson JSON = new BeaconApiJson(CHAIN);
  private static final StoreCodec STORES = new StoreCodec(CHAIN, BlsLibrary.BOUNCY_CASTLE.open());
  private static final int CHECKSUM = 32;

  public static final Decoders ALL = new Decoders(all());

  private ConsensusDecoders() {}

  private static List<Decoder> all() {
    TestSsz ssz = new TestSsz(ForkStructures.ELECTRA, SignedChain.MEMBERS);
    TestJson json = new TestJson(ForkStructures.ELECTRA, SignedChain.MEMBERS);
    TestSsz oldSsz = new TestSsz(ForkStructures.CAPELLA, SignedChain.MEMBERS);
    return List.of(
        ssz(
            "bootstrap in SSZ",
            bytes -> SSZ.bootstrap("electra", bytes),
            ssz::bootstrap,
            ConsensusDecoders::bootstrap),
        ssz(
            "update in SSZ",
            bytes -> SSZ.update("electra", bytes),
            ssz::update,
            ConsensusDecoders::update),
        ssz(
            "finality update in SSZ",
            bytes -> SSZ.finalityUpdate("electra", bytes),
            ssz::finalityUpdate,
            ConsensusDecoders::update),
        ssz(
            "optimistic update in SSZ",
            bytes -> SSZ.optimisticUpdate("electra", bytes),
            ssz::optimisticUpdate,
            ConsensusDecoders::update),
        ssz(
            "optimistic update in SSZ without blobs",
            bytes -> SSZ.optimisticUpdate("capella", bytes),
            oldSsz::optimisticUpdate,
            random -> update(ForkStructures.CAPELLA, random)),
        json(
            "bootstrap in JSON",
            JSON::bootstrap,
            each -> TestJson.bytes(json.bootstrap(each)),
            ConsensusDecoders::bootstrap),
        json(
            "updates in JSON",
            bytes -> JSON.updates(bytes, 2),
            each -> TestJson.bytes(json.updates(each)),
            random -> List.of(update(random), update(random))),
        json(
            "finality update in JSON",
            JSON::finalityUpdate,
            each -> TestJson.bytes(json.finalityUpdate(each)),
            ConsensusDecoders::update),
        json(
            "optimistic update in JSON",
            JSON::optimisticUpdate,
            each -> TestJson.bytes(json.optimisticUpdate(each)),
            ConsensusDecoders::update),
        canonical("kept state", STORES::decode, STORES::encode, ConsensusDecoders::store),
        Decoder.canonical(
            "kept state whose checksum is right",
            ConsensusException.class,
            content -> STORES.decode(withChecksum(content)),
            store -> withoutChecksum(STORES.encode(store)),
            random -> withoutChecksum(STORES.encode(store(random)))));
  }

  /** An execution block's extra data comes last, and ends where the bytes do. */
  private static <T> Decoder ssz(
      String name, Decoder.Reading<T> decode, Function<T, byte[]> encode, Function<Random, T> of) {
    return canonical(name, decode, encode, of).openEnded();
  }

  private static <T> Decoder canonical(
      String name, Decoder.Reading<T> decode, Function<T, byte[]> encode, Function<Random, T> of) {
    return Decoder.canonical(
        name, ConsensusException.class, decode, encode, random -> encode.apply(of.apply(random)));
  }

  private static <T> Decoder json(
      String name, Decoder.Reading<T> decode, Function<T, byte[]> encode, Function<Random, T> of) {
    return Decoder.stable(
        name, ConsensusException.class, decode, encode, random -> encode.apply(of.apply(random)));
  }

  private static byte[] withChecksum(byte[] content) {
    byte[] all = Arrays.copyOf(content, content.length + CHECKSUM);
    System.arraycopy(Merkle.sha256().digest(content), 0, all, content.length, CHECKSUM);
    return all;
  }

  private static byte[] withoutChecksum(byte[] encoded) {
    return Arrays.copyOf(encoded, encoded.length - CHECKSUM);
  }

  private static LightClientBootstrap bootstrap(Random random) {
    return bootstrap(ForkStructures.ELECTRA, random);
  }

  static LightClientBootstrap bootstrap(ForkStructures fork, Random random) {
    return new LightClientBootstrap(
        header(fork, random),
        committee(random),
        roots(Merkle.depth(fork.currentSyncCommitteeGindex()), random));
  }

  private static LightClientUpdate update(Random random) {
    return update(ForkStructures.ELECTRA, random);
  }

  static LightClientUpdate update(ForkStructures fork, Random random) {
    Optional<NextCommittee> next =
        random.nextInt(4) == 0
            ? Optional.empty()
            : Optional.of(
                new NextCommittee(
                    committee(random),
                    roots(Merkle.depth(fork.nextSyncCommitteeGindex()), random)));
    return new LightClientUpdate(
        header(fork, random),
        next,
        finality(fork, random),
        new SyncAggregate(bytes(SignedChain.MEMBERS / 8, random), bytes(96, random)),
        1 + random.nextInt(1 << 30));
  }

  private static Optional<Finality> finality(ForkStructures fork, Random random) {
    List<Root> branch = roots(Merkle.depth(fork.finalizedRootGindex()), random);
    return switch (random.nextInt(4)) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(new Finality(Optional.empty(), branch));
      default -> Optional.of(new Finality(Optional.of(header(fork, random)), branch));
    };
  }

  private static LightClientHeader header(ForkStructures fork, Random random) {
    return new LightClientHeader(
        new BeaconHeader(
            1 + random.nextInt(1 << 30),
            random.nextLong(),
            root(random),
            root(random),
            root(random)),
        SignedChain.execution(random.nextInt(1 << 20), fork),
        roots(4, random));
  }

  private static SyncCommittee committee(Random random) {
    return new SyncCommittee(
        IntStream.range(0, SignedChain.MEMBERS).mapToObj(i -> bytes(48, random)).toList(),
        bytes(48, random));
  }

  static LightClientStore store(Random random) {
    try {
      HeaderCheck check = new HeaderCheck(CHAIN);
      long slot = 1 + random.nextInt(100);
      SyncCommittee next = committee(random);
      return new LightClientStore(
          check.verify(SIGNED.block(slot).header()),
          check.verify(SIGNED.block(slot + random.nextInt(10)).header()),
          KnownCommittee.of(committee(random), BlsLibrary.BOUNCY_CASTLE.open()),
          random.nextBoolean()
              ? Optional.empty()
              : Optional.of(KnownCommittee.of(next, BlsLibrary.BOUNCY_CASTLE.open())));
    } catch (ConsensusException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Root> roots(int count, Random random) {
    return IntStream.range(0, count).mapToObj(i -> root(random)).toList();
  }

  private static Root root(Random random) {
    return Root.of(bytes(Root.LENGTH, random));
  }

  private static byte[] bytes(int length, Random random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
