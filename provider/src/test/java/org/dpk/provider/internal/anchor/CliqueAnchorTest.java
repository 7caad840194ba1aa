package org.dpk.provider.internal.anchor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockHeader.Field;
import org.dpk.provider.internal.proof.BlockNaming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Following Clique's signers, and whom not to follow. */
class CliqueAnchorTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Wallet A = SealingChain.wallet(0);
  private static final Wallet B = SealingChain.wallet(1);
  private static final Wallet C = SealingChain.wallet(2);
  private static final Wallet D = SealingChain.wallet(3);
  private static final Wallet E = SealingChain.wallet(4);
  private static final Wallet STRANGER = SealingChain.wallet(9);

  private static final long EPOCH = 30;

  private final CliqueChain chain = new CliqueChain(EPOCH, Set.of(A, B, C, D, E));
  private final ScriptedHeaders node = new ScriptedHeaders("node", chain.headers());

  // ------------------------------------------------------------------------ as it should be

  @Test
  void aBlockCountsWhenMoreThanHalfHaveBuiltOnIt() throws Exception {
    try (Anchor anchor = open(node)) {
      assertEquals(0, anchor.follow(PATIENCE).block().number());
      node.serve(chain.seal(A, B).headers());
      assertEquals(0, anchor.follow(PATIENCE).block().number(), "two of five");
      node.serve(chain.seal(C).headers());
      assertEquals(chain.at(1).block(), anchor.follow(PATIENCE).block());
      node.serve(chain.seal(D, E, A).headers());
      assertEquals(chain.at(4).block(), anchor.follow(PATIENCE).block());
      assertEquals(chain.at(4).block(), anchor.follow(PATIENCE).block());
    }
  }

  @Test
  void aWholeChainWithItsEpochsIsFollowed() throws Exception {
    rounds(40);
    try (Anchor anchor = open(node.serve(chain.headers()))) {
      assertEquals(chain.at(198).block(), anchor.follow(PATIENCE).block());
    }
    try (Anchor anchor = open(new CliqueSettings(chain.checkpoint(60), EPOCH, second(15)), node)) {
      assertEquals(chain.at(198).block(), anchor.follow(PATIENCE).block());
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new CliqueSettings(chain.checkpoint(59), EPOCH, second(15)));
  }

  @Test
  void signersComeByVotes() throws Exception {
    chain.vote(A, STRANGER, true).vote(B, STRANGER, true).vote(C, STRANGER, true);
    chain.signers(Set.of(A, B, C, D, E, STRANGER));
    chain.seal(STRANGER, D, E, A);
    try (Anchor anchor = open(node.serve(chain.headers()))) {
      assertEquals(chain.at(4).block(), anchor.follow(PATIENCE).block(), "four of six");
    }
  }

  @Test
  void aChainOfAnotherProgramIsFollowed() throws Exception {
    List<BlockHeader> recorded = new ArrayList<>();
    for (String line : recordedHeaders()) {
      byte[] encoded = HexFormat.of().parseHex(line.substring(65));
      recorded.add(BlockHeader.decode(encoded));
      byte[] hash = recorded.get(recorded.size() - 1).block().hash();
      assertEquals(line.substring(0, 64), HexFormat.of().formatHex(hash));
    }
    CliqueSettings settings =
        new CliqueSettings(
            new Checkpoint(0, recorded.get(0).block().hash()),
            CliqueSettings.DEFAULT_EPOCH,
            second(1));
    try (Anchor anchor = open(settings, new ScriptedHeaders("recorded", recorded))) {
      assertEquals(recorded.get(12).block(), anchor.follow(PATIENCE).block());
    }
  }

  private static List<String> recordedHeaders() throws IOException {
    try (InputStream in = CliqueAnchorTest.class.getResourceAsStream("clique-headers.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  // ------------------------------------------------------------------------ attacks

  @Test
  void blocksOfStrangersAreNone() throws Exception {
    chain.seal(A, B, C);
    refused(chain.draft(STRANGER).header(), "is no signer");
  }

  @Test
  void twoOfFiveSignersBuildNothing() throws Exception {
    chain.seal(A, B);
    refused(chain.draft(A).header(), "sealed one just before");
    node.serve(chain.headers()).cut(2);
    try (Anchor anchor = open(node)) {
      assertEquals(0, anchor.follow(PATIENCE).block().number());
    }
  }

  @Test
  void noOneIsVotedInByFew() throws Exception {
    chain.vote(A, STRANGER, true).vote(B, STRANGER, true).seal(C);
    chain.signers(Set.of(A, B, C, D, E, STRANGER));
    refused(chain.draft(STRANGER).header(), "is no signer");
  }

  @Test
  void anEpochsFirstBlockNamesThoseWhoAre() throws Exception {
    rounds(5);
    chain.seal(A, B, C, D); // 29
    byte[] own = STRANGER.address().bytes();
    refused(chain.draft(E).names(own).header(), "names other signers than there are");
    refused(chain.draft(E).names(new byte[0]).header(), "names no signers");
    chain.seal(E);
    refused(chain.draft(A).names(own).header(), "names signers");
  }

  @Test
  void difficultyTimeAndParentAreChecked() throws Exception {
    chain.seal(A, B, C);
    BlockHeader good = chain.draft(D).header();
    long difficulty = good.value(Field.DIFFICULTY)[0];
    refused(chain.draft(D).with(Field.DIFFICULTY, 3 - difficulty).header(), "another signer's");
    refused(chain.draft(D).with(Field.DIFFICULTY, 0).header(), "another signer's");
    refused(chain.draft(D).with(Field.TIMESTAMP, 1_000_046).header(), "too soon");
    refused(chain.draft(D).with(Field.PARENT_HASH, new byte[32]).header(), "does not follow");
    byte[] mix = new byte[32];
    mix[31] = 1;
    refused(chain.draft(D).with(Field.MIX_HASH, mix).header(), "has a mixHash");
    refused(
        chain.draft(D).with(Field.NONCE, new byte[] {1, 0, 0, 0, 0, 0, 0, 0}).header(), "nonce");
  }

  @Test
  void whatIsChangedIsSealedByNobody() throws Exception {
    chain.seal(A, B, C);
    BlockHeader good = chain.draft(D).header();
    byte[] root = good.stateRoot();
    root[5] ^= 1;
    refused(
        HeaderFields.of(good).with(Field.STATE_ROOT, root).header(BlockNaming.ETHEREUM),
        "is no signer");
  }

  @Test
  void aBlockThatWasVouchedForIsNotReplaced() throws Exception {
    CliqueChain other = chain.fork();
    try (Anchor anchor = open(node.serve(chain.seal(A, B, C, D).headers()))) {
      AnchoredBlock before = anchor.follow(PATIENCE);
      assertEquals(2, before.block().number());
      node.serve(other.seal(E, D, C, B, A).headers());
      String said = refusal(anchor);
      assertTrue(said.contains("does not follow on block 2"), said);
      assertEquals(before, anchor.head().orElseThrow());
    }
  }

  @Test
  void aForkThatIsNotVouchedForYetIsGoneOverTo() throws Exception {
    chain.seal(A, B, C);
    CliqueChain other = chain.fork();
    try (Anchor anchor = open(node.serve(chain.seal(D).headers()))) {
      assertEquals(2, anchor.follow(PATIENCE).block().number());
      node.serve(other.seal(E, D, A).headers());
      assertEquals(other.at(4).block(), anchor.follow(PATIENCE).block());
    }
  }

  @Test
  void aFirstBlockOfAnotherChainIsNotTheCheckpoint() {
    CliqueChain other = new CliqueChain(EPOCH, Set.of(A, B, C));
    try (Anchor anchor = open(new ScriptedHeaders("other", other.headers()))) {
      assertTrue(refusal(anchor).contains("another chain"));
    }
  }

  // ------------------------------------------------------------------------ nodes

  @Test
  void theHonestOneOfTwoIsFollowed() throws Exception {
    rounds(3);
    CliqueChain fake = chain.fork().signers(Set.of(STRANGER));
    for (int i = 0; i < 20; i++) {
      fake.seal(STRANGER);
    }
    ScriptedHeaders liar = new ScriptedHeaders("liar", fake.headers());
    try (Anchor anchor = open(liar, node.serve(chain.headers()))) {
      assertEquals(chain.at(13).block(), anchor.follow(PATIENCE).block());
    }
  }

  @Test
  void gapsAreSaid() throws Exception {
    rounds(3);
    node.serve(chain.headers()).dropOff(7);
    try (Anchor anchor = open(node)) {
      assertTrue(refusal(anchor).contains("node has no block 7"));
    }
  }

  @Test
  void aFrozenNodeOrOneThatGoesBackIsNoErrorAndLeadsNobodyBack(@TempDir Path folder)
      throws Exception {
    rounds(3);
    AnchoredBlock head;
    try (Anchor anchor = settings().open(List.of(node.serve(chain.headers())), folder)) {
      head = anchor.follow(PATIENCE);
      assertEquals(head, anchor.follow(PATIENCE), "frozen");
      node.cut(5);
      assertEquals(head, anchor.follow(PATIENCE), "back");
    }
    try (Anchor anchor = settings().open(List.of(node), folder)) {
      assertEquals(head, anchor.follow(PATIENCE), "after a restart");
      chain.seal(A, B);
      ScriptedHeaders later =
          new ScriptedHeaders("later", chain.headers().subList(14, chain.headers().size()));
      try (Anchor resumed = settings().open(List.of(later), folder)) {
        assertEquals(chain.at(15).block(), resumed.follow(PATIENCE).block());
        assertEquals(1 + 4, later.served(), "none below what is known");
      }
    }
  }

  // ------------------------------------------------------------------------ words

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      chain.seal(A, B, C, D, E);
    }
  }

  private static Duration second(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private CliqueSettings settings() {
    return new CliqueSettings(chain.checkpoint(0), EPOCH, second(15));
  }

  private Anchor open(HeaderSource... nodes) {
    return open(settings(), nodes);
  }

  private static Anchor open(CliqueSettings settings, HeaderSource... nodes) {
    return settings.open(List.of(nodes), null);
  }

  private static String refusal(Anchor anchor) {
    return assertThrows(RegistryException.Unanchored.class, () -> anchor.follow(PATIENCE))
        .getMessage();
  }

  private void refused(BlockHeader next, String why) throws RegistryException {
    ScriptedHeaders source = new ScriptedHeaders("node", chain.headers());
    try (Anchor anchor = open(source)) {
      AnchoredBlock before = anchor.follow(PATIENCE);
      source.serve(List.of(next));
      String said = refusal(anchor);
      assertTrue(said.contains(why), said);
      assertEquals(before, anchor.head().orElseThrow());
    }
  }
}
