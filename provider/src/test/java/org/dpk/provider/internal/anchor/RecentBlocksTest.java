package org.dpk.provider.internal.anchor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dpk.provider.IdHash;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.MadeUpHeader;
import org.dpk.provider.internal.proof.ProofException;
import org.junit.jupiter.api.Test;

class RecentBlocksTest {

  private static final IdHash ALICE = IdHash.of(new byte[32]);

  @Test
  void nothingIsCoveredAtFirst() {
    assertEquals(Optional.empty(), RecentBlocks.NONE.newest());
    assertEquals(Optional.empty(), RecentBlocks.NONE.find(new byte[32]));
    assertEquals(RecentBlocks.NONE, BlockAnchor.NONE.recent());
  }

  @Test
  void theNewestAnd64BelowAreCovered() throws Exception {
    List<BlockHeader> chain = chain(1, 200, 12, (byte) 0);
    RecentBlocks recent = RecentBlocks.NONE;
    for (BlockHeader each : chain) {
      recent = recent.with(anchored(List.of(each)), Map.of());
    }
    assertEquals(chain.get(199).block(), recent.newest().orElseThrow().block());
    for (int i = 0; i < 200; i++) {
      assertEquals(i >= 135, recent.find(chain.get(i).block().hash()).isPresent(), "block " + i);
    }
    assertEquals(chain.get(135).block(), recent.below(64).orElseThrow().block());
    assertEquals(Optional.empty(), recent.below(65));
  }

  @Test
  void andNoneThatIsMoreThanAQuarterOfAnHourOlder() throws Exception {
    List<BlockHeader> chain = chain(1, 20, 100, (byte) 0);
    RecentBlocks recent = RecentBlocks.NONE.with(anchored(chain), Map.of());
    for (int i = 0; i < 20; i++) {
      assertEquals(i >= 10, recent.find(chain.get(i).block().hash()).isPresent(), "block " + i);
    }
  }

  @Test
  void aForkTakesThePlaceOfWhatItReplaces() throws Exception {
    List<BlockHeader> chain = chain(1, 10, 12, (byte) 0);
    RecentBlocks recent = RecentBlocks.NONE.with(anchored(chain), Map.of());
    List<BlockHeader> fork = children(chain.get(5), 2, 12, (byte) 1);
    RecentBlocks after = recent.with(anchored(fork), Map.of());
    assertEquals(fork.get(1).block(), after.newest().orElseThrow().block());
    assertTrue(after.find(chain.get(5).block().hash()).isPresent());
    for (int i = 6; i < 10; i++) {
      assertTrue(after.find(chain.get(i).block().hash()).isEmpty(), "block " + i);
    }
    assertTrue(recent.find(chain.get(9).block().hash()).isPresent(), "a snapshot changed");
  }

  @Test
  void blocksThatDoNotFollowStartAnew() throws Exception {
    RecentBlocks recent = RecentBlocks.NONE.with(anchored(chain(1, 10, 12, (byte) 0)), Map.of());
    List<BlockHeader> later = chain(30, 3, 12, (byte) 0);
    RecentBlocks after = recent.with(anchored(later), Map.of());
    assertEquals(later.get(0).block(), after.below(2).orElseThrow().block());
    assertEquals(Optional.empty(), after.below(3));
  }

  @Test
  void aChangeIsRememberedForAsLongAsABlockBeforeItIsCovered() throws Exception {
    List<BlockHeader> chain = chain(1, 100, 1, (byte) 0);
    RecentBlocks recent = RecentBlocks.NONE.with(anchored(chain.subList(0, 10)), Map.of(ALICE, 8L));
    for (int i = 10; i <= 100; i++) {
      for (int below = 0; recent.below(below).isPresent(); below++) {
        AnchoredBlock block = recent.below(below).orElseThrow();
        assertEquals(block.block().number() >= 8, recent.isUnchangedSince(ALICE, block));
      }
      if (i < 100) {
        recent = recent.with(anchored(List.of(chain.get(i))), Map.of());
      }
    }
    RecentBlocks again =
        RecentBlocks.NONE
            .with(anchored(chain.subList(0, 10)), Map.of(ALICE, 9L))
            .with(anchored(List.of(chain.get(10))), Map.of(ALICE, 3L));
    assertFalse(
        again.isUnchangedSince(ALICE, again.find(chain.get(7).block().hash()).orElseThrow()),
        "the last change counts");
  }

  private static List<AnchoredBlock> anchored(List<BlockHeader> headers) {
    return headers.stream().map(AnchoredBlock::of).toList();
  }

  private static List<BlockHeader> chain(long first, int count, int seconds, byte salt)
      throws ProofException {
    BlockHeader start = header(new byte[32], first, first * seconds, salt);
    List<BlockHeader> chain = new ArrayList<>(List.of(start));
    chain.addAll(children(start, count - 1, seconds, salt));
    return chain;
  }

  private static List<BlockHeader> children(BlockHeader parent, int count, int seconds, byte salt)
      throws ProofException {
    List<BlockHeader> children = new ArrayList<>();
    BlockHeader last = parent;
    for (int i = 0; i < count; i++) {
      long number = last.block().number() + 1;
      last = header(last.block().hash(), number, number * seconds, salt);
      children.add(last);
    }
    return children;
  }

  private static BlockHeader header(byte[] parent, long number, long time, byte salt)
      throws ProofException {
    byte[] root = new byte[32];
    root[0] = salt;
    return MadeUpHeader.child(parent, number, time, root);
  }
}
