package org.dpk.contracts.deployment;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.dpk.contracts.ContractError;
import org.dpk.contracts.internal.rpc.JsonRpc;
import org.dpk.contracts.internal.rpc.RpcException;
import org.dpk.contracts.internal.rpc.SigningSender;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;

/**
 * What the owner of a registry does, where the owner is a plain key: tests, devnets and small
 * private chains. A multisig proposes the same calls with its own tools. Not thread-safe.
 */
public final class RegistryOwner {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final JsonRpc rpc;
  private final SigningSender sender;
  private final String registry;

  /**
   * @param endpoint of the node; http or https
   * @param privateKey the owner's, 32 bytes
   * @param registry the contract's address, 0x and 40 hexadecimal digits
   * @param patience how long to wait for a transaction
   * @throws IllegalArgumentException if an argument is malformed
   * @throws DeploymentException if the node can't be reached, or no contract is at the address
   */
  public RegistryOwner(URI endpoint, byte[] privateKey, String registry, Duration patience)
      throws DeploymentException {
    if (!registry.matches("0x[0-9a-fA-F]{40}")) {
      throw new IllegalArgumentException(
          "a registry is 0x and 40 hexadecimal digits, not " + registry);
    }
    this.rpc = new JsonRpc(endpoint, TIMEOUT);
    this.registry = registry;
    try {
      this.sender = new SigningSender(rpc, privateKey, patience);
      if (rpc.call("eth_getCode", registry, "latest").asText().length() <= 2) {
        throw new DeploymentException(
            "chain %d has no contract at %s: check the address and the chain"
                .formatted(sender.chainId(), registry));
      }
    } catch (DeploymentException e) {
      throw e;
    } catch (IOException e) {
      throw new DeploymentException("no chain answers at " + endpoint.getAuthority(), e);
    }
  }

  /**
   * Makes an address a PKM; does nothing if it is one.
   *
   * @param pkm 0x and 40 hexadecimal digits
   * @throws DeploymentException if the transaction fails, because the key is not the owner's, say
   */
  public void addPkm(String pkm) throws DeploymentException {
    if (!isPkm(pkm)) {
      send("addPkm", new Address(pkm));
    }
  }

  /**
   * Takes the role of a PKM away; does nothing if the address is none.
   *
   * @param pkm 0x and 40 hexadecimal digits
   * @throws DeploymentException if the transaction fails, because the key is not the owner's, say
   */
  public void removePkm(String pkm) throws DeploymentException {
    if (isPkm(pkm)) {
      send("removePkm", new Address(pkm));
    }
  }

  /**
   * Stops admissions and rotations.
   *
   * @throws DeploymentException if it is paused already, or the key is not the owner's
   */
  public void pause() throws DeploymentException {
    send("pause");
  }

  /**
   * Ends a pause.
   *
   * @throws DeploymentException if it is not paused, or the key is not the owner's
   */
  public void unpause() throws DeploymentException {
    send("unpause");
  }

  /**
   * Whether an address may admit identities, at the newest block.
   *
   * @param account 0x and 40 hexadecimal digits
   * @throws DeploymentException if the node does not answer, or the contract is no registry
   */
  public boolean isPkm(String account) throws DeploymentException {
    Map<String, String> call =
        Map.of("to", registry, "data", encode("isPkm", new Address(account)));
    try {
      return rpc.quantity("eth_call", call, "latest").equals(BigInteger.ONE);
    } catch (IOException e) {
      throw new DeploymentException(
          "the contract at " + registry + " does not answer as a registry", e);
    }
  }

  private void send(String function, Type<?>... arguments) throws DeploymentException {
    try {
      sender.send(registry, encode(function, arguments));
    } catch (RpcException e) {
      String why =
          ContractError.decode(e.data()).map(ContractError::toString).orElse(e.getMessage());
      throw new DeploymentException(function + " was refused: " + why, e);
    } catch (IOException e) {
      throw new DeploymentException(function + " failed: " + e.getMessage(), e);
    }
  }

  private static String encode(String function, Type<?>... arguments) {
    return FunctionEncoder.encode(new Function(function, List.of(arguments), List.of()));
  }
}
