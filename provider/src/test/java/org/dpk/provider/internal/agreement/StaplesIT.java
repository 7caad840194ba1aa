package org.dpk.provider.internal.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.DpkHandshakeException.IdentityRevoked;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkPrincipal;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdHash;
import org.dpk.provider.IdentityChanged;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.Waiting;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.ethereum.RegistryReader;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.nsl.AlertCode;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.dpk.provider.internal.proof.Tampering;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.provider.internal.registry.CountingProxy;
import org.dpk.provider.internal.registry.Registries;
import org.dpk.provider.internal.staple.Staple;
import org.dpk.provider.internal.staple.Staple.Evidence;
import org.dpk.provider.internal.staple.Stapling;
import org.dpk.provider.internal.staple.WrongStaple;
import org.dpk.psk.PskAgreement.Exchange;
import org.dpk.psk.PskAgreement.Step;
import org.dpk.psk.PskPeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Staples (protocol.md "Staple") on a real chain, whose node is asked through a proxy that counts.
 */
@Tag("one-jdk")
class StaplesIT {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final byte[] BEGIN = {};

  private static RegistryFixture chain;

  private final Random seeds = new Random(11);
  private final List<AutoCloseable> opened = new ArrayList<>();
  private CountingProxy proxy; // in front of B's node
  private KeyRegistry registryA;
  private KeyRegistry registryB;
  private Device a;
  private Device b;

  /** An identity on chain, with its private keys. */
  private record Device(
      DpkIdentity identity, SuiteKeyPair pair, Wallet owner, EncodedRecord record) {

    OwnIdentity own() {
      return OwnIdentity.of(identity, List.of(pair));
    }

    IdHash id() {
      return RecordCodec.idHash(identity);
    }

    String idDigits() {
      return id().toString().substring(2);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    chain = RegistryFixture.start();
  }

  @AfterAll
  static void stop() {
    chain.close();
  }

  @BeforeEach
  void admitBoth() throws Exception {
    a = admit();
    b = admit();
    chain.devnet().mine(3);
    proxy = opened(new CountingProxy(chain.devnet().uri()));
    registryA = opened(Registries.open(chain.http()));
    registryB = opened(Registries.open(chain.endpoint(proxy.uri().toString())));
    find(registryB, b.identity); // a server knows itself
    settle();
  }

  @AfterEach
  void close() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
  }

  private <T extends AutoCloseable> T opened(T each) {
    opened.add(each);
    return each;
  }

  private Device admit() throws Exception {
    return admit(chain);
  }

  private Device admit(RegistryFixture chain) throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    SuiteKeyPair pair = End.pair(seeds.nextInt());
    Wallet owner = Wallet.create();
    IdentityRecord record = record(identity, pair, owner, 1);
    chain
        .sender()
        .send(
            chain.admission(new RegistryReader(chain.node()).entry(identity), record),
            RegistryFixture.PATIENCE);
    return new Device(identity, pair, owner, EncodedRecord.of(record));
  }

  private static IdentityRecord record(
      DpkIdentity identity, SuiteKeyPair pair, Wallet owner, long version) {
    return new IdentityRecord(
        version,
        owner.address(),
        chain.pkm().address(),
        0,
        0,
        identity,
        List.of(pair.publicKey()),
        List.of());
  }

  /** Until B has seen the newest block. */
  private void settle() throws Exception {
    int before = proxy.count("latest");
    Waiting.until("B asks for the newest block", () -> proxy.count("latest") >= before + 3);
  }

  private static Lookup find(KeyRegistry registry, DpkIdentity identity) throws Exception {
    return registry.find(identity, Freshness.RECENT).get(20, TimeUnit.SECONDS);
  }

  private NslAgreement client(KeyRegistry registry) {
    return opened(NslAgreement.of(registry, a.own()).hosts(peer -> b.identity).build());
  }

  private NslAgreement server(KeyRegistry registry) {
    return opened(NslAgreement.of(registry, b.own()).build());
  }

  private DpkPrincipal agree(KeyRegistry ofA, KeyRegistry ofB) throws Exception {
    try (Exchange atA = client(ofA).initiate(new PskPeer("server.example.org", 4433));
        Exchange atB = server(ofB).respond(null)) {
      byte[] ns1 = ((Step.Send) atA.next(BEGIN)).message();
      byte[] ns2 = ((Step.Send) atB.next(ns1)).message();
      Step.Agreed agreedA = (Step.Agreed) atA.next(ns2);
      Step.Agreed agreedB = (Step.Agreed) atB.next(agreedA.lastMessage());
      assertEquals(agreedA.keys().next(), agreedB.keys().next());
      return (DpkPrincipal) agreedB.peer();
    }
  }

  // ------------------------------------------------------------------------ what it is for

  @Test
  void aStapledCallerCostsNoLookUp() throws Exception {
    int before = proxy.count();
    int following = proxy.count("eth_getBlockByNumber");
    assertEquals(a.record.record(), agree(registryA, registryB).record());
    int asked = proxy.count() - before;
    int followed = proxy.count("eth_getBlockByNumber") - following;
    System.out.println(
        "first contact, stapled with a proof: 0 requests about the caller; "
            + followed
            + " for the newest block meanwhile");
    assertEquals(0, proxy.count(a.idDigits()));
    assertEquals(followed, asked, "requests that are none for the newest block");
    // what it proved is remembered
    Lookup.Active known =
        assertInstanceOf(
            Lookup.Active.class, registryB.known(a.identity, Freshness.RECENT).orElseThrow());
    assertEquals(a.record.record(), known.record());
  }

  @Test
  void aCallerThatStaplesItsRecordAloneCostsOneSlot() throws Exception {
    CountingProxy withoutProofs = opened(new CountingProxy(chain.devnet().uri()));
    withoutProofs.refuse("eth_getProof");
    KeyRegistry poor = opened(Registries.open(chain.endpoint(withoutProofs.uri().toString())));
    assertEquals(a.record.record(), agree(poor, registryB).record());
    assertEquals(1, withoutProofs.count("eth_getProof"));
    assertEquals(1, proxy.count(a.idDigits()));
    assertEquals(1, proxy.count("eth_call", a.idDigits()));
    assertEquals(0, proxy.count("eth_getLogs", a.idDigits()));
    // a node that refused is left alone for a while
    Stapling.of(poor).make(a.record, PATIENCE);
    assertEquals(1, withoutProofs.count("eth_getProof"));
  }

  @Test
  void withoutAStapleTheLogIsReadToo() throws Exception {
    assertEquals(a.record.record(), agree(unstapled(registryA), registryB).record());
    assertEquals(2, proxy.count(a.idDigits()));
    assertEquals(1, proxy.count("eth_getLogs", a.idDigits()));
  }

  @Test
  void oneProofServesManyStaples() throws Exception {
    CountingProxy counted = opened(new CountingProxy(chain.devnet().uri()));
    KeyRegistry registry = opened(Registries.open(chain.endpoint(counted.uri().toString())));
    for (int i = 0; i < 20; i++) {
      assertNotNull(staple(registry, a).evidence());
    }
    assertEquals(1, counted.count("eth_getProof"));
  }

  /** The server starts after the staple was made, and after the blocks that it covers. */
  @Test
  void aServerThatJustStartedTakesStaplesOfTheBlocksBefore() throws Exception {
    Staple staple = staple(registryA, a);
    chain.devnet().mine(10);
    CountingProxy counted = opened(new CountingProxy(chain.devnet().uri()));
    KeyRegistry late = opened(Registries.open(chain.endpoint(counted.uri().toString())));
    Waiting.until(
        "the blocks before are read",
        () -> Stapling.of(late).accept(a.identity, staple).isPresent());
    assertEquals(0, counted.count(a.idDigits()));
    int connecting = counted.count("eth_chainId");
    int batches = counted.count("[{", "eth_getBlockByNumber") - connecting;
    System.out.println(
        "a server's start costs "
            + batches
            + " batches of headers and "
            + counted.count("eth_getLogs")
            + " question for logs");
    assertTrue(batches <= 2 && counted.count("eth_getLogs") == 1);
  }

  // ------------------------------------------------------------------------ what it is not for

  @Test
  void whatIsRevokedStaysRevokedWhateverTheThiefStaples() throws Exception {
    Staple before = staple(registryA, a);
    chain.revoke(a.identity);
    settle();
    assertEquals(Optional.empty(), Stapling.of(registryB).accept(a.identity, before));
    KeyRegistry thiefs = stapling(registryA, before.encode());
    assertThrows(IdentityRevoked.class, () -> agree(thiefs, registryB));
    // one that starts now has seen no event of it
    KeyRegistry late = opened(Registries.open(chain.http()));
    for (int i = 0; i < 20; i++) {
      assertEquals(Optional.empty(), Stapling.of(late).accept(a.identity, before));
      Thread.onSpinWait();
    }
    assertInstanceOf(Lookup.Revoked.class, find(late, a.identity));
    assertEquals(Optional.empty(), Stapling.of(late).accept(a.identity, before));
  }

  /** Behind one address there may be many nodes, of which one has the block and another not yet. */
  @Test
  void logsThatAreNotThereYetAreNoLogs() throws Exception {
    Staple before = staple(registryA, a);
    proxy.lag();
    chain.revoke(a.identity);
    settle();
    assertEquals(Optional.empty(), Stapling.of(registryB).accept(a.identity, before));
  }

  @Test
  void whatWasReplacedStaysReplaced() throws Exception {
    Staple before = staple(registryA, a);
    chain.rotate(a.identity, a.owner);
    settle();
    assertEquals(Optional.empty(), Stapling.of(registryB).accept(a.identity, before));
    Lookup.Active now = (Lookup.Active) find(registryB, a.identity);
    assertEquals(2, now.record().version());
    assertEquals(Optional.empty(), Stapling.of(registryB).accept(a.identity, before));
    assertEquals(now, find(registryB, a.identity));
  }

  @Test
  void moreThan64BlocksAreTooMany() throws Exception {
    Staple staple = staple(registryA, a);
    Stapling stapling = Stapling.of(registryB);
    for (int i = 0; i < 2; i++) {
      chain.devnet().mine(30); // a gap of more than 32 would not be closed
      settle();
    }
    assertTrue(stapling.accept(a.identity, staple).isPresent());
    chain.devnet().mine(10);
    settle();
    assertEquals(Optional.empty(), stapling.accept(a.identity, staple));
  }

  @Test
  void moreThanAQuarterOfAnHourIsTooLong() throws Exception {
    try (RegistryFixture own = RegistryFixture.start()) {
      Device device = admit(own);
      own.devnet().mine(2);
      KeyRegistry registry = opened(Registries.open(own.http()));
      Stapling stapling = Stapling.of(registry);
      Staple staple = staple(registry, device);
      own.devnet().advance(Duration.ofMinutes(14));
      Waiting.until(
          "a block within the time",
          () ->
              accepts(stapling, device, byHand(own, device)) && accepts(stapling, device, staple));
      own.devnet().advance(Duration.ofMinutes(2));
      Waiting.until("a block beyond it", () -> !accepts(stapling, device, staple));
    }
  }

  @Test
  void aBlockThatWasReorganisedAwayIsOfNoUse() throws Exception {
    try (RegistryFixture own = RegistryFixture.start()) {
      Device device = admit(own);
      own.devnet().mine(2);
      String snapshot = own.devnet().anvil().rpc("evm_snapshot").asText();
      own.devnet().mine(3);
      KeyRegistry registry = opened(Registries.open(own.http()));
      Stapling stapling = Stapling.of(registry);
      Staple staple = staple(registry, device);
      assertTrue(accepts(stapling, device, staple));
      own.devnet().anvil().rpc("evm_revert", snapshot);
      own.devnet().advance(Duration.ofSeconds(30));
      own.devnet().mine(5);
      Waiting.until("the reorganisation is noticed", () -> !accepts(stapling, device, staple));
    }
  }

  private static boolean accepts(Stapling stapling, Device device, Staple staple)
      throws WrongStaple {
    return stapling.accept(device.identity, staple).isPresent();
  }

  @Test
  void aFloodOfUnknownBlocksAsksNothing() throws Exception {
    Staple good = staple(registryA, a);
    Random random = new Random(5);
    settle();
    int before = proxy.count();
    int following = proxy.count("latest");
    for (int i = 0; i < 5_000; i++) {
      byte[] hash = new byte[32];
      random.nextBytes(hash);
      Evidence evidence =
          new Evidence(
              chain.id().chainId(),
              hash,
              good.evidence().accountProof(),
              good.evidence().storageProof());
      assertEquals(
          Optional.empty(),
          Stapling.of(registryB).accept(a.identity, new Staple(a.record, evidence)));
    }
    assertEquals(proxy.count("latest") - following, proxy.count() - before);
    assertEquals(0, proxy.count(a.idDigits()));
  }

  @Test
  void whatNoSoundPeerSendsIsRefused() throws Exception {
    Staple good = staple(registryA, a);
    Evidence evidence = good.evidence();
    Device other = admit();
    chain.devnet().mine(2);
    settle();
    wrong("of another identity", b.identity, good);
    wrong("of another chain", a.identity, with(good, chain.id().chainId() + 1));
    wrong("", other.identity, new Staple(other.record, evidence));
    wrong(
        "does not name the stapled record",
        a.identity,
        new Staple(EncodedRecord.of(record(a.identity, a.pair, a.owner, 2)), evidence));
    // the branch of another identity's slot, in the same block
    Staple others = staple(opened(Registries.open(chain.http())), other);
    wrong(
        "",
        a.identity,
        new Staple(
            a.record,
            new Evidence(
                evidence.chainId(),
                others.evidence().blockHash(),
                others.evidence().accountProof(),
                others.evidence().storageProof())));
  }

  @Test
  void theSlotOfAnotherContractIsNoProof() throws Exception {
    String twin = "0x00000000000000000000000000000000000000d1";
    chain
        .devnet()
        .anvil()
        .rpc("anvil_setCode", twin, chain.devnet().anvil().rpc("eth_getCode", address(), "latest"));
    JsonNode word = chain.devnet().anvil().rpc("eth_getStorageAt", address(), slotKey(a), "latest");
    chain.devnet().anvil().rpc("anvil_setStorageAt", twin, slotKey(a), word);
    chain.devnet().mine(2);
    settle();
    Staple twins = byHand(twin, a);
    wrong("proves nothing", a.identity, twins);
    // the twin's slot under the right account: the storage root is another
    Evidence own = byHand(address(), a).evidence();
    List<byte[]> slots = twins.evidence().storageProof();
    wrong(
        "proves nothing",
        a.identity,
        new Staple(
            a.record, new Evidence(own.chainId(), own.blockHash(), own.accountProof(), slots)));
    assertTrue(Stapling.of(registryB).accept(a.identity, byHand(address(), a)).isPresent());
  }

  @Test
  void aRevokedSlotIsNoProof() throws Exception {
    chain.revoke(a.identity);
    chain.devnet().mine(1);
    settle();
    wrong("does not name", a.identity, byHand(address(), a));
    Device never = new Device(RegistryFixture.newIdentity(), a.pair, a.owner, a.record);
    IdentityRecord unknown = record(never.identity, a.pair, a.owner, 1);
    Staple absent =
        new Staple(
            EncodedRecord.of(unknown),
            byHand(address(), new Device(never.identity, a.pair, a.owner, a.record)).evidence());
    wrong("does not name", never.identity, absent);
  }

  @Test
  void whateverIsDoneToAProofIsNoticed() throws Exception {
    for (int i = 0; i < 20; i++) {
      admit(); // so that the registry's own trie has branches
    }
    chain.devnet().mine(2);
    settle();
    Staple good = byHand(address(), a);
    Evidence evidence = good.evidence();
    assertTrue(evidence.storageProof().size() > 1);
    int accounts =
        Tampering.of(
            evidence.accountProof(),
            changed -> refused(with(good, changed, evidence.storageProof())));
    int slots =
        Tampering.of(
            evidence.storageProof(),
            changed -> refused(with(good, evidence.accountProof(), changed)));
    refused(with(good, evidence.storageProof(), evidence.accountProof()));
    System.out.println(
        accounts + " changed account proofs and " + slots + " slot proofs were refused");
    assertTrue(accounts > 1_000 && slots > 1_000, accounts + " and " + slots);
    assertTrue(Stapling.of(registryB).accept(a.identity, good).isPresent());
  }

  @Test
  void anyChangedByteOfAStapleProvesNothing() throws Exception {
    byte[] good = byHand(address(), a).encode();
    settle();
    int refused = 0;
    int useless = 0;
    for (int i = 0; i < good.length; i++) {
      byte[] changed = good.clone();
      changed[i] ^= (byte) (1 << (i % 8));
      try {
        assertEquals(
            Optional.empty(),
            Stapling.of(registryB).accept(a.identity, Staple.decode(changed)),
            "byte " + i);
        useless++; // another block
      } catch (WrongStaple e) {
        refused++;
      }
    }
    assertEquals(32, useless);
    assertEquals(good.length - 32, refused);
  }

  @Test
  void aWrongStapleEndsTheHandshakeWithoutALookUp() throws Exception {
    byte[] good = staple(registryA, a).encode();
    byte[] changed = good.clone();
    changed[good.length - 1] ^= 1;
    for (byte[] wrong :
        List.of(changed, new byte[0], new byte[] {0}, Arrays.copyOf(good, good.length + 1))) {
      DpkHandshakeException e =
          assertThrows(
              DpkHandshakeException.class, () -> agree(stapling(registryA, wrong), registryB));
      assertEquals(AlertCode.MALFORMED.code(), e.alert());
      assertNotNull(e.lastMessage());
    }
    assertEquals(0, proxy.count(a.idDigits()));
  }

  @Test
  void aRecordAloneThatIsNotTheOneOnChainIsReadFromTheChain() throws Exception {
    EncodedRecord lie = EncodedRecord.of(record(a.identity, a.pair, a.owner, 7));
    KeyRegistry liar = stapling(registryA, Staple.of(lie).encode());
    assertEquals(a.record.record(), agree(liar, registryB).record());
    // the slot of a moment ago, and an ordinary look-up
    assertEquals(3, proxy.count("eth_call", a.idDigits()));
    assertEquals(1, proxy.count("eth_getLogs", a.idDigits()));
  }

  // ------------------------------------------------------------------------ staples

  private static Staple staple(KeyRegistry registry, Device device) throws Exception {
    Stapling stapling = Stapling.of(registry);
    Waiting.until(
        "a proof is there",
        () ->
            Staple.decode(stapling.make(device.record, PATIENCE).orElseThrow()).evidence() != null);
    return Staple.decode(stapling.make(device.record, PATIENCE).orElseThrow());
  }

  private static String address() {
    return chain.id().contract().toString();
  }

  private static String slotKey(Device device) {
    return "0x" + HexFormat.of().formatHex(Slot.key(device.id()));
  }

  /** Of the newest block, whatever it proves. */
  private static Staple byHand(RegistryFixture chain, Device device) throws Exception {
    return byHand(chain, chain.id().contract().toString(), device);
  }

  private static Staple byHand(String contract, Device device) throws Exception {
    return byHand(chain, contract, device);
  }

  private static Staple byHand(RegistryFixture chain, String contract, Device device)
      throws Exception {
    JsonNode block = chain.devnet().anvil().rpc("eth_getBlockByNumber", "latest", false);
    JsonNode proof =
        chain
            .devnet()
            .anvil()
            .rpc("eth_getProof", contract, List.of(slotKey(device)), block.path("number").asText());
    return new Staple(
        device.record,
        new Evidence(
            chain.id().chainId(),
            bytes(block.path("hash")),
            nodes(proof.path("accountProof")),
            nodes(proof.path("storageProof").path(0).path("proof"))));
  }

  private static List<byte[]> nodes(JsonNode proof) {
    List<byte[]> nodes = new ArrayList<>();
    proof.forEach(each -> nodes.add(bytes(each)));
    return nodes;
  }

  private static byte[] bytes(JsonNode hex) {
    return HexFormat.of().parseHex(hex.asText().substring(2));
  }

  private static Staple with(Staple staple, long chainId) {
    Evidence evidence = staple.evidence();
    return new Staple(
        staple.record(),
        new Evidence(
            chainId, evidence.blockHash(), evidence.accountProof(), evidence.storageProof()));
  }

  private static Staple with(Staple staple, List<byte[]> account, List<byte[]> slot) {
    Evidence evidence = staple.evidence();
    return new Staple(
        staple.record(), new Evidence(evidence.chainId(), evidence.blockHash(), account, slot));
  }

  private void refused(Staple staple) {
    assertThrows(WrongStaple.class, () -> Stapling.of(registryB).accept(a.identity, staple));
  }

  private void wrong(String why, DpkIdentity claimed, Staple staple) {
    WrongStaple e =
        assertThrows(WrongStaple.class, () -> Stapling.of(registryB).accept(claimed, staple));
    assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
    assertNull(registryB.known(a.identity, Freshness.RECENT).orElse(null));
  }

  /** Whose handshakes have this staple. */
  private static KeyRegistry stapling(KeyRegistry registry, byte[] staple) {
    return new MisbehavingStapler(registry, Optional.of(staple));
  }

  private static KeyRegistry unstapled(KeyRegistry registry) {
    return new MisbehavingStapler(registry, Optional.empty());
  }

  /** Staples what a test wants. */
  private record MisbehavingStapler(KeyRegistry registry, Optional<byte[]> staple)
      implements KeyRegistry, Stapling {

    @Override
    public RegistryId id() {
      return registry.id();
    }

    @Override
    public CompletableFuture<Lookup> find(DpkIdentity identity, Freshness wanted) {
      return registry.find(identity, wanted);
    }

    @Override
    public CompletableFuture<Lookup> find(
        DpkIdentity identity, Freshness wanted, EncodedRecord brought) {
      return registry.find(identity, wanted);
    }

    @Override
    public Optional<Lookup> accept(DpkIdentity claimed, Staple brought) {
      return Optional.empty();
    }

    @Override
    public void prepare(DpkIdentity own) {}

    @Override
    public Optional<byte[]> make(EncodedRecord own, Duration patience) {
      return staple;
    }

    @Override
    public AutoCloseable onChange(Consumer<IdentityChanged> listener) {
      return registry.onChange(listener);
    }

    @Override
    public void close() {}
  }
}
