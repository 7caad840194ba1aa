package org.dpk.provider.internal.anchor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockHeader.Field;
import org.dpk.provider.internal.proof.BlockNaming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who outvotes whom; a real chain is in {@link QuorumAnchorIT}. */
class QuorumAnchorTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<BlockHeader> chain = chain(50, 1);
  private final List<BlockHeader> fork = chain(60, 2);

  private static List<BlockHeader> chain(int length, long gasLimit) {
    List<BlockHeader> chain = new ArrayList<>();
    byte[] parent = new byte[32];
    for (int number = 0; number < length; number++) {
      chain.add(
          new HeaderFields()
              .with(Field.PARENT_HASH, parent)
              .with(Field.NUMBER, number)
              .with(Field.GAS_LIMIT, gasLimit)
              .header(BlockNaming.ETHEREUM));
      parent = chain.get(number).block().hash();
    }
    return chain;
  }

  @Test
  void theNewestBlockThatEnoughHaveIsTaken() throws Exception {
    assertEquals(40, follow(1, 0, at("a", 40)));
    assertEquals(40, follow(2, 0, at("a", 40), at("b", 40), at("c", 40)));
    assertEquals(41, follow(2, 0, at("a", 40), at("b", 41), at("c", 45)));
    assertEquals(40, follow(3, 0, at("a", 40), at("b", 41), at("c", 45)));
    assertEquals(31, follow(2, 10, at("a", 40), at("b", 41), at("c", 45)));
    assertEquals(0, follow(1, 10, at("a", 4)));
  }

  @Test
  void whoLiesIsOutvoted() throws Exception {
    ScriptedHeaders liar = new ScriptedHeaders("liar", fork);
    assertEquals(40, follow(2, 0, liar, at("b", 40), at("c", 45)));
    assertEquals(
        40, follow(2, 0, new ScriptedHeaders("liar", fork).cut(40), at("b", 40), at("c", 40)));
    assertEquals(3, follow(2, 0, new ScriptedHeaders("liar", fork), at("b", 40), at("c", 3)));
    assertEquals(30, follow(3, 10, liar, at("b", 40), at("c", 45), at("d", 49)));
  }

  @Test
  void whoDisagreesIsNamed() {
    String said = refusal(2, new ScriptedHeaders("liar", fork), at("honest", 40));
    assertTrue(said.contains("at height 40 "), said);
    assertTrue(said.contains("liar says 0x"), said);
    assertTrue(said.contains("honest says 0x"), said);
  }

  @Test
  void twoGroupsOfEnoughAreNone() {
    String said =
        refusal(
            2,
            at("a", 40),
            at("b", 40),
            new ScriptedHeaders("c", fork).cut(40),
            new ScriptedHeaders("d", fork).cut(40));
    assertTrue(said.contains("2 of 4 nodes have to agree on a block, and do not"), said);
  }

  @Test
  void fewerThanEnoughInReachIsSaid() {
    String said = refusal(2, at("a", 40), at("b", 40).silent());
    assertTrue(said.contains("and 1 answered"), said);
    assertTrue(said.contains("b does not answer"), said);
    try (Anchor anchor = open(1, 0, null, at("a", 40).silent())) {
      assertThrows(RegistryException.Unreachable.class, () -> anchor.follow(PATIENCE));
    }
  }

  @Test
  void whoHangsIsNotWaitedForByTheOthers() throws Exception {
    long start = System.nanoTime();
    ScriptedHeaders a = at("a", 30);
    ScriptedHeaders b = at("b", 30);
    try (Anchor anchor = open(2, 0, null, a, b, at("c", 40).hanging())) {
      assertEquals(30, anchor.follow(PATIENCE).block().number());
      assertEquals(30, anchor.follow(PATIENCE).block().number());
      a.serve(chain);
      b.serve(chain);
      assertEquals(49, anchor.follow(PATIENCE).block().number());
    }
    assertTrue(System.nanoTime() - start < PATIENCE.toNanos() / 2);
  }

  @Test
  void twoThatAreFrozenDoNotHoldUpTheOthers() throws Exception {
    ScriptedHeaders c = at("c", 30);
    ScriptedHeaders d = at("d", 30);
    try (Anchor anchor = open(2, 0, null, at("a", 30), at("b", 30), c, d)) {
      assertEquals(30, anchor.follow(PATIENCE).block().number());
      c.serve(chain);
      d.serve(chain);
      assertEquals(49, anchor.follow(PATIENCE).block().number());
    }
  }

  @Test
  void nobodyLeadsBack(@TempDir Path folder) throws Exception {
    ScriptedHeaders a = at("a", 30);
    try (Anchor anchor = open(1, 0, folder, a)) {
      assertEquals(30, anchor.follow(PATIENCE).block().number());
      a.cut(10);
      assertEquals(30, anchor.follow(PATIENCE).block().number());
    }
    try (Anchor anchor = open(1, 0, folder, a)) {
      assertEquals(chain.get(30).block(), anchor.follow(PATIENCE).block());
    }
  }

  @Test
  void whatWasFinalStaysSo() throws Exception {
    ScriptedHeaders a = at("a", 30);
    try (Anchor anchor = QuorumSettings.finalized(1).open(List.of(a), null)) {
      assertEquals(chain.get(30).block(), anchor.follow(PATIENCE).block());
      a.serve(fork.subList(0, 31));
      RegistryException refusal =
          assertThrows(RegistryException.Unanchored.class, () -> anchor.follow(PATIENCE));
      assertTrue(refusal.getMessage().contains("called"), refusal.getMessage());
      assertEquals(chain.get(30).block(), anchor.head().orElseThrow().block());
    }
  }

  @Test
  void settingsAreChecked() {
    assertEquals(QuorumSettings.newest(2, 3), QuorumSettings.newest(2, 3));
    assertThrows(IllegalArgumentException.class, () -> QuorumSettings.newest(0, 0));
    assertThrows(IllegalArgumentException.class, () -> QuorumSettings.newest(17, 0));
    assertThrows(IllegalArgumentException.class, () -> QuorumSettings.newest(1, -1));
    assertThrows(
        IllegalArgumentException.class, () -> QuorumSettings.newest(1, 0).every(Duration.ZERO));
    assertThrows(
        IllegalArgumentException.class,
        () -> new QuorumSettings(1, QuorumSettings.Tip.FINALIZED, 1, PATIENCE));
    assertThrows(IllegalArgumentException.class, () -> open(2, 0, null, at("a", 1)));
    assertThrows(IllegalArgumentException.class, () -> open(2, 0, null, at("a", 1), at("a", 1)));
  }

  private ScriptedHeaders at(String name, int height) {
    return new ScriptedHeaders(name, chain).cut(height);
  }

  private static Anchor open(int required, int depth, Path folder, HeaderSource... nodes) {
    return QuorumSettings.newest(required, depth).open(List.of(nodes), folder);
  }

  private static long follow(int required, int depth, HeaderSource... nodes)
      throws RegistryException {
    try (Anchor anchor = open(required, depth, null, nodes)) {
      AnchoredBlock head = anchor.follow(PATIENCE);
      assertEquals(head, anchor.head().orElseThrow());
      return head.block().number();
    }
  }

  private static String refusal(int required, HeaderSource... nodes) {
    try (Anchor anchor = open(required, 0, null, nodes)) {
      return assertThrows(RegistryException.Unanchored.class, () -> anchor.follow(PATIENCE))
          .getMessage();
    }
  }
}
