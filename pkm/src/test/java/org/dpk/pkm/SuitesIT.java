package org.dpk.pkm;

import static org.dpk.provider.internal.nsl.Suite.NSL_RSA2048;
import static org.dpk.provider.internal.nsl.Suite.NSL_X25519;
import static org.dpk.provider.internal.nsl.Suite.NSL_XWING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Security;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.agreement.Enrolment;
import org.dpk.provider.internal.agreement.NslAgreement;
import org.dpk.provider.internal.enrol.EnrolmentToken;
import org.dpk.provider.internal.enrol.TokenFile;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.ethereum.EthereumNode;
import org.dpk.provider.internal.ethereum.FeePolicy;
import org.dpk.provider.internal.ethereum.Receipt;
import org.dpk.provider.internal.ethereum.RegistryReader;
import org.dpk.provider.internal.ethereum.RegistryWriter;
import org.dpk.provider.internal.ethereum.TransactionSender;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.nsl.OwnKeys;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.registry.Registries;
import org.dpk.psk.PskJsseProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Identities with keys of each suite and of several, from a token to a page over HTTPS: keys made,
 * proven, admitted by a real PKM on a real chain, looked up, agreed on.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SuitesIT {

  @TempDir static Path folder;
  private static Town town;
  private static final Map<List<Suite>, Device> DEVICES = new HashMap<>();
  private static int address;

  /** An admitted identity: one of the many addresses of this machine. */
  private record Device(DpkIdentity identity, SSLContext context) {}

  @BeforeAll
  static void found() throws Exception {
    DpkProvider.install();
    town = Town.found(folder);
  }

  @AfterAll
  static void leave() throws Exception {
    Security.removeProvider(DpkProvider.NAME);
    town.close();
  }

  private static Town.Registered register() throws Exception {
    address++;
    return town.register("{\"identity\":\"ip:127.0.7.%d\",\"unchecked\":true}".formatted(address));
  }

  private static Device device(List<Suite> suites) throws Exception {
    Device known = DEVICES.get(suites);
    if (known != null) {
      return known;
    }
    Town.Registered registered = register();
    String file = "device-" + address + ".dpk";
    town.enrol(registered.token(), file, suites);
    Device device = new Device(registered.token().identity(), context(folder.resolve(file)));
    DEVICES.put(suites, device);
    return device;
  }

  private static SSLContext context(Path file) throws Exception {
    KeyStore keys = KeyStore.getInstance("DPK");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, Town.PASSWORD);
    }
    KeyManagerFactory factory = KeyManagerFactory.getInstance("DPK");
    factory.init(keys, Town.PASSWORD);
    SSLContext context = SSLContext.getInstance("DPK");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  static List<List<Suite>> mixtures() {
    return List.of(
        List.of(NSL_RSA2048),
        List.of(NSL_X25519),
        List.of(NSL_XWING),
        List.of(NSL_X25519, NSL_XWING),
        List.of(NSL_XWING, NSL_RSA2048, NSL_X25519));
  }

  @ParameterizedTest
  @MethodSource("mixtures")
  void aRecordStandsOnChainWithEveryKeyInItsOrder(List<Suite> suites) throws Exception {
    Lookup found = lookUp(device(suites).identity());
    IdentityRecord record = ((Lookup.Active) found).record();
    assertEquals(
        suites.stream().map(Suite::id).toList(),
        record.keys().stream().map(SuiteKey::suite).toList());
    for (int i = 0; i < suites.size(); i++) {
      assertTrue(suites.get(i).fits(record.keys().get(i)));
    }
  }

  private static Lookup lookUp(DpkIdentity identity) throws Exception {
    try (EthereumNode node = EthereumNode.connect(endpoint())) {
      return new RegistryReader(node).find(identity);
    }
  }

  private static ChainEndpoint endpoint() {
    return new ChainEndpoint(town.devnet().uri(), town.registry(), ChainEndpoint.Limits.DEFAULT);
  }

  /** Client, server: each agrees in the first suite of the server's that the client has. */
  static List<Arguments> pairs() {
    List<Suite> two = List.of(NSL_X25519, NSL_XWING);
    List<Suite> three = List.of(NSL_XWING, NSL_RSA2048, NSL_X25519);
    return List.of(
        Arguments.of(List.of(NSL_RSA2048), three),
        Arguments.of(List.of(NSL_X25519), two),
        Arguments.of(List.of(NSL_XWING), two),
        Arguments.of(two, List.of(NSL_XWING)),
        Arguments.of(two, three),
        Arguments.of(three, two),
        Arguments.of(three, List.of(NSL_RSA2048)),
        Arguments.of(three, List.of(NSL_X25519)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aPageIsFetchedOverHttps(List<Suite> ofClient, List<Suite> ofServer) throws Exception {
    Device client = device(ofClient);
    Device server = device(ofServer);
    HttpsServer https = serve(server);
    try {
      assertEquals("hello " + client.identity(), get(client, server, https).body());
    } finally {
      https.stop(0);
    }
  }

  @Test
  void withoutACommonSuiteTheClientSaysSoAndSendsNothing() throws Exception {
    Device client = device(List.of(NSL_X25519));
    Device server = device(List.of(NSL_XWING));
    HttpsServer https = serve(server);
    try {
      IOException e = assertThrows(IOException.class, () -> get(client, server, https));
      assertTrue(causes(e).contains("no suite in common"), () -> causes(e));
    } finally {
      https.stop(0);
    }
  }

  private static String causes(Throwable e) {
    StringBuilder all = new StringBuilder();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      all.append(cause).append('\n');
    }
    return all.toString();
  }

  private static HttpsServer serve(Device device) throws IOException {
    HttpsServer server = HttpsServer.create(new InetSocketAddress(device.identity().name(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(device.context()));
    server.createContext(
        "/",
        exchange -> {
          String peer = ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName();
          byte[] hello = ("hello " + peer).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, hello.length);
          exchange.getResponseBody().write(hello);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static HttpResponse<String> get(Device client, Device server, HttpsServer https)
      throws Exception {
    URI page =
        URI.create(
            "https://" + server.identity().name() + ":" + https.getAddress().getPort() + "/");
    return HttpClient.newBuilder()
        .sslContext(client.context())
        .build()
        .send(
            HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(30)).build(),
            BodyHandlers.ofString());
  }

  /** A device that proves one of two keys, and asks for the admission of both. */
  @Test
  void whatIsNotProvenIsNotAdmitted() throws Exception {
    TokenFile token = register().token();
    SecureRandom random = new SecureRandom();
    try (SuiteKeyPair proven = SuiteKeyPair.generate(NSL_X25519, random);
        SuiteKeyPair unproven = SuiteKeyPair.generate(NSL_XWING, random)) {
      EncodedRecord candidate = candidate(token, List.of(proven.publicKey(), unproven.publicKey()));

      HttpResponse<String> refused = begin(token, new OwnKeys(candidate, List.of(proven)));
      assertEquals(409, refused.statusCode(), refused.body());
      assertTrue(refused.body().contains("urn:dpk:problem:unproven-keys"), refused.body());
      assertTrue(refused.body().contains("[NSL_XWING]"), refused.body());
      assertTrue(lookUp(token.identity()) instanceof Lookup.Absent);

      HttpResponse<String> begun = begin(token, new OwnKeys(candidate, List.of(unproven)));
      assertEquals(200, begun.statusCode(), begun.body());
    }
  }

  /** The key of somebody else beside one's own: no run ever proves it. */
  @Test
  void aKeyOfSomebodyElseIsNotAdmittedBesideAnOwnOne() throws Exception {
    TokenFile token = register().token();
    SecureRandom random = new SecureRandom();
    try (SuiteKeyPair own = SuiteKeyPair.generate(NSL_X25519, random);
        SuiteKeyPair victims = SuiteKeyPair.generate(NSL_XWING, random);
        SuiteKeyPair notTheirs = SuiteKeyPair.generate(NSL_XWING, random)) {
      EncodedRecord candidate = candidate(token, List.of(own.publicKey(), victims.publicKey()));
      assertEquals(409, begin(token, new OwnKeys(candidate, List.of(own))).statusCode());
      // the keys have to be those of the record: without them there is nothing to prove it with
      OwnKeys none = new OwnKeys(candidate, List.of(notTheirs));
      assertThrows(IllegalStateException.class, () -> begin(token, none));
      assertEquals(409, begin(token, new OwnKeys(candidate, List.of(own))).statusCode());
    }
  }

  /** A device with a wallet of its own asks the contract, and skips what comes first. */
  @Test
  void whatIsNotProvenOrNotPaidIsNotApproved() throws Exception {
    SecureRandom random = new SecureRandom();
    try (Wallet wallet = Wallet.create();
        SuiteKeyPair proven = SuiteKeyPair.generate(NSL_X25519, random);
        SuiteKeyPair unproven = SuiteKeyPair.generate(NSL_XWING, random)) {
      town.devnet().setBalance(wallet.address().toString(), Town.ETHER);
      List<SuiteKey> keys = List.of(proven.publicKey(), unproven.publicKey());

      TokenFile due = registerFunded("due");
      EncodedRecord unpaid = candidate(due, wallet.address(), List.of(proven.publicKey()));
      askTheContract(wallet, unpaid, due);
      HttpResponse<String> refused = approve(due, new OwnKeys(unpaid, List.of(proven)));
      assertTrue(refused.body().contains("urn:dpk:problem:fees-due"), refused.body());

      TokenFile token = registerFunded("waived");
      EncodedRecord candidate = candidate(token, wallet.address(), keys);
      askTheContract(wallet, candidate, token);
      refused = approve(token, new OwnKeys(candidate, List.of(proven)));
      assertEquals(409, refused.statusCode(), refused.body());
      assertTrue(refused.body().contains("urn:dpk:problem:unproven-keys"), refused.body());

      HttpResponse<String> done = approve(token, new OwnKeys(candidate, List.of(unproven)));
      assertEquals(200, done.statusCode(), done.body());
    }
  }

  private static TokenFile registerFunded(String fees) throws Exception {
    address++;
    String body =
        "{\"identity\":\"ip:127.0.7.%d\",\"unchecked\":true,\"mode\":\"funded\",\"fees\":\"%s\"}"
            .formatted(address, fees);
    return town.register(body).token();
  }

  private static void askTheContract(Wallet wallet, EncodedRecord candidate, TokenFile token)
      throws Exception {
    byte[] tokenHash = EnrolmentToken.decode(token.token()).hash();
    try (EthereumNode node = EthereumNode.connect(endpoint())) {
      Receipt receipt =
          new TransactionSender(node, wallet, FeePolicy.DEFAULT)
              .send(
                  new RegistryWriter(town.registry()).addClient(candidate.bytes(), tokenHash),
                  Duration.ofSeconds(30));
      assertTrue(receipt.succeeded());
    }
  }

  private static EncodedRecord candidate(TokenFile token, List<SuiteKey> keys) throws Exception {
    return candidate(token, ((Lookup.Active) lookUp(token.pkm())).record().owner(), keys);
  }

  private static EncodedRecord candidate(
      TokenFile token, EthereumAddress owner, List<SuiteKey> keys) throws Exception {
    IdentityRecord pkm = ((Lookup.Active) lookUp(token.pkm())).record();
    return EncodedRecord.of(
        new IdentityRecord(
            1, owner, pkm.owner(), 0, token.recordNotAfter(), token.identity(), keys, List.of()));
  }

  private static HttpResponse<String> begin(TokenFile token, OwnKeys keys) throws Exception {
    return post(token, keys, "", "{\"mode\":\"sponsored\"}");
  }

  private static HttpResponse<String> approve(TokenFile token, OwnKeys keys) throws Exception {
    return post(token, keys, "/approval", "{}");
  }

  private static HttpResponse<String> post(TokenFile token, OwnKeys keys, String path, String body)
      throws Exception {
    Enrolment enrolment = new Enrolment(keys, token.token(), token.pkmRecordHash());
    try (KeyRegistry registry = Registries.open(endpoint());
        NslAgreement agreement =
            NslAgreement.enrolling(registry, enrolment).hosts(server -> token.pkm()).build()) {
      SSLContext context = SSLContext.getInstance("TLSv1.3-PSK", new PskJsseProvider());
      context.init(new KeyManager[] {agreement}, null, new SecureRandom());
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("https://" + token.endpoints().get(0) + "/v1/enrolment" + path))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .timeout(Duration.ofSeconds(30))
              .build();
      return HttpClient.newBuilder()
          .sslContext(context)
          .build()
          .send(request, BodyHandlers.ofString());
    }
  }
}
