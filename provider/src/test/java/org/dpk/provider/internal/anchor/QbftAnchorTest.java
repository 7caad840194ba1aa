package org.dpk.provider.internal.anchor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockHeader.Field;
import org.dpk.provider.internal.proof.ProofException;
import org.dpk.provider.internal.proof.Rlp;
import org.dpk.provider.internal.proof.RlpItem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Following Besu's validators, and whom not to follow. */
@Tag("one-jdk")
class QbftAnchorTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private SealingChain chain = new SealingChain(BftFormat.QBFT, 4);

  // ------------------------------------------------------------------------ as it should be

  @ParameterizedTest
  @EnumSource
  void whatAQuorumSealedIsTaken(BftFormat format) throws Exception {
    chain = new SealingChain(format, 4).grow(3);
    ScriptedHeaders node = new ScriptedHeaders("node", chain.headers());
    QbftSettings settings = QbftSettings.of(format, chain.checkpoint(0));
    try (Anchor anchor = settings.open(List.of(node), null)) {
      assertTrue(anchor.head().isEmpty());
      assertEquals(AnchoredBlock.of(chain.newest()), anchor.follow(PATIENCE));
      assertEquals(AnchoredBlock.of(chain.newest()), anchor.follow(PATIENCE), "nothing new");
      node.serve(List.of(chain.grow(1).newest()));
      assertEquals(AnchoredBlock.of(chain.newest()), anchor.follow(PATIENCE));
      assertEquals(AnchoredBlock.of(chain.newest()), anchor.head().orElseThrow());
    }
  }

  @Test
  void anyNumberOfBlocksCostsOneHeader() throws Exception {
    ScriptedHeaders node = new ScriptedHeaders("node", chain.grow(2).headers());
    try (Anchor anchor = open(node)) {
      anchor.follow(PATIENCE);
      int before = node.served();
      node.serve(chain.grow(150).headers());
      assertEquals(AnchoredBlock.of(chain.newest()), anchor.follow(PATIENCE));
      assertEquals(before + 1, node.served());
    }
  }

  @ParameterizedTest
  @EnumSource
  void validatorsComeAndGoByVotes(BftFormat format) throws Exception {
    chain = new SealingChain(format, 4).grow(20);
    for (int size = 5; size <= 9; size++) { // each size with its own quorum
      turnOver(size - 1, size);
    }
    for (int size = 8; size >= 1; size--) {
      turnOver(size + 1, size);
    }
    ScriptedHeaders node = new ScriptedHeaders("node", chain.headers());
    QbftSettings settings = QbftSettings.of(format, chain.checkpoint(0));
    try (Anchor anchor = settings.open(List.of(node), null)) {
      assertEquals(AnchoredBlock.of(chain.newest()), anchor.follow(PATIENCE));
      int all = chain.headers().size();
      assertTrue(node.served() < 2 * all, () -> node.served() + " headers of " + all);
    }
  }

  /** More than half vote, and the validators are wallets 0 to size - 1 from then on. */
  private void turnOver(int before, int size) {
    Wallet subject = SealingChain.wallet(Math.max(before, size) - 1);
    for (int voter = 0; voter <= before / 2; voter++) {
      chain.grow(voter % 2);
      chain.vote(SealingChain.wallet(voter), subject, size > before);
    }
    chain.validators(SealingChain.wallets(0, size)).grow(12);
  }

  @Test
  void aContractsValidatorsAreNamedInTheSettings() throws Exception {
    List<Wallet> known = chain.validators();
    chain = new SealingChain(BftFormat.QBFT, List.of(), "contract").validators(known);
    chain.append(chain.next().claims(List.of()).header());
    ScriptedHeaders node = new ScriptedHeaders("node", chain.headers());
    try (Anchor anchor = open(node)) {
      assertTrue(refusal(anchor).contains("name them in the settings"));
    }
    QbftSettings named =
        new QbftSettings(
            BftFormat.QBFT,
            chain.checkpoint(0),
            SealingChain.addresses(known),
            100,
            Duration.ofSeconds(1));
    try (Anchor anchor = named.open(List.of(node), null)) {
      assertEquals(AnchoredBlock.of(chain.newest()), anchor.follow(PATIENCE));
      Wallet stranger = SealingChain.wallet(77);
      node.serve(
          List.of(
              chain.next().claims(List.of()).sealers(Collections.nCopies(3, stranger)).header()));
      assertTrue(refusal(anchor).contains("none of its validators"));
    }
  }

  // ------------------------------------------------------------------------ attacks

  @Test
  void sealsOfStrangersAreNone() throws Exception {
    refused(chain.next().sealers(SealingChain.wallets(10, 13)).header(), "a seal of none of its");
    refused(
        chain.next().sealers(List.of(wallet(0), wallet(1), wallet(10))).header(),
        "a seal of none of its");
  }

  @Test
  void aSealCountsOnce() throws Exception {
    refused(
        chain.next().sealers(List.of(wallet(0), wallet(1), wallet(1))).header(),
        "two seals of one validator");
  }

  @Test
  void twoOfFourAreTooFew() throws Exception {
    refused(chain.next().sealers(SealingChain.wallets(0, 2)).header(), "has 2 seals, and 3 of");
    refused(chain.next().sealers(List.of()).header(), "has 0 seals");
  }

  @Test
  void whoNamesHimselfAValidatorIsNone() throws Exception {
    List<Wallet> own = SealingChain.wallets(10, 14);
    refused(
        chain.next().claims(own).sealers(own.subList(0, 3)).header(),
        "a vote changes one at a time");
    chain.grow(3);
    ScriptedHeaders liar = new ScriptedHeaders("liar", chain.headers());
    try (Anchor anchor = open(liar)) {
      AnchoredBlock before = anchor.follow(PATIENCE);
      SealingChain fake = new SealingChain(BftFormat.QBFT, own, "another chain").grow(200);
      liar.serve(fake.headers());
      assertTrue(refusal(anchor).contains("does not follow on the trusted"));
      assertEquals(before, anchor.head().orElseThrow());
      assertTrue(liar.served() < 30, () -> liar.served() + " headers for a lie");
    }
  }

  @Test
  void everyFieldIsSealed() throws Exception {
    BlockHeader good = chain.next().header();
    int changes = 0;
    for (Field field : List.of(Field.values()).subList(0, 15)) {
      byte[] value = good.value(field);
      for (int i = 0; i < Math.max(1, value.length); i += Math.max(1, value.length / 8)) {
        byte[] changed = value.length == 0 ? new byte[] {1} : value.clone();
        changed[i] ^= value.length == 0 ? 0 : 0x40;
        changes += refusedOrNoHeader(good, field, changed);
      }
    }
    assertTrue(changes > 60, changes + " changes");
  }

  /** Each must be refused; one that is no header can't even be served. */
  private int refusedOrNoHeader(BlockHeader good, Field field, byte[] changed) {
    BlockHeader header;
    try {
      header = HeaderFields.of(good).with(field, changed).header(BftFormat.QBFT.naming());
    } catch (AssertionError e) {
      return 1;
    }
    ScriptedHeaders node = new ScriptedHeaders("node", chain.headers()).serve(List.of(header));
    if (header.block().number() == 0) {
      return 0;
    }
    try (Anchor anchor = open(node)) {
      assertThrows(RegistryException.class, () -> anchor.follow(PATIENCE), () -> "" + field);
    }
    return 1;
  }

  @Test
  void theRoundIsSealedThoughItIsNotPartOfTheName() throws Exception {
    BlockHeader good = chain.next().round(1).header();
    BftExtraData extra = BftFormat.QBFT.decode(good.value(Field.EXTRA_DATA));
    BftExtraData other =
        new BftExtraData(extra.vanity(), extra.validators(), extra.vote(), 2, extra.seals());
    BlockHeader swapped =
        HeaderFields.of(good)
            .with(Field.EXTRA_DATA, BftFormat.QBFT.encode(other))
            .header(BftFormat.QBFT.naming());
    assertEquals(good.block(), swapped.block());
    refused(swapped, "a seal of none of its validators");
  }

  @Test
  void aHeaderOfAnotherChainDoesNotFollow() throws Exception {
    SealingChain other =
        new SealingChain(BftFormat.QBFT, SealingChain.wallets(0, 4), "other").grow(1);
    refused(other.newest(), "does not follow on the trusted");
    SealingChain strangers =
        new SealingChain(BftFormat.QBFT, SealingChain.wallets(4, 8), "other").grow(9);
    refused(strangers.newest(), "has no block 4");
  }

  @Test
  void theFirstBlockOfAnotherChainIsNotTheCheckpoint() {
    SealingChain other = new SealingChain(BftFormat.QBFT, SealingChain.wallets(0, 4), "other");
    try (Anchor anchor =
        QbftSettings.of(BftFormat.QBFT, chain.checkpoint(0))
            .open(List.of(new ScriptedHeaders("node", other.grow(1).headers())), null)) {
      assertTrue(refusal(anchor).contains("they serve another chain, or the checkpoint is wrong"));
    }
  }

  @Test
  void threeOfFourDoNotBecomeTwoOfThreeWithoutVotes() throws Exception {
    chain.grow(5);
    List<Wallet> left = SealingChain.wallets(0, 3);
    List<Wallet> conspiracy = left.subList(0, 2);
    Draft drop = new Draft(left, conspiracy);
    refused(drop.header(), "holds no vote for that");

    chain.vote(wallet(0), wallet(3), false); // one of them may say so, and that is not three
    refused(drop.header(), "1 of the 3 votes");
    chain.vote(wallet(1), wallet(3), false).vote(wallet(0), wallet(3), false);
    refused(drop.header(), "2 of the 3 votes");
    chain.vote(wallet(3), wallet(3), true).vote(wallet(9), wallet(3), false);
    refused(drop.header(), "2 of the 3 votes");
    chain.vote(wallet(2), wallet(3), true).vote(wallet(1), wallet(3), false);
    refused(drop.header(), "2 of the 3 votes");
    chain.vote(wallet(2), wallet(3), false);
    accepted(drop.header());
  }

  /** The next block of whatever the chain is then. */
  private final class Draft {
    private final List<Wallet> claimed;
    private final List<Wallet> sealers;

    private Draft(List<Wallet> claimed, List<Wallet> sealers) {
      this.claimed = claimed;
      this.sealers = sealers;
    }

    private BlockHeader header() {
      return chain.next().claims(claimed).sealers(sealers).header();
    }
  }

  @Test
  void votesBeforeAnEpochDoNotCount() throws Exception {
    chain.grow(7).vote(wallet(0), wallet(3), false); // block 8
    chain.vote(wallet(1), wallet(3), false); // 9, the end of the epoch
    chain.grow(1).vote(wallet(2), wallet(3), false); // 11
    BlockHeader drop = new Draft(SealingChain.wallets(0, 3), SealingChain.wallets(0, 2)).header();
    ScriptedHeaders node = new ScriptedHeaders("node", chain.append(drop).headers());
    QbftSettings settings = QbftSettings.of(BftFormat.QBFT, chain.checkpoint(0));
    QbftSettings short10 =
        new QbftSettings(BftFormat.QBFT, chain.checkpoint(0), List.of(), 10, Duration.ofSeconds(1));
    try (Anchor anchor = settings.open(List.of(node), null)) {
      assertEquals(drop.block(), anchor.follow(PATIENCE).block());
    }
    try (Anchor anchor = short10.open(List.of(node), null)) {
      anchor.follow(PATIENCE);
      assertTrue(refusal(anchor).contains("1 of the 3 votes"));
    }
  }

  @Test
  void severalAtOnceAreNotVotedIn() throws Exception {
    chain.grow(2).vote(wallet(0), wallet(4), true);
    refused(
        new Draft(SealingChain.wallets(0, 6), SealingChain.wallets(2, 6)).header(),
        "a vote changes one at a time");
  }

  @Test
  void moreValidatorsThanAreFollowedAreRefused() throws Exception {
    List<byte[]> addresses = IntStream.range(1, 1001).mapToObj(QbftAnchorTest::address).toList();
    assertEquals(256, decode(addresses.subList(0, 256)).validators().size());
    assertThrows(ProofException.class, () -> decode(addresses.subList(0, 257)));
    assertThrows(ProofException.class, () -> decode(addresses));
    assertThrows(ProofException.class, () -> decode(Collections.nCopies(2, addresses.get(0))));
  }

  private static byte[] address(int number) {
    return ByteBuffer.allocate(20).putInt(number).array();
  }

  private static BftExtraData decode(List<byte[]> validators) throws ProofException {
    return BftFormat.QBFT.decode(
        Rlp.sequence(
            List.of(
                Rlp.encode(new RlpItem.Bytes(new byte[32])),
                Rlp.encode(validators),
                Rlp.sequence(List.of()),
                Rlp.encode(new RlpItem.Bytes(new byte[0])),
                Rlp.sequence(List.of()))));
  }

  // ------------------------------------------------------------------------ nodes

  @Test
  void aFrozenNodeIsNoError() throws Exception {
    ScriptedHeaders node = new ScriptedHeaders("node", chain.grow(5).headers());
    try (Anchor anchor = open(node)) {
      AnchoredBlock head = anchor.follow(PATIENCE);
      assertEquals(head, anchor.follow(PATIENCE));
      assertEquals(head, anchor.follow(PATIENCE));
    }
  }

  @Test
  void aNodeThatGoesBackDoesNotTakeTheHeadAlong(@TempDir Path folder) throws Exception {
    ScriptedHeaders node = new ScriptedHeaders("node", chain.grow(9).headers());
    AnchoredBlock head;
    try (Anchor anchor = open(folder, node)) {
      head = anchor.follow(PATIENCE);
      node.cut(4);
      assertEquals(head, anchor.follow(PATIENCE));
    }
    try (Anchor anchor = open(folder, node)) {
      assertEquals(head, anchor.follow(PATIENCE), "after a restart");
      assertArrayEquals(head.stateRoot(), anchor.follow(PATIENCE).stateRoot());
    }
  }

  @Test
  void theHonestOneOfTwoIsFollowed() throws Exception {
    chain.grow(5);
    List<BlockHeader> true5 = chain.headers();
    SealingChain fake =
        new SealingChain(BftFormat.QBFT, SealingChain.wallets(10, 14), "fake").grow(50);
    List<BlockHeader> lies = new ArrayList<>(fake.headers());
    lies.set(0, chain.headers().get(0));
    ScriptedHeaders liar = new ScriptedHeaders("liar", lies);
    ScriptedHeaders honest = new ScriptedHeaders("honest", true5);
    ScriptedHeaders hanging = new ScriptedHeaders("hanging", true5).hanging();
    try (Anchor anchor = open(liar, honest, hanging)) {
      assertEquals(AnchoredBlock.of(chain.newest()), anchor.follow(PATIENCE));
      assertEquals(AnchoredBlock.of(chain.newest()), anchor.follow(PATIENCE), "nobody new");
      honest.serve(chain.grow(3).headers());
      assertEquals(AnchoredBlock.of(chain.newest()), anchor.follow(PATIENCE));
      honest.silent();
      String why = refusal(anchor);
      assertTrue(why.contains("liar: "), why);
    }
  }

  /** It names the highest block, and then takes its time over the headers that lead there. */
  @Test
  void aLiarThatDripsLeavesTheOthersTheirPartOfTheTime() throws Exception {
    chain.grow(9);
    turnOver(4, 3); // so that one header does not do
    SealingChain fake =
        new SealingChain(BftFormat.QBFT, SealingChain.wallets(10, 14), "fake").grow(100);
    List<BlockHeader> lies = new ArrayList<>(fake.headers());
    lies.set(0, chain.headers().get(0));
    ScriptedHeaders liar = new ScriptedHeaders("liar", lies).hangingAfter(2);
    ScriptedHeaders honest = new ScriptedHeaders("honest", chain.headers());
    try (Anchor anchor = open(liar, honest)) {
      assertEquals(AnchoredBlock.of(chain.newest()), anchor.follow(Duration.ofSeconds(8)));
    }
  }

  @Test
  void nobodyInReachIsSaid() {
    ScriptedHeaders node = new ScriptedHeaders("node", chain.headers()).silent();
    try (Anchor anchor = open(node)) {
      assertThrows(RegistryException.Unreachable.class, () -> anchor.follow(PATIENCE));
    }
  }

  @Test
  void aGapOnTheWayIsSaidAndGoneRoundByAnotherNode() throws Exception {
    chain.grow(9);
    turnOver(4, 3);
    ScriptedHeaders gaps = new ScriptedHeaders("gaps", chain.headers());
    for (long height = 1; height < chain.newest().block().number(); height++) {
      gaps.dropOff(height);
    }
    try (Anchor anchor = open(gaps)) {
      assertTrue(refusal(anchor).contains("gaps has no block"));
    }
    try (Anchor anchor = open(gaps, new ScriptedHeaders("whole", chain.headers()))) {
      assertEquals(AnchoredBlock.of(chain.newest()), anchor.follow(PATIENCE));
    }
  }

  // ------------------------------------------------------------------------ across restarts

  @Test
  void validatorsThatAreKnownStayKnownAcrossRestarts(@TempDir Path folder) throws Exception {
    chain.grow(3);
    turnOver(4, 3);
    ScriptedHeaders node = new ScriptedHeaders("node", chain.headers());
    try (Anchor anchor = open(folder, node)) {
      anchor.follow(PATIENCE);
    }
    ScriptedHeaders later =
        new ScriptedHeaders("later", chain.grow(40).headers().subList(40, chain.headers().size()));
    try (Anchor anchor = open(folder, later)) {
      assertEquals(AnchoredBlock.of(chain.newest()), anchor.follow(PATIENCE));
      assertEquals(1, later.served());
    }
  }

  @Test
  void aFileThatWasChangedIsRefused(@TempDir Path folder) throws Exception {
    ScriptedHeaders node = new ScriptedHeaders("node", chain.grow(9).headers());
    try (Anchor anchor = open(folder, node)) {
      anchor.follow(PATIENCE);
    }
    Path file;
    try (Stream<Path> files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i += 13) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(file, bad);
      try (Anchor anchor = open(folder, node)) {
        assertTrue(refusal(anchor).contains("remove it to start again"));
      }
    }
    Files.write(file, good);
    try (Anchor anchor =
        QbftSettings.of(BftFormat.QBFT, chain.checkpoint(2)).open(List.of(node.cut(5)), folder)) {
      assertEquals(5, anchor.follow(PATIENCE).block().number(), "another checkpoint begins anew");
    }
    List<EthereumAddress> named = SealingChain.addresses(SealingChain.wallets(0, 1));
    QbftSettings other =
        new QbftSettings(BftFormat.QBFT, chain.checkpoint(0), named, 100, Duration.ofSeconds(1));
    try (Anchor anchor = other.open(List.of(node), folder)) {
      assertTrue(refusal(anchor).contains("other settings"));
    }
  }

  // ------------------------------------------------------------------------ words

  private static Wallet wallet(int index) {
    return SealingChain.wallet(index);
  }

  private Anchor open(HeaderSource... nodes) {
    return open(null, nodes);
  }

  private Anchor open(Path folder, HeaderSource... nodes) {
    return QbftSettings.of(BftFormat.QBFT, chain.checkpoint(0)).open(List.of(nodes), folder);
  }

  private static String refusal(Anchor anchor) {
    RegistryException refusal =
        assertThrows(RegistryException.class, () -> anchor.follow(PATIENCE));
    assertInstanceOf(RegistryException.Unanchored.class, refusal);
    return refusal.getMessage();
  }

  /** After the chain as it stands, which is trusted, comes this. */
  private void refused(BlockHeader next, String why) throws RegistryException {
    ScriptedHeaders node = new ScriptedHeaders("node", chain.headers());
    try (Anchor anchor = open(node)) {
      AnchoredBlock before = anchor.follow(PATIENCE);
      assertEquals(AnchoredBlock.of(chain.newest()), before);
      node.serve(List.of(next));
      String said = refusal(anchor);
      assertTrue(said.contains(why), said);
      assertEquals(before, anchor.head().orElseThrow());
    }
  }

  private void accepted(BlockHeader next) throws RegistryException {
    ScriptedHeaders node = new ScriptedHeaders("node", chain.headers()).serve(List.of(next));
    try (Anchor anchor = open(node)) {
      assertEquals(next.block(), anchor.follow(PATIENCE).block());
    }
  }
}
