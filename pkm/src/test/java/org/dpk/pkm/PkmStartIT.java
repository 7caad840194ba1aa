package org.dpk.pkm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.dpk.pkm.internal.progress.StepObserver;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdentityFileException;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.enrol.ServiceAddress;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.ethereum.EthereumNode;
import org.dpk.provider.internal.ethereum.RegistryReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PkmStartIT {

  @TempDir Path folder;
  private Town town;
  private String wallet;

  @BeforeEach
  void found() throws Exception {
    town = Town.foundWithoutPkm(folder);
    wallet = town.createPkmIdentity().toString();
  }

  @AfterEach
  void leave() throws Exception {
    town.close();
  }

  @Test
  void aWalletThatIsNoPkmIsToldWhatToDo() {
    var e = assertThrows(PkmException.class, () -> town.startPkm(StepObserver.NONE));
    assertMessage("addPkm(" + wallet + ")", e);
    assertNothingIsLeft();
  }

  @Test
  void thePkmsRecordIsOnChainWhenItHasStarted() throws Exception {
    fundAndStart();
    RegistryReader reader;
    try (EthereumNode node = EthereumNode.connect(endpoint())) {
      reader = new RegistryReader(node);
      assertTrue(reader.find(town.pkm().identity()) instanceof Lookup.Active);
    }
    DpkIdentity first = town.pkm().identity();
    town.stopPkm();
    town.startPkm(StepObserver.NONE);
    assertEquals(first, town.pkm().identity());
    assertEquals(1, ChainHistory.of(town.devnet()).from(wallet).size());
  }

  @Test
  void aPkmWithoutEtherSaysSoAndGoesOnLater() throws Exception {
    town.devnet().addPkm(wallet);
    PkmConfig hasty = withStartDeadline(Duration.ofSeconds(2));
    var e =
        assertThrows(IOException.class, () -> Pkm.start(hasty, Town.PASSWORD, StepObserver.NONE));
    assertMessage("has not enough Ether", e);
    assertNothingIsLeft();

    fundAndStart();
  }

  @Test
  void administratorsAreServedOnThisMachineOnly() throws Exception {
    fund();
    for (String host : List.of("0.0.0.0", "::", "192.0.2.1")) {
      PkmConfig open =
          town.config()
              .withAddresses(new ServiceAddress(host, 0), new ServiceAddress("127.0.0.1", 0));
      var e =
          assertThrows(IOException.class, () -> Pkm.start(open, Town.PASSWORD, StepObserver.NONE));
      assertMessage("listens on this machine only", e);
    }
    assertNothingIsLeft();
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    fund();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ServiceAddress address = new ServiceAddress("127.0.0.1", taken.getLocalPort());
      PkmConfig config = town.config().withAddresses(new ServiceAddress("127.0.0.1", 0), address);
      var e =
          assertThrows(
              IOException.class, () -> Pkm.start(config, Town.PASSWORD, StepObserver.NONE));
      assertMessage("can't listen on " + address, e);
    }
    assertNothingIsLeft();
  }

  @Test
  void devicesHaveToKnowWhereToGo() throws Exception {
    fund();
    PkmConfig everywhere =
        town.config()
            .withAddresses(new ServiceAddress("127.0.0.1", 0), new ServiceAddress("0.0.0.0", 0));
    var e =
        assertThrows(
            PkmException.class, () -> Pkm.start(everywhere, Town.PASSWORD, StepObserver.NONE));
    assertMessage("'advertised'", e);
  }

  @Test
  void oneDataDirectoryOnePkm() throws Exception {
    fundAndStart();
    var e =
        assertThrows(
            IOException.class, () -> Pkm.start(town.config(), Town.PASSWORD, StepObserver.NONE));
    assertMessage("another PKM runs on the data directory", e);
  }

  @Test
  void aDataBaseThatIsNoneIsNotTouched() throws Exception {
    fund();
    Path data = Files.createDirectories(town.config().dataDirectory());
    byte[] text = "this is no data base, but somebody's text".repeat(40).getBytes("US-ASCII");
    Files.write(data.resolve("pkm.db"), text);

    var e = assertThrows(IOException.class, () -> town.startPkm(StepObserver.NONE));
    assertMessage("pkm.db can't be used", e);
    assertEquals(text.length, Files.size(data.resolve("pkm.db")));
  }

  @Test
  void aWrongPasswordIsJustThat() {
    assertThrows(
        IdentityFileException.WrongPassword.class,
        () -> Pkm.start(town.config(), "wrong".toCharArray(), StepObserver.NONE));
  }

  @Test
  void aNodeThatIsNotThereIsNamed() throws Exception {
    Path config = folder.resolve("pkm.json");
    Files.writeString(
        config,
        "{\"identityFile\":\"pkm.dpk\",\"dataDirectory\":\"data\",\"nodes\":[\"http://127.0.0.1:1\"]}");
    assertThrows(
        RegistryException.Unreachable.class,
        () -> Pkm.start(PkmConfig.read(config), Town.PASSWORD));
  }

  private void fund() throws IOException {
    town.devnet().addPkm(wallet);
    town.devnet().setBalance(wallet, Town.ETHER);
  }

  private void fundAndStart() throws IOException {
    fund();
    town.startPkm(StepObserver.NONE);
  }

  private PkmConfig withStartDeadline(Duration deadline) {
    PkmConfig c = town.config();
    return new PkmConfig(
        c.identityFile(),
        c.dataDirectory(),
        c.nodes(),
        c.admin(),
        c.enrolment(),
        c.advertised(),
        c.deviceNodes(),
        c.tokenLifetime(),
        c.longestTokenLifetime(),
        c.recordLifetime(),
        c.maxFeePerGas(),
        c.maxFunding(),
        c.stuckAfter(),
        c.poll(),
        deadline);
  }

  private ChainEndpoint endpoint() {
    return new ChainEndpoint(
        URI.create(town.devnet().uri().toString()), town.registry(), ChainEndpoint.Limits.DEFAULT);
  }

  private static void assertMessage(String part, Exception e) {
    assertTrue(String.valueOf(e.getMessage()).contains(part), e::toString);
  }

  // a start that failed takes its threads with it
  private static void assertNothingIsLeft() {
    assertEquals(
        List.of(),
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.startsWith("dpk-pkm"))
            .collect(Collectors.toList()));
  }
}
