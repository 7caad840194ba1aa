package org.dpk.cli.internal.pkm;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.dpk.cli.internal.network.Network;
import org.dpk.contracts.deployment.RegistryOwner;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.ethereum.ContractCall;
import org.dpk.provider.internal.ethereum.EthereumNode;
import org.dpk.provider.internal.ethereum.FeePolicy;
import org.dpk.provider.internal.ethereum.TransactionSender;
import org.dpk.provider.internal.ethereum.Wallet;

/** Who owns the registry of a devnet: anybody, since everybody knows the key. */
public final class DevnetOwner {

  /** What a PKM gets to start with, in wei: 100 Ether. */
  private static final BigInteger GIFT = BigInteger.TEN.pow(20);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Network network;
  private final String key;

  private DevnetOwner(Network network, String key) {
    this.network = network;
    this.key = key;
  }

  /**
   * The owner of this network's registry.
   *
   * @throws IllegalArgumentException if it is no devnet
   */
  public static DevnetOwner of(Network network) {
    return new DevnetOwner(
        network,
        network
            .developmentKey()
            .orElseThrow(() -> new IllegalArgumentException("this network is no devnet")));
  }

  /** Makes a wallet a PKM and gives it Ether, unless it has some. */
  public void admit(EthereumAddress pkm) throws IOException {
    byte[] secret = HexFormat.of().parseHex(key.substring(2));
    try (Wallet wallet = Wallet.of(secret);
        EthereumNode node = EthereumNode.connect(network.endpoint())) {
      new RegistryOwner(
              URI.create(network.node()),
              secret,
              network.registry().contract().toString(),
              PATIENCE)
          .addPkm(pkm.toString());
      if (node.balance(pkm).compareTo(GIFT) < 0) {
        new TransactionSender(node, wallet, FeePolicy.DEFAULT)
            .send(ContractCall.transfer(pkm, GIFT), PATIENCE);
      }
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }
}
