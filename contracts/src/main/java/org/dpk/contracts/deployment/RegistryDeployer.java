package org.dpk.contracts.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.dpk.contracts.DpkRegistry;
import org.dpk.contracts.internal.rpc.JsonRpc;
import org.dpk.contracts.internal.rpc.SigningSender;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.generated.Uint40;

/** Deploys a registry to any chain that has an RPC address, with a key that pays. */
public final class RegistryDeployer {

  /** A contract whose code is the {@code block.number} that it was created at, as 32 bytes. */
  private static final String BLOCK_NUMBER_PROBE =
      "0x43" // NUMBER
          + "5f52" // PUSH0 MSTORE
          + "6020" // PUSH1 32
          + "5ff3"; // PUSH0 RETURN

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final JsonRpc rpc;
  private final SigningSender sender;

  /**
   * Asks the node for its chain id.
   *
   * @param endpoint of the node; http or https
   * @param privateKey of the account that pays, 32 bytes; not kept in this form
   * @param patience how long to wait for each of the two transactions
   * @throws IllegalArgumentException if the address or the key is malformed
   * @throws DeploymentException if the node can't be reached
   */
  public RegistryDeployer(URI endpoint, byte[] privateKey, Duration patience)
      throws DeploymentException {
    this.rpc = new JsonRpc(endpoint, TIMEOUT);
    try {
      this.sender = new SigningSender(rpc, privateKey, patience);
    } catch (IOException e) {
      throw new DeploymentException("no chain answers at " + endpoint.getAuthority(), e);
    }
  }

  /** The account that pays, lower case with 0x. */
  public String address() {
    return sender.address();
  }

  /**
   * Checks the chain with a write, then deploys. Blocks until both transactions are mined.
   *
   * @throws DeploymentException if the chain's {@code block.number} is not the number that its RPC
   *     gives (Arbitrum's is the parent chain's), or a transaction fails
   */
  public DeployedRegistry deploy(DeploymentTerms terms) throws DeploymentException {
    try {
      requireHonestBlockNumbers();
      JsonNode receipt = sender.send(null, creation(terms));
      return new DeployedRegistry(
          sender.chainId(),
          receipt.path("contractAddress").asText().toLowerCase(Locale.ROOT),
          JsonRpc.quantity(receipt.path("blockNumber")).longValueExact(),
          receipt.path("transactionHash").asText(),
          JsonRpc.quantity(receipt.path("gasUsed")).longValueExact());
    } catch (DeploymentException e) {
      throw e;
    } catch (IOException e) {
      throw new DeploymentException("the registry was not deployed: " + e.getMessage(), e);
    }
  }

  /**
   * A slot names the block that the record's event stands in: where a contract sees other numbers
   * than the RPC, the event would be searched in the wrong block.
   */
  private void requireHonestBlockNumbers() throws IOException {
    JsonNode receipt = sender.send(null, BLOCK_NUMBER_PROBE);
    BigInteger byRpc = JsonRpc.quantity(receipt.path("blockNumber"));
    String probe = receipt.path("contractAddress").asText();
    BigInteger byEvm = JsonRpc.quantity(rpc.call("eth_getCode", probe, "0x" + byRpc.toString(16)));
    if (!byEvm.equals(byRpc)) {
      throw new DeploymentException(
          ("chain %d is not supported: a contract sees block.number %d where the RPC says %d;"
                  + " choose a chain where they are equal")
              .formatted(sender.chainId(), byEvm, byRpc));
    }
  }

  private static String creation(DeploymentTerms terms) {
    return "0x"
        + DpkRegistry.BINARY
        + FunctionEncoder.encodeConstructor(
            List.of(
                new Address(terms.owner()),
                new Uint40(terms.tombstoneBlocks()),
                new Uint40(terms.pendingBlocks())));
  }
}
