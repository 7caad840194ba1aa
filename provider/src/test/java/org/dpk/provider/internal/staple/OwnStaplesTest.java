package org.dpk.provider.internal.staple;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.anchor.ChangeEvidence;
import org.dpk.provider.internal.anchor.RecentBlocks;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.ethereum.SlotBranches;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.MadeUpHeader;
import org.dpk.provider.internal.proof.MadeUpState;
import org.dpk.provider.internal.proof.StateProof;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.provider.internal.record.RecordDecoders;
import org.junit.jupiter.api.Test;

/** Whatever becomes of the proof, there is a staple. What a sound node does: {@code StaplesIT}. */
class OwnStaplesTest {

  private static final RegistryId REGISTRY =
      new RegistryId(31337, EthereumAddress.parse("0x5fbdb2315678afecb367f032d93f642f64180aa3"));
  private static final EncodedRecord RECORD = RecordDecoders.some(new Random(4));

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private RecentBlocks recent = RecentBlocks.NONE;
  private CompletableFuture<SlotBranches> handedOut = new CompletableFuture<>();

  @Test
  void withoutABlockThereIsNobodyToAsk() throws Exception {
    OwnStaples staples = staples(new CompletableFuture<>());
    assertRecordAlone(staples, Duration.ofDays(1));
    assertEquals(0, asked.get());
  }

  @Test
  void aProofThatDoesNotComeIsNotWaitedForLongerThanAllowed() throws Exception {
    recent = RecentBlocks.NONE.with(List.of(AnchoredBlock.of(header(7))), Map.of());
    OwnStaples staples = staples(new CompletableFuture<>());
    for (int i = 0; i < 10; i++) {
      assertRecordAlone(staples, Duration.ofMillis(1));
    }
    assertEquals(1, asked.get());
  }

  @Test
  void aNodeThatRefusesIsLeftAloneForAWhile() throws Exception {
    recent = RecentBlocks.NONE.with(List.of(AnchoredBlock.of(header(7))), Map.of());
    OwnStaples staples =
        staples(CompletableFuture.failedFuture(new RegistryException("no such method", null)));
    assertRecordAlone(staples, Duration.ofDays(1));
    nanos.addAndGet(OwnStaples.PAUSE.toNanos());
    assertRecordAlone(staples, Duration.ofDays(1));
    assertEquals(1, asked.get());
    nanos.incrementAndGet();
    assertRecordAlone(staples, Duration.ofDays(1));
    assertEquals(2, asked.get());
  }

  @Test
  void aRefusalIsRememberedAsItIsHoweverOftenItIsMet() throws Exception {
    recent = RecentBlocks.NONE.with(List.of(AnchoredBlock.of(header(7))), Map.of());
    RegistryException refusal = new RegistryException("no such method", null);
    OwnStaples staples = staples(CompletableFuture.failedFuture(refusal));
    for (int i = 0; i < 10; i++) {
      assertRecordAlone(staples, Duration.ofDays(1));
    }
    ExecutionException e = assertThrows(ExecutionException.class, handedOut::get);
    assertSame(refusal, e.getCause());
  }

  @Test
  void aRecordThatWasNotThereYetIsProvenAsSoonAsItIs() throws Exception {
    BlockHeader before = header(7);
    recent = RecentBlocks.NONE.with(List.of(AnchoredBlock.of(before)), Map.of());
    OwnStaples staples =
        staples(CompletableFuture.failedFuture(new RegistryException("not there", null)));
    assertRecordAlone(staples, Duration.ofDays(1));
    recent =
        recent.with(
            List.of(AnchoredBlock.of(header(8, before.block().hash()))),
            Map.of(RecordCodec.idHash(RECORD.identity()), 8L));
    assertRecordAlone(staples, Duration.ofDays(1));
    assertEquals(2, asked.get());
    assertRecordAlone(staples, Duration.ofDays(1));
    assertEquals(2, asked.get());
  }

  @Test
  void aProofThatDoesNotVerifyIsNeverSent() throws Exception {
    recent = RecentBlocks.NONE.with(List.of(AnchoredBlock.of(header(7))), Map.of());
    List<byte[]> nonsense = List.of(new byte[40]);
    List<byte[]> huge = List.of(new byte[5_000]);
    for (SlotBranches wrong :
        List.of(
            new SlotBranches(nonsense, nonsense),
            new SlotBranches(huge, nonsense),
            new SlotBranches(List.of(), List.of()))) {
      asked.set(0);
      OwnStaples staples = staples(CompletableFuture.completedFuture(wrong));
      assertRecordAlone(staples, Duration.ofDays(1));
      assertRecordAlone(staples, Duration.ofDays(1));
      assertEquals(1, asked.get());
    }
  }

  @Test
  void theFirstBlockIsNotProvenFrom() throws Exception {
    recent = RecentBlocks.NONE.with(List.of(AnchoredBlock.of(header(0))), Map.of());
    assertRecordAlone(staples(new CompletableFuture<>()), Duration.ofDays(1));
    assertEquals(0, asked.get());
  }

  @Test
  void aProofIsRenewedAfterSoManyBlocks() throws Exception {
    BlockHeader last = header(7);
    recent = RecentBlocks.NONE.with(List.of(AnchoredBlock.of(last)), Map.of());
    OwnStaples staples = staples(new CompletableFuture<>());
    staples.prepare(RECORD.identity());
    for (int i = 1; i <= 2 * OwnStaples.RENEWED_AFTER; i++) {
      last = header(7 + i, last.block().hash());
      recent = recent.with(List.of(AnchoredBlock.of(last)), Map.of());
      staples.prepare(RECORD.identity());
      assertEquals(i <= OwnStaples.RENEWED_AFTER ? 1 : 2, asked.get(), "block " + (7 + i));
    }
  }

  /** Where no log is trusted, a proof is as good as its storage root is. */
  @Test
  void whereRootsAreTheEvidenceAProofIsRenewedWhenTheRootIsAnother() throws Exception {
    MadeUpState state = new MadeUpState(REGISTRY.contract());
    state.put(Slot.key(RecordCodec.idHash(RECORD.identity())), word(7));
    BlockHeader first = MadeUpHeader.child(new byte[32], 7, 7, state.root());
    byte[] storageRoot =
        StateProof.account(state.root(), REGISTRY.contract(), state.accountProof())
            .orElseThrow()
            .storageRoot();
    AtomicReference<byte[]> newest = new AtomicReference<>(storageRoot);
    ChangeEvidence evidence = (id, block, root) -> Arrays.equals(root, newest.get());
    recent = RecentBlocks.NONE.with(List.of(AnchoredBlock.of(first)), evidence);
    SlotBranches branches =
        new SlotBranches(
            state.accountProof(),
            state.storageProof(Slot.key(RecordCodec.idHash(RECORD.identity()))));
    CompletableFuture<SlotBranches> underWay = new CompletableFuture<>();
    OwnStaples staples = staples(underWay);
    staples.prepare(RECORD.identity());
    staples.prepare(RECORD.identity());
    assertEquals(1, asked.get(), "one that is under way is waited for");
    handedOut.complete(branches);
    for (int i = 0; i < 5; i++) {
      assertNotNull(Staple.decode(staples.make(RECORD, Duration.ofDays(1))).evidence());
    }
    assertEquals(1, asked.get());
    newest.set(new byte[32]);
    staples.prepare(RECORD.identity());
    assertEquals(2, asked.get());
  }

  private static byte[] word(int changed) {
    return ByteBuffer.allocate(32)
        .put(RECORD.digest(), 0, 26)
        .put((byte) 0)
        .putInt(changed)
        .put((byte) 1)
        .array();
  }

  private OwnStaples staples(CompletableFuture<SlotBranches> answer) {
    return new OwnStaples(
        REGISTRY,
        () -> recent,
        (id, block) -> {
          asked.incrementAndGet();
          handedOut = answer.copy();
          return handedOut;
        },
        nanos::get);
  }

  private static void assertRecordAlone(OwnStaples staples, Duration patience) throws WrongStaple {
    Staple staple = Staple.decode(staples.make(RECORD, patience));
    assertEquals(RECORD, staple.record());
    assertNull(staple.evidence());
  }

  private static BlockHeader header(long number) throws Exception {
    return header(number, new byte[32]);
  }

  private static BlockHeader header(long number, byte[] parent) throws Exception {
    return MadeUpHeader.child(parent, number, number, new byte[32]);
  }
}
