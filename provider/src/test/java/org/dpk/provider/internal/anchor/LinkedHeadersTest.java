package org.dpk.provider.internal.anchor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.anchor.LinkedHeaders.Floor;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.MadeUpHeader;
import org.junit.jupiter.api.Test;

class LinkedHeadersTest {

  private final List<BlockHeader> chain;
  private final List<Integer> questions = new ArrayList<>();

  LinkedHeadersTest() throws Exception {
    chain = chain(100, new byte[32]);
  }

  private static List<BlockHeader> chain(int length, byte[] stateRoot) throws Exception {
    List<BlockHeader> chain = new ArrayList<>();
    byte[] parent = new byte[32];
    for (int i = 0; i < length; i++) {
      chain.add(MadeUpHeader.child(parent, i, 12L * i, stateRoot));
      parent = chain.get(i).block().hash();
    }
    return chain;
  }

  private List<BlockHeader> read(List<BlockHeader> served, Floor floor, int first)
      throws RegistryException {
    LinkedHeaders linked =
        new LinkedHeaders(
            (from, count) -> {
              questions.add(count);
              return served.subList((int) from, (int) from + count);
            },
            16);
    return linked.upTo(99, chain.get(99).block().hash(), floor, first);
  }

  private static Floor down(long lowest) {
    return new Floor(lowest, 0, RecentBlocks.NONE);
  }

  @Test
  void theyAreReadDownToTheFloorInAsFewQuestionsAsThereMayBe() throws Exception {
    assertEquals(chain.subList(60, 100), read(chain, down(60), 8));
    assertEquals(List.of(8, 16, 16), questions);
  }

  @Test
  void andNoFurtherThanTime() throws Exception {
    assertEquals(chain.subList(94, 100), read(chain, new Floor(0, 12 * 95, RecentBlocks.NONE), 4));
    assertEquals(List.of(4, 16), questions);
  }

  @Test
  void andNoFurtherThanWhatIsCovered() throws Exception {
    RecentBlocks covered =
        RecentBlocks.NONE.with(
            chain.subList(0, 91).stream().map(AnchoredBlock::of).toList(), Map.of());
    assertEquals(chain.subList(91, 100), read(chain, new Floor(0, 0, covered), 9));
    assertEquals(List.of(9), questions);
  }

  @Test
  void aHeaderThatItsChildDoesNotNameEndsThem() throws Exception {
    byte[] root = new byte[32];
    root[0] = 1;
    List<BlockHeader> other = chain(95, root);
    List<BlockHeader> served = new ArrayList<>(other);
    served.addAll(chain.subList(95, 100));
    assertEquals(chain.subList(95, 100), read(served, down(0), 8));
    assertEquals(List.of(8), questions);
  }

  @Test
  void anotherBlockInThePlaceOfTheNewestIsNone() throws Exception {
    byte[] root = new byte[32];
    root[0] = 1;
    assertEquals(List.of(), read(chain(100, root), down(0), 8));
  }

  @Test
  void whatIsNotServedIsSaid() {
    LinkedHeaders silent =
        new LinkedHeaders(
            (from, count) -> {
              throw new RegistryException.Unreachable("silent", null);
            },
            16);
    assertThrows(
        RegistryException.Unreachable.class,
        () -> silent.upTo(99, chain.get(99).block().hash(), down(0), 8));
  }
}
