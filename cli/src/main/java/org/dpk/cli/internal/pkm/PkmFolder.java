package org.dpk.cli.internal.pkm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dpk.cli.internal.network.Network;
import org.dpk.cli.internal.output.Json;
import org.dpk.pkm.PkmConfig;
import org.dpk.pkm.PkmException;
import org.dpk.pkm.PkmIdentity;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.identity.IdentityFile;
import org.dpk.provider.internal.nsl.Suite;

/**
 * Where a PKM lives: its configuration, its identity file, its data.
 *
 * @param path made by {@link #create}
 */
public record PkmFolder(Path path) {

  private static final String CONFIG = "pkm.json";
  private static final String IDENTITY = "identity.dpk";
  private static final String DATA = "data";

  /** The configuration: a JSON file, that may be edited. */
  public Path configFile() {
    return path.resolve(CONFIG);
  }

  /** The PKM's own identity file. */
  public Path identityFile() {
    return path.resolve(IDENTITY);
  }

  /** What the PKM keeps. */
  public Path dataDirectory() {
    return path.resolve(DATA);
  }

  /** Whether a PKM was set up here. */
  public boolean exists() {
    return Files.exists(configFile());
  }

  /**
   * Makes the folder, an identity and a configuration; goes on where an earlier call was stopped.
   *
   * @param admin where administrators are to be served, {@code host:port}
   * @param enrolment where devices are to be served, and find it
   * @param suites of the PKM's keys
   * @param password of the identity file; not cleared
   * @return the address of the PKM's wallet
   * @throws IOException if something can't be written
   */
  public EthereumAddress create(
      DpkIdentity identity,
      Network network,
      String admin,
      String enrolment,
      List<Suite> suites,
      char[] password)
      throws IOException {
    Files.createDirectories(path);
    EthereumAddress wallet =
        Files.exists(identityFile())
            ? wallet(password)
            : newIdentity(identity, network, suites, password);
    configure(admin, enrolment);
    return wallet;
  }

  /**
   * Writes the configuration, over one that is there.
   *
   * @param admin where administrators are to be served, {@code host:port}
   * @param enrolment where devices are to be served, and find it
   */
  public void configure(String admin, String enrolment) throws IOException {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("identityFile", IDENTITY);
    config.put("dataDirectory", DATA);
    config.put("admin", admin);
    config.put("enrolment", enrolment);
    Files.writeString(configFile(), Json.text(config) + System.lineSeparator());
  }

  private EthereumAddress newIdentity(
      DpkIdentity identity, Network network, List<Suite> suites, char[] password)
      throws IOException {
    return PkmIdentity.create(
        identityFile(),
        identity,
        network.registry(),
        List.of(ChainEndpoint.parseNode(network.node())),
        suites,
        password);
  }

  private EthereumAddress wallet(char[] password) throws IOException {
    try (IdentityFile file = IdentityFile.open(identityFile(), password);
        Wallet wallet = file.document().wallet().orElseThrow(this::noWallet)) {
      return wallet.address();
    }
  }

  private PkmException noWallet() {
    return new PkmException(identityFile() + " is the identity of a device, not of a PKM", null);
  }

  /** The configuration, read. */
  public PkmConfig config() throws PkmException {
    return PkmConfig.read(configFile());
  }
}
