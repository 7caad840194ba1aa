package org.dpk.provider.internal.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dpk.provider.Assurance;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.anchor.HeaderSource;
import org.dpk.provider.internal.offline.ProofCheck.Shown;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockNaming;
import org.dpk.provider.internal.proof.MadeUpHeader;
import org.dpk.provider.internal.record.EncodedRecord;
import org.junit.jupiter.api.Test;

class AnchorLinkTest {

  private static final EncodedRecord RECORD = MadeUpProof.record(1);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final CountedHeaders source = new CountedHeaders();
  private final Shown shown;

  AnchorLinkTest() throws Exception {
    OfflineProof proof = MadeUpProof.active(RECORD, 2);
    shown = new ProofCheck(BlockNaming.ETHEREUM, Assurance.PROVED).check(proof);
    for (byte[] header : proof.headers()) {
      source.chain.add(BlockHeader.decode(header));
    }
  }

  /** Has what a test says; counts what is asked, and gives late answers too. */
  private static final class CountedHeaders implements HeaderSource {
    final List<BlockHeader> chain = new ArrayList<>();
    int asked;
    Duration takes = Duration.ZERO;

    @Override
    public String name() {
      return "scripted";
    }

    @Override
    public BlockHeader newest(BlockNaming naming, Duration patience) {
      throw new AssertionError("nobody asks a node for what is newest");
    }

    @Override
    public BlockHeader finalized(BlockNaming naming, Duration patience) {
      throw new AssertionError("nor for what is final");
    }

    @Override
    public List<BlockHeader> headers(BlockNaming naming, long first, int count, Duration patience)
        throws RegistryException {
      asked++;
      long end = System.nanoTime() + takes.toNanos();
      while (System.nanoTime() - end < 0) {
        Thread.onSpinWait();
      }
      int from = (int) (first - chain.get(0).block().number());
      if (from < 0 || from + count > chain.size()) {
        throw new RegistryException("scripted has no such headers", null);
      }
      return chain.subList(from, from + count);
    }

    AnchoredBlock extend(int blocks) throws Exception {
      for (int i = 0; i < blocks; i++) {
        BlockHeader last = chain.get(chain.size() - 1);
        long number = last.block().number() + 1;
        chain.add(MadeUpHeader.child(last.block().hash(), number, 12 * number, new byte[32]));
      }
      return AnchoredBlock.of(chain.get(chain.size() - 1));
    }
  }

  private void require(AnchoredBlock head) throws Exception {
    new AnchorLink(head, BlockNaming.ETHEREUM, source).require(shown, PATIENCE);
  }

  @Test
  void aHeadAmongItsBlocksNeedsNoQuestion() throws Exception {
    require(AnchoredBlock.of(source.chain.get(1)));
    require(AnchoredBlock.of(source.chain.get(0)));
    assertEquals(0, source.asked);
  }

  @Test
  void headersInBetweenAreRead64AtOnce() throws Exception {
    require(source.extend(200));
    assertEquals(4, source.asked);
  }

  /** In 128 questions there is room for hours. */
  @Test
  void whoTakesAllTheTimeForEachQuestionIsAskedOnce() throws Exception {
    AnchoredBlock head = source.extend(200);
    source.takes = Duration.ofMillis(30);
    AnchorLink link = new AnchorLink(head, BlockNaming.ETHEREUM, source);
    assertThrows(
        RegistryException.Unreachable.class, () -> link.require(shown, Duration.ofMillis(20)));
    assertEquals(1, source.asked);
  }

  @Test
  void headersOfAnotherChainDoNotLead() throws Exception {
    AnchoredBlock head = source.extend(100);
    BlockHeader wrong =
        MadeUpHeader.child(new byte[32], 150, 12 * 150, source.chain.get(40).stateRoot());
    source.chain.set(50, wrong);
    RegistryException e = assertThrows(RegistryException.Unproven.class, () -> require(head));
    assertTrue(e.getMessage().contains("has not the headers"), e::getMessage);
  }

  @Test
  void aBlockBesideTheChainIsRefused() throws Exception {
    BlockHeader first = source.chain.get(0);
    source.chain.set(1, MadeUpHeader.child(first.block().hash(), 101, 99, new byte[32]));
    AnchoredBlock head = source.extend(10);
    BadProofFile e = assertThrows(BadProofFile.class, () -> require(head));
    assertTrue(e.getMessage().contains("not part of the chain"), e::getMessage);
  }

  @Test
  void whatIsTooOldOrTooNewSaysSo() throws Exception {
    AnchoredBlock below =
        AnchoredBlock.of(MadeUpHeader.child(new byte[32], 99, 12 * 99, new byte[32]));
    RegistryException newer =
        assertThrows(RegistryException.Unanchored.class, () -> require(below));
    assertTrue(newer.getMessage().contains("newer than"), newer::getMessage);
    long far = shown.last().number() + AnchorLink.MAX_HEADERS + 1;
    AnchoredBlock above =
        AnchoredBlock.of(MadeUpHeader.child(new byte[32], far, 12 * far, new byte[32]));
    RegistryException older =
        assertThrows(RegistryException.Unanchored.class, () -> require(above));
    assertTrue(older.getMessage().contains("have a new one made"), older::getMessage);
    assertEquals(0, source.asked);
  }
}
