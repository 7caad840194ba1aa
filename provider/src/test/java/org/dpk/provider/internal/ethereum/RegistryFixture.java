package org.dpk.provider.internal.ethereum;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.dpk.contracts.devnet.Anvil;
import org.dpk.contracts.devnet.AnvilOptions;
import org.dpk.contracts.devnet.Devnet;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdHash;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.record.Keccak256;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.provider.internal.record.RecordFormatException;

/** A chain with a registry and a PKM that admits whoever a test wants. */
public final class RegistryFixture implements AutoCloseable {

  /** For whatever a test waits for. */
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final long HOUR = 3600;

  private final Devnet devnet;
  private final EthereumNode node;
  private final Wallet pkm;
  private final TransactionSender sender;
  private final RegistryWriter writer;
  private final Eip712 eip712;

  private RegistryFixture(Devnet devnet) throws IOException {
    this.devnet = devnet;
    this.pkm = Wallet.of(devnet.account(1).privateKey());
    devnet.addPkm(pkm.address().toString());
    this.node = EthereumNode.connect(endpoint(devnet.uri().toString()));
    this.sender = new TransactionSender(node, pkm, FeePolicy.DEFAULT);
    this.writer = new RegistryWriter(id());
    this.eip712 = new Eip712(id());
  }

  /** With anvil's default options, listening on a Unix socket too. */
  public static RegistryFixture start() throws IOException {
    Path socket = Files.createTempDirectory("dpk-ipc").resolve("anvil.ipc");
    return start(AnvilOptions.defaults().withIpc(socket));
  }

  public static RegistryFixture start(AnvilOptions options) throws IOException {
    Devnet devnet = Devnet.start(options);
    try {
      return new RegistryFixture(devnet);
    } catch (IOException | RuntimeException e) {
      devnet.close();
      throw e;
    }
  }

  /** On a chain that runs; which is closed with it. */
  public static RegistryFixture on(Devnet devnet) throws IOException {
    return new RegistryFixture(devnet);
  }

  public Devnet devnet() {
    return devnet;
  }

  public RegistryId id() {
    return new RegistryId(devnet.chainId(), EthereumAddress.parse(devnet.registryAddress()));
  }

  public ChainEndpoint endpoint(String node) {
    return ChainEndpoint.of(node, id());
  }

  public ChainEndpoint http() {
    return endpoint(devnet.uri().toString());
  }

  public ChainEndpoint webSocket() {
    return endpoint(devnet.anvil().webSocketUri().toString());
  }

  public ChainEndpoint ipc() {
    return endpoint(devnet.anvil().ipc().orElseThrow().toString());
  }

  public Wallet pkm() {
    return pkm;
  }

  /** The PKM's own. */
  public TransactionSender sender() {
    return sender;
  }

  /** The PKM's own connection. */
  public EthereumNode node() {
    return node;
  }

  public RegistryWriter writer() {
    return writer;
  }

  public Eip712 eip712() {
    return eip712;
  }

  /** Another identity each time. */
  public static DpkIdentity newIdentity() {
    return DpkIdentity.of(UUID.randomUUID());
  }

  /** A record with keys that nobody has. */
  public IdentityRecord record(DpkIdentity identity, EthereumAddress owner, long version) {
    byte[] key = Keccak256.hash((identity + "/" + version).getBytes(StandardCharsets.US_ASCII));
    return new IdentityRecord(
        version,
        owner,
        pkm.address(),
        0,
        0,
        identity,
        List.of(new SuiteKey(0x0201, key, key)),
        List.of());
  }

  /** The call that admits a record that replaces this entry. */
  public ContractCall admission(RegistryEntry previous, IdentityRecord record)
      throws RegistryException, RecordFormatException {
    byte[] encoded = RecordCodec.encode(record);
    long deadline = node.newestBlock().timestamp() + HOUR / 2;
    IdHash hash = RecordCodec.idHash(record.identity());
    byte[] digest = eip712.voucher(hash, previous.digest(), RecordCodec.digest(encoded), deadline);
    return writer.addClientWithVoucher(
        previous.head(), previous.bodyHash(), encoded, deadline, pkm.sign(digest));
  }

  /** Admits version 1. */
  public IdentityRecord admit(DpkIdentity identity, EthereumAddress owner) throws Exception {
    IdentityRecord record = record(identity, owner, 1);
    RegistryEntry none = new RegistryReader(node).entry(identity);
    sender.send(admission(none, record), PATIENCE);
    return record;
  }

  /** Replaces the active record by one with other keys, by the owner's signature. */
  public IdentityRecord rotate(DpkIdentity identity, Wallet owner) throws Exception {
    RegistryEntry entry = new RegistryReader(node).entry(identity);
    long version = RecordCodec.decode(entry.record()).version() + 1;
    return update(record(identity, owner.address(), version), owner);
  }

  /** Replaces the active record, by the owner's signature. */
  public IdentityRecord update(IdentityRecord next, Wallet owner) throws Exception {
    RegistryEntry entry = new RegistryReader(node).entry(next.identity());
    byte[] encoded = RecordCodec.encode(next);
    long deadline = node.newestBlock().timestamp() + HOUR;
    byte[] digest =
        eip712.update(
            RecordCodec.idHash(next.identity()),
            entry.digest(),
            RecordCodec.digest(encoded),
            deadline);
    sender.send(
        writer.updateClient(entry.head(), entry.bodyHash(), encoded, deadline, owner.sign(digest)),
        PATIENCE);
    return next;
  }

  /** Revokes, as the registrar. */
  public Receipt revoke(DpkIdentity identity) throws RegistryException {
    RegistryEntry entry = new RegistryReader(node).entry(identity);
    return sender.send(
        writer.revokeClient(entry.head(), entry.bodyHash(), 0, new byte[0]), PATIENCE);
  }

  @Override
  public void close() {
    node.close();
    pkm.close();
    devnet.close();
    if (devnet.chain() instanceof Anvil anvil) {
      anvil.ipc().map(Path::getParent).map(Path::toFile).ifPresent(RegistryFixture::remove);
    }
  }

  /** What the node left of its socket's folder. */
  private static void remove(File folder) {
    File[] left = folder.listFiles();
    for (File file : left == null ? new File[0] : left) {
      assertTrue(file.delete(), () -> file + " can't be deleted");
    }
    assertTrue(left == null || folder.delete(), () -> folder + " can't be deleted");
  }
}
