package org.dpk.pkm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.dpk.pkm.internal.enrolment.Chain;
import org.dpk.pkm.internal.enrolment.Enrolments;
import org.dpk.pkm.internal.enrolment.OwnRecordOnChain;
import org.dpk.pkm.internal.enrolment.RecordPolicy;
import org.dpk.pkm.internal.enrolment.TokenDesk;
import org.dpk.pkm.internal.outbox.Carrier;
import org.dpk.pkm.internal.outbox.OutboxStore;
import org.dpk.pkm.internal.outbox.OutboxWorker;
import org.dpk.pkm.internal.progress.StepObserver;
import org.dpk.pkm.internal.registration.Registrations;
import org.dpk.pkm.internal.store.Database;
import org.dpk.pkm.internal.store.DirectoryLock;
import org.dpk.pkm.internal.token.PkmKeys;
import org.dpk.pkm.internal.token.TokenIssuer;
import org.dpk.pkm.internal.web.AdminApi;
import org.dpk.pkm.internal.web.AdminKey;
import org.dpk.pkm.internal.web.AdminServer;
import org.dpk.pkm.internal.web.EnrolmentApi;
import org.dpk.pkm.internal.web.EnrolmentServer;
import org.dpk.pkm.internal.web.PkmView;
import org.dpk.pkm.internal.web.RegistrationView;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.agreement.NslAgreement;
import org.dpk.provider.internal.agreement.OwnIdentity;
import org.dpk.provider.internal.enrol.EnrolmentToken;
import org.dpk.provider.internal.enrol.ServiceAddress;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.ethereum.Eip712;
import org.dpk.provider.internal.ethereum.EthereumNode;
import org.dpk.provider.internal.ethereum.FeePolicy;
import org.dpk.provider.internal.ethereum.RegistryReader;
import org.dpk.provider.internal.ethereum.RegistryWriter;
import org.dpk.provider.internal.ethereum.TransactionSender;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.identity.ChainSettings;
import org.dpk.provider.internal.identity.IdentityFile;
import org.dpk.provider.internal.identity.LocalIdentity;
import org.dpk.provider.internal.identity.OwnRecord;
import org.dpk.provider.internal.registry.Registries;
import org.dpk.psk.PskJsseProvider;

/** Puts a PKM together, from its identity file to services that listen. For one start. */
final class PkmStart {

  private static final String DATABASE = "pkm.db";
  private static final String ADMIN_KEY = "admin.key";

  private final PkmConfig config;
  private final StepObserver observer;
  private final Clock clock;

  /**
   * @param clock tells when tokens and vouchers end
   */
  PkmStart(PkmConfig config, StepObserver observer, Clock clock) {
    this.config = config;
    this.observer = observer;
    this.clock = clock;
  }

  Pkm start(char[] password) throws IOException {
    try (Resources resources = new Resources()) {
      IdentityFile file = resources.add(IdentityFile.open(config.identityFile(), password));
      Wallet wallet = resources.add(wallet(file));
      Core core = core(file, wallet, resources);
      resources.add(core.worker()).start();
      new OwnRecordOnChain(core.database(), core.chain(), core.worker()::wake, clock)
          .ensure(file, core.record(), config.startDeadline());
      Pkm.Facts facts = listen(core, resources);
      return new Pkm(facts, resources.moveOut());
    }
  }

  /** What everything else stands on. */
  private record Core(
      ChainEndpoint endpoint,
      LocalIdentity local,
      PkmKeys keys,
      Database database,
      EthereumNode node,
      Chain chain,
      OutboxWorker worker) {

    OwnRecord record() {
      return keys.record();
    }
  }

  private Core core(IdentityFile file, Wallet wallet, Resources resources) throws IOException {
    LocalIdentity local = resources.add(file.document().local());
    OwnRecord record = local.current().or(local::candidate).orElseThrow(this::noRecord);
    ChainEndpoint endpoint = endpoint(local.chain());
    PkmKeys keys =
        PkmKeys.of(new EnrolmentToken.Issuer(endpoint.registry(), local.identity()), record)
            .orElseThrow(this::noSigningKey);
    EthereumNode node = resources.add(EthereumNode.connect(endpoint));
    Chain chain = chain(node, wallet);
    requirePkm(chain, wallet);
    resources.add(DirectoryLock.take(config.dataDirectory()));
    Database database = resources.add(Database.open(config.dataDirectory().resolve(DATABASE)));
    OutboxWorker worker = worker(database, chain, record);
    return new Core(endpoint, local, keys, database, node, chain, worker);
  }

  private Wallet wallet(IdentityFile file) throws PkmException {
    return file.document()
        .wallet()
        .orElseThrow(
            () -> new PkmException(config.identityFile() + " has no wallet to pay with", null));
  }

  private PkmException noRecord() {
    return new PkmException(
        config.identityFile() + " holds no record of its own: make the PKM's identity anew", null);
  }

  private PkmException noSigningKey() {
    return new PkmException(
        config.identityFile()
            + " has no keys of NSL_X25519, and a PKM signs its tokens with these: make the PKM's"
            + " identity anew",
        null);
  }

  private ChainEndpoint endpoint(ChainSettings settings) throws PkmException {
    List<URI> nodes = nodes(settings);
    if (nodes.isEmpty()) {
      throw new PkmException("the PKM needs an Ethereum node: name one under 'nodes'", null);
    }
    return new ChainEndpoint(nodes.get(0), settings.registry(), ChainEndpoint.Limits.DEFAULT);
  }

  private List<URI> nodes(ChainSettings settings) {
    return config.nodes().isEmpty() ? settings.nodes() : config.nodes();
  }

  private Chain chain(EthereumNode node, Wallet wallet) {
    FeePolicy fees = FeePolicy.DEFAULT.withCap(config.maxFeePerGas());
    return new Chain(
        new RegistryReader(node),
        new RegistryWriter(node.registry()),
        new Eip712(node.registry()),
        wallet,
        new TransactionSender(node, wallet, fees));
  }

  private static void requirePkm(Chain chain, Wallet wallet)
      throws PkmException, RegistryException {
    if (!chain.reader().isPkm(wallet.address())) {
      throw new PkmException(
          "the wallet "
              + wallet.address()
              + " is no PKM of this registry: the registry's owner has to call addPkm("
              + wallet.address()
              + ") first",
          null);
    }
  }

  private OutboxWorker worker(Database database, Chain chain, OwnRecord record) {
    Carrier carrier =
        new Carrier(
            database,
            chain.sender(),
            Enrolments.meanings(database, chain, record, config.maxFunding(), clock),
            observer,
            clock,
            config.stuckAfter());
    return new OutboxWorker(database, new OutboxStore(clock), carrier, config.poll());
  }

  private Pkm.Facts listen(Core core, Resources resources) throws IOException {
    Enrolments enrolments =
        new Enrolments(core.database(), core.chain(), core.worker()::wake, observer, clock);
    EnrolmentServer devices =
        resources.add(
            EnrolmentServer.start(
                config.enrolment(), tls(core, resources), new EnrolmentApi(enrolments)));
    List<ServiceAddress> endpoints = advertised(devices.address());
    Path keyFile = config.dataDirectory().resolve(ADMIN_KEY);
    AdminServer administrators =
        resources.add(
            AdminServer.start(
                config.admin(),
                AdminKey.of(core.database(), keyFile, clock),
                adminApi(core, enrolments, endpoints)));
    return new Pkm.Facts(
        core.local().identity(),
        core.chain().wallet().address(),
        administrators.uri(),
        keyFile,
        endpoints);
  }

  private SSLContext tls(Core core, Resources resources) throws RegistryException {
    RecordPolicy policy =
        new RecordPolicy(
            core.chain().reader(), core.chain().wallet().address(), core.record().record().keys());
    TokenDesk desk = new TokenDesk(core.database(), core.keys(), policy, observer, clock);
    NslAgreement agreement =
        resources.add(
            NslAgreement.of(
                    resources.add(Registries.open(core.endpoint())),
                    OwnIdentity.of(core.local().identity(), core.record().keys()))
                .enrolmentDesk(desk)
                .shown()
                .build());
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3-PSK", new PskJsseProvider());
      context.init(new KeyManager[] {agreement}, null, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a context takes an agreement as its key manager", e);
    }
  }

  private AdminApi adminApi(Core core, Enrolments enrolments, List<ServiceAddress> endpoints) {
    List<URI> hints =
        config.deviceNodes().isEmpty() ? nodes(core.local().chain()) : config.deviceNodes();
    Registrations registrations =
        new Registrations(
            core.database(),
            core.chain().reader(),
            new TokenIssuer(core.keys(), endpoints, hints),
            new Registrations.Policy(
                config.tokenLifetime(), config.longestTokenLifetime(), config.recordLifetime()),
            clock);
    return new AdminApi(
        registrations,
        new RegistrationView(core.database(), enrolments, clock),
        new PkmView(
            core.keys().issuer(),
            core.chain().wallet().address(),
            endpoints,
            core.node(),
            core.database(),
            new OutboxStore(clock)),
        core.worker()::wake);
  }

  private List<ServiceAddress> advertised(ServiceAddress listening) throws PkmException {
    if (!config.advertised().isEmpty()) {
      return config.advertised();
    }
    try {
      if (!InetAddress.getByName(listening.host()).isAnyLocalAddress()) {
        return List.of(listening);
      }
    } catch (UnknownHostException e) {
      throw new PkmException("the address " + listening + " names no host", e);
    }
    throw new PkmException(
        "the enrolment service listens on every address of this machine: say under 'advertised'"
            + " where devices reach it, such as pkm.example:"
            + listening.port(),
        null);
  }
}
