package org.dpk.provider.internal.light;

import static org.dpk.provider.internal.light.ScriptedBlocks.REGISTRY;
import static org.dpk.provider.internal.light.ScriptedBlocks.active;
import static org.dpk.provider.internal.light.ScriptedBlocks.id;
import static org.dpk.provider.internal.light.ScriptedBlocks.revoked;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dpk.provider.Assurance;
import org.dpk.provider.BlockRef;
import org.dpk.provider.IdHash;
import org.dpk.provider.IdentityChanged;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.ethereum.ChangeListener;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.light.ScriptedBlocks.LogsBytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a new head costs, and what it ends. */
class RevalidationTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ScriptedBlocks blocks;
  private final List<IdentityChanged> changed = new ArrayList<>();
  private final List<Long> forks = new ArrayList<>();
  private final List<Long> confirmed = new ArrayList<>();
  private Instant now = Instant.ofEpochSecond(1_100);
  private final TrustedState state =
      new TrustedState(
          REGISTRY,
          Assurance.PROVED,
          Duration.ofHours(1),
          new BlockAge(LightPolicy.DEFAULT, "a", () -> now),
          System::nanoTime);
  private final Revalidation revalidation;
  private final List<IdHash> unwatched = new ArrayList<>();

  RevalidationTest() throws Exception {
    blocks = new ScriptedBlocks();
    revalidation = new Revalidation(state, blocks, PATIENCE, new Listener());
  }

  private final class Listener implements ChangeListener {
    @Override
    public void changed(IdentityChanged change) {
      changed.add(change);
    }

    @Override
    public void unwatched(IdHash id, long block) {
      unwatched.add(id);
    }

    @Override
    public void reorganised(long fork) {
      forks.add(fork);
    }

    @Override
    public void missed() {
      throw new AssertionError("nothing was missed");
    }

    @Override
    public void confirmed(BlockRef since, BlockRef block) {
      confirmed.add(block.number());
    }
  }

  @BeforeEach
  void start() throws Exception {
    Map<IdHash, Slot> first = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      first.put(id(i), active(1, 2));
    }
    blocks.mine(first, 0);
    follow(blocks.quiet(3));
    blocks.proofs.clear();
    blocks.headerQuestions = 0;
  }

  private void follow(AnchoredBlock head) {
    state.lead(head);
    revalidation.follow(head);
  }

  private void know(int from, int to) {
    AnchoredBlock head = blocks.head();
    byte[] root = blocks.root(head);
    for (int i = from; i < to; i++) {
      assertTrue(state.note(id(i), blocks.slot(head, id(i)), head, root).isPresent());
    }
  }

  private Optional<BlockRef> note(int i, AnchoredBlock at) {
    return state.note(id(i), blocks.slot(at, id(i)), at, blocks.root(at));
  }

  private Set<IdHash> dropped() {
    return changed.stream().map(IdentityChanged::idHash).collect(Collectors.toSet());
  }

  private static Set<IdHash> ids(int from, int to) {
    return IntStream.range(from, to).mapToObj(ScriptedBlocks::id).collect(Collectors.toSet());
  }

  @Test
  void blocksWithoutAnEventCostOneQuestionForHeaders() throws Exception {
    know(0, 500);
    follow(blocks.quiet(10));
    assertEquals(List.of(), blocks.proofs);
    assertEquals(1, blocks.headerQuestions);
    assertEquals(List.of(), changed);
    assertEquals(List.of(15L), confirmed);
  }

  /** A chain that has given blooms up (EIP-7668) says by none that nothing happened. */
  @Test
  void emptyBloomsOfBlocksWithTransactionsProveNothing() throws Exception {
    know(0, 5);
    follow(blocks.mine(Map.of(), new LogsBytes(), 0));
    assertEquals(List.of(0), blocks.proofs);
    assertEquals(List.of(), changed);
    follow(blocks.mine(Map.of(id(3), revoked(20)), new LogsBytes(), 0));
    assertEquals(ids(3, 4), dropped());
    assertTrue(changed.get(0).revoked());
  }

  @Test
  void fullBloomsCostOneProofOfTheAccount() throws Exception {
    know(0, 500);
    follow(blocks.mine(Map.of(), new LogsBytes().fill(), 0));
    assertEquals(List.of(0), blocks.proofs);
    assertEquals(List.of(), changed);
  }

  @Test
  void withoutHeadersOneProofOfTheAccountDoes() throws Exception {
    know(0, 500);
    blocks.hidesHeaders = true;
    follow(blocks.quiet(10));
    assertEquals(List.of(0), blocks.proofs);
    assertEquals(List.of(), changed);
  }

  @Test
  void whoseTopicsAreInNoBloomNeedsNoProof() throws Exception {
    know(0, 500);
    follow(blocks.mine(Map.of(id(7), revoked(6)), 0));
    assertEquals(List.of(0, 1), blocks.proofs);
    assertEquals(List.of(new IdentityChanged(id(7), true, 6)), changed);
    assertEquals(List.of(6L), confirmed);
  }

  @Test
  void aHiddenLogHidesNothing() throws Exception {
    blocks.hidesLogs = true;
    know(0, 300);
    blocks.mine(Map.of(id(7), revoked(6)), new LogsBytes().fill(), 0);
    follow(blocks.head());
    assertEquals(List.of(0, 64, 64, 64, 64, 44), blocks.proofs);
    assertEquals(List.of(new IdentityChanged(id(7), true, 6)), changed);
  }

  @Test
  void theWorkOfOneHeadIsBoundedAndTheRestIsDropped() throws Exception {
    know(0, 2_000);
    blocks.mine(Map.of(id(3), revoked(6)), new LogsBytes().fill(), 0);
    follow(blocks.head());
    int slots = blocks.proofs.stream().mapToInt(Integer::intValue).sum();
    assertEquals(Revalidation.MAX_SLOTS, slots);
    assertEquals(1, blocks.hintQuestions);
    // what a log names goes first; then what was asked for last
    assertTrue(changed.contains(new IdentityChanged(id(3), true, 6)));
    Set<IdHash> expected = ids(0, 2_000 - Revalidation.MAX_SLOTS + 1);
    assertEquals(expected, dropped());
    changed.clear();
    follow(blocks.quiet());
    assertEquals(List.of(), changed, "who was dropped is not dropped again");
  }

  /** Sessions may stand on what was dropped: a revocation has to end them. */
  @Test
  void whoWasDroppedIsWatchedAllTheSame() throws Exception {
    blocks.hidesLogs = true;
    know(0, 2_000);
    Map<IdHash, Slot> all = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      all.put(id(i), revoked(7));
    }
    follow(blocks.mine(Map.of(id(5_000), revoked(6)), new LogsBytes().fill(), 0));
    assertEquals(2_000 - Revalidation.MAX_SLOTS, dropped().size());
    blocks.mine(all, new LogsBytes().fill(), 0);
    follow(blocks.head());
    int heads = 1;
    for (; revocations().size() < 2_000; heads++) {
      assertTrue(heads < 10, "only " + revocations().size() + " revocations were reported");
      follow(blocks.mine(Map.of(id(5_000), revoked(heads)), new LogsBytes().fill(), 0));
    }
    assertEquals(2, heads);
  }

  private Set<IdHash> revocations() {
    return changed.stream()
        .filter(IdentityChanged::revoked)
        .map(IdentityChanged::idHash)
        .collect(Collectors.toSet());
  }

  @Test
  void aRevocationThatALookUpFindsFirstIsReportedAllTheSame() throws Exception {
    know(0, 10);
    AnchoredBlock head = blocks.mine(Map.of(id(7), revoked(6)), 0);
    state.lead(head);
    assertFalse(state.hasNews());
    assertEquals(Optional.of(head.block()), note(7, head));
    assertTrue(state.hasNews());
    revalidation.follow(head);
    assertEquals(List.of(new IdentityChanged(id(7), true, 6)), changed);
  }

  /** Sessions stand on the record that was revoked; whoever withholds blocks may hide that. */
  @Test
  void whoWasRevokedAndAdmittedAgainSinceThenWasRevoked() throws Exception {
    know(0, 10);
    blocks.mine(Map.of(id(7), revoked(6)), 0);
    blocks.mine(Map.of(id(7), active(3, 7), id(8), active(2, 7)), 0);
    follow(blocks.head());
    assertEquals(
        Set.of(new IdentityChanged(id(7), true, 7), new IdentityChanged(id(8), false, 7)),
        Set.copyOf(changed));
  }

  @Test
  void whoeverALookUpFindsAdmittedAgainWasRevokedToo() throws Exception {
    know(0, 10);
    blocks.mine(Map.of(id(7), revoked(6)), 0);
    AnchoredBlock head = blocks.mine(Map.of(id(7), active(3, 7), id(8), active(2, 7)), 0);
    state.lead(head);
    assertTrue(note(7, head).isPresent() && note(8, head).isPresent());
    revalidation.tellNews(head);
    assertEquals(List.of(), changed, "as long as the blocks between are not known");
    revalidation.follow(head);
    assertEquals(
        Set.of(new IdentityChanged(id(7), true, 7), new IdentityChanged(id(8), false, 7)),
        Set.copyOf(changed));
  }

  @Test
  void anotherRecordOverBlocksThatAreHiddenMayHaveBeenRevokedBefore() throws Exception {
    know(0, 10);
    blocks.hidesHeaders = true;
    follow(blocks.mine(Map.of(id(7), active(2, 6)), 0));
    assertEquals(List.of(new IdentityChanged(id(7), true, 6)), changed);
  }

  @Test
  void whatWasRotatedIsWatchedOn() throws Exception {
    know(0, 10);
    follow(blocks.mine(Map.of(id(7), active(2, 6)), 0));
    follow(blocks.mine(Map.of(id(7), revoked(7)), 0));
    assertEquals(
        List.of(new IdentityChanged(id(7), false, 6), new IdentityChanged(id(7), true, 7)),
        changed);
  }

  @Test
  void whoIsNotWatchedAnyMoreIsDropped() throws Exception {
    Map<IdHash, Slot> many = new HashMap<>();
    for (int i = 0; i < KnownSlots.ACTIVE + 3; i++) {
      many.put(id(i), active(1, 6));
    }
    follow(blocks.mine(many, 0));
    know(0, KnownSlots.ACTIVE + 3);
    assertFalse(state.hasNews(), "the next head is soon enough");
    note(1, blocks.head()); // is back, and may have changed meanwhile for all that is known
    // at the head that it was read at, as a change of which it would be no news
    revalidation.tellNews(blocks.head());
    assertEquals(Set.of(id(0), id(1), id(2), id(3)), Set.copyOf(unwatched));
    assertEquals(Set.of(), dropped());
    follow(blocks.quiet());
    assertEquals(4, unwatched.size());
  }

  @Test
  void aRevocationThatWasFoundIsNotForgottenForAnOlderAnswer() throws Exception {
    know(0, 10);
    AnchoredBlock before = blocks.head();
    AnchoredBlock head = blocks.mine(Map.of(id(7), revoked(6)), 0);
    state.lead(head);
    assertEquals(Optional.of(head.block()), note(7, head));
    assertEquals(Optional.of(before.block()), note(7, before), "it was under way, and is covered");
    revalidation.tellNews(head);
    assertEquals(List.of(new IdentityChanged(id(7), true, 6)), changed);
  }

  /** Whoever serves an old chain block by block would keep a revoked key good for ever. */
  @Test
  void blocksOfLongAgoConfirmNothing() throws Exception {
    know(0, 10);
    now = now.plus(Duration.ofHours(2));
    confirmed.clear();
    follow(blocks.quiet(3));
    follow(blocks.quiet());
    assertEquals(List.of(), confirmed);
    now = now.minus(Duration.ofHours(2));
    follow(blocks.quiet());
    assertEquals(1, confirmed.size());
  }

  @Test
  void whatNobodyProvesIsDropped() throws Exception {
    know(0, 200);
    blocks.proofsLeft = 3; // the account, and two times 64 slots
    blocks.mine(Map.of(id(500), revoked(6)), new LogsBytes().fill(), 0);
    follow(blocks.head());
    assertEquals(ids(0, 200 - 128), dropped());
    assertTrue(changed.stream().noneMatch(IdentityChanged::revoked));
  }

  @Test
  void withoutAnyProofEverythingIsDropped() throws Exception {
    know(0, 200);
    blocks.hidesProofs = true;
    blocks.hidesHeaders = true;
    follow(blocks.quiet());
    assertEquals(ids(0, 200), dropped());
  }

  /** A chain may rest for long after the block whose proofs a node withheld. */
  @Test
  void whatANodeWithheldIsAskedForAgain() throws Exception {
    know(0, 200);
    blocks.hidesProofs = true;
    AnchoredBlock head = blocks.mine(Map.of(id(7), revoked(6)), new LogsBytes().fill(), 0);
    follow(head);
    assertEquals(ids(0, 200), dropped());
    changed.clear();
    revalidation.retry(head);
    assertEquals(List.of(), changed);
    blocks.hidesProofs = false;
    revalidation.retry(head);
    assertEquals(List.of(new IdentityChanged(id(7), true, 6)), changed);
    blocks.proofs.clear();
    revalidation.retry(head);
    assertEquals(List.of(), blocks.proofs);
  }

  @Test
  void namesThatNobodyHasAreForgottenRatherThanProven() throws Exception {
    know(2_000, 2_100);
    know(0, 10);
    follow(blocks.mine(Map.of(id(500), revoked(6)), new LogsBytes().fill(), 0));
    assertEquals(List.of(0, 10), blocks.proofs);
    assertEquals(ids(2_000, 2_100), dropped());
  }

  @Test
  void aForkIsTracedToItsRoot() throws Exception {
    know(0, 10);
    blocks.undo(2);
    blocks.mine(Map.of(id(1), active(2, 4)), 1);
    blocks.quiet(3);
    follow(blocks.head());
    assertEquals(List.of(3L), forks);
    assertEquals(Set.of(id(1)), dropped());
  }

  @Test
  void aForkWhoseHeadersAreHiddenIsNoticedWhereItReplacesTheHead() throws Exception {
    know(0, 10);
    blocks.hidesHeaders = true;
    blocks.undo(2);
    blocks.mine(Map.of(), 1);
    blocks.mine(Map.of(), 1);
    follow(blocks.head());
    assertEquals(List.of(4L), forks);
    assertEquals(List.of(), changed);
  }

  // ------------------------------------------------------------------------ heads that move

  @Test
  void anAnswerFromBeforeTheHeadCountsIfItIsProvenToHoldThere() throws Exception {
    AnchoredBlock before = blocks.head();
    AnchoredBlock head = blocks.mine(Map.of(id(7), revoked(6)), 0);
    follow(head);
    assertEquals(Optional.of(head.block()), note(3, before));
    assertEquals(Optional.empty(), note(7, before));
    assertEquals(Optional.of(head.block()), note(7, head));
  }

  @Test
  void anAnswerBetweenLeadAndCoverIsProvenWithTheOthers() throws Exception {
    AnchoredBlock before = blocks.head();
    AnchoredBlock head = blocks.mine(Map.of(id(7), revoked(6)), 0);
    state.lead(head);
    assertEquals(Optional.of(before.block()), note(7, before));
    assertEquals(Optional.of(head.block()), note(8, head));
    revalidation.follow(head);
    assertEquals(List.of(new IdentityChanged(id(7), true, 6)), changed);
  }

  @Test
  void anAnswerOfAnotherChainIsNone() throws Exception {
    AnchoredBlock before = blocks.head();
    blocks.undo(1);
    blocks.hidesHeaders = true;
    follow(blocks.mine(Map.of(id(7), revoked(5)), 1));
    assertEquals(Optional.empty(), state.note(id(7), active(1, 2), before, new byte[32]));
  }

  /** Against a model: whoever was told nothing of an identity has its slot as it is. */
  @Test
  void whateverHappensNothingStaleIsConfirmed() throws Exception {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      ScriptedBlocks chain = new ScriptedBlocks();
      Map<IdHash, Slot> held = new HashMap<>();
      TrustedState trusted =
          new TrustedState(
              REGISTRY,
              Assurance.PROVED,
              Duration.ofHours(1),
              new BlockAge(LightPolicy.DEFAULT, "a", () -> Instant.ofEpochSecond(1_100)),
              System::nanoTime);
      Revalidation running =
          new Revalidation(
              trusted,
              chain,
              PATIENCE,
              new ChangeListener() {
                @Override
                public void changed(IdentityChanged change) {
                  held.remove(change.idHash());
                }

                @Override
                public void reorganised(long fork) {}

                @Override
                public void missed() {
                  held.clear();
                }
              });
      trusted.lead(chain.head());
      running.follow(chain.head());
      for (int step = 0; step < 30; step++) {
        step(random, chain);
        if (random.nextInt(4) == 0 && chain.head().block().number() >= height(trusted)) {
          trusted.lead(chain.head());
          running.follow(chain.head());
          AnchoredBlock head = chain.head();
          held.forEach(
              (id, slot) -> assertEquals(chain.slot(head, id), slot, "a stale slot was kept"));
        }
        AnchoredBlock at = trusted.head().orElseThrow();
        int who = random.nextInt(8);
        if (isOn(chain, at)) {
          Slot slot = chain.slot(at, id(who));
          if (trusted.note(id(who), slot, at, chain.root(at)).isPresent()) {
            held.put(id(who), slot);
          }
        }
      }
    }
  }

  private static long height(TrustedState trusted) {
    return trusted.head().orElseThrow().block().number();
  }

  private static boolean isOn(ScriptedBlocks chain, AnchoredBlock block) {
    return block.block().number() <= chain.head().block().number()
        && chain.at(block.block().number()).block().equals(block.block());
  }

  private static void step(Random random, ScriptedBlocks chain) throws Exception {
    chain.hidesHeaders = random.nextInt(5) == 0;
    chain.hidesProofs = random.nextInt(9) == 0;
    chain.hidesLogs = random.nextBoolean();
    if (random.nextInt(6) == 0) {
      chain.undo((int) Math.min(random.nextInt(4), chain.head().block().number() - 1));
    }
    long next = chain.head().block().number() + 1;
    int salt = random.nextInt(100);
    switch (random.nextInt(4)) {
      case 0 -> chain.mine(Map.of(id(random.nextInt(8)), active(random.nextInt(9), next)), salt);
      case 1 -> chain.mine(Map.of(id(random.nextInt(8)), revoked(next)), salt);
      case 2 -> chain.mine(Map.of(), new LogsBytes().fill(), salt);
      default -> chain.mine(Map.of(), salt);
    }
  }

  // ------------------------------------------------------------------------ staples

  @Test
  void whatIsUnchangedIsKnownByBloomsOrByTheRoot() throws Exception {
    AnchoredBlock early = blocks.at(4);
    assertTrue(state.linked().isUnchangedSince(id(1), early), "quiet since");
    follow(blocks.mine(Map.of(id(7), revoked(6)), new LogsBytes().fill(), 0));
    assertFalse(state.linked().isUnchangedSince(id(1), early));
    assertFalse(state.linked().isUnchangedSince(id(1), early, blocks.root(early)));
    AnchoredBlock since = blocks.head();
    follow(blocks.mine(Map.of(), new LogsBytes().fill(), 0));
    assertTrue(state.linked().isUnchangedSince(id(1), since, blocks.root(since)));
    assertTrue(state.linked().isUnchangedSince(id(1), since), "its root was proven here");
  }

  @Test
  void aRootCarriesOverBlocksThatAreQuiet() throws Exception {
    blocks.mine(Map.of(), new LogsBytes().fill(), 0);
    AnchoredBlock busy = blocks.head();
    AnchoredBlock before = blocks.at(busy.block().number() - 1);
    follow(busy);
    follow(blocks.quiet(5));
    assertEquals(List.of(0), blocks.proofs, "quiet blocks need no further root");
    assertTrue(state.linked().isUnchangedSince(id(1), before, blocks.root(before)));
  }
}
