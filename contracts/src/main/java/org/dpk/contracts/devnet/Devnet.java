package org.dpk.contracts.devnet;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import org.dpk.contracts.deployment.DeployedRegistry;
import org.dpk.contracts.deployment.DeploymentTerms;
import org.dpk.contracts.deployment.RegistryDeployer;
import org.dpk.contracts.deployment.RegistryOwner;

/**
 * A chain on this machine with a registry on it, owned by the first of the funded accounts.
 *
 * <p>For tests and for trying DPK out. Use the accounts from the second one on for other purposes:
 * the first one's nonces are the owner's. Not thread-safe, but for the getters.
 */
public final class Devnet implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LocalChain chain;
  private final DeployedRegistry registry;
  private final RegistryOwner owner;

  private Devnet(LocalChain chain, DeployedRegistry registry, RegistryOwner owner) {
    this.chain = chain;
    this.registry = registry;
    this.owner = owner;
  }

  /**
   * Starts anvil with its default options and deploys.
   *
   * @throws IOException if either fails; nothing is left running then
   */
  public static Devnet start() throws IOException {
    return start(AnvilOptions.defaults());
  }

  /**
   * Starts anvil and deploys. If the options name a state file that holds a chain already, another
   * registry is put on it: use {@link #resume} to go on with the one that is there.
   *
   * @throws IOException if either fails; nothing is left running then
   */
  public static Devnet start(AnvilOptions options) throws IOException {
    return on(Anvil.start(options));
  }

  /**
   * Deploys to a chain that runs already, and which is closed with this, or at once if that fails.
   *
   * @throws IOException if it fails
   */
  public static Devnet on(LocalChain chain) throws IOException {
    try {
      FundedAccount deployer = chain.accounts().get(0);
      DeployedRegistry registry =
          new RegistryDeployer(chain.uri(), deployer.privateKey(), PATIENCE)
              .deploy(DeploymentTerms.usual(deployer.address(), chain.blockTime()));
      return open(chain, registry);
    } catch (IOException | RuntimeException e) {
      chain.close();
      throw e;
    }
  }

  /**
   * Starts anvil on a state file that holds a registry from an earlier start.
   *
   * @param registry what {@link #registry()} was then
   * @throws IOException if the registry is not there; nothing is left running then
   */
  public static Devnet resume(AnvilOptions options, DeployedRegistry registry) throws IOException {
    Anvil anvil = Anvil.start(options);
    try {
      return open(anvil, registry);
    } catch (IOException | RuntimeException e) {
      anvil.close();
      throw e;
    }
  }

  private static Devnet open(LocalChain chain, DeployedRegistry registry) throws IOException {
    byte[] key = chain.accounts().get(0).privateKey();
    return new Devnet(
        chain, registry, new RegistryOwner(chain.uri(), key, registry.address(), PATIENCE));
  }

  /** The chain that it stands on. */
  public LocalChain chain() {
    return chain;
  }

  /**
   * The node, where it is anvil.
   *
   * @throws IllegalStateException if it is another one
   */
  public Anvil anvil() {
    if (chain instanceof Anvil anvil) {
      return anvil;
    }
    throw new IllegalStateException("this devnet does not run on anvil");
  }

  /** Where the registry stands. */
  public DeployedRegistry registry() {
    return registry;
  }

  /** The registry's address, 0x and 40 lower-case hexadecimal digits. */
  public String registryAddress() {
    return registry.address();
  }

  /** Where the node answers over HTTP. */
  public URI uri() {
    return chain.uri();
  }

  /** The EIP-155 chain id. */
  public long chainId() {
    return chain.chainId();
  }

  /** The first funded account: it deployed the registry and owns it. */
  public FundedAccount deployer() {
    return account(0);
  }

  /**
   * A funded account.
   *
   * @param index 0 to 9; 0 is the deployer
   */
  public FundedAccount account(int index) {
    return chain.accounts().get(index);
  }

  /** What the owner of the registry can do, with the deployer's key. */
  public RegistryOwner owner() {
    return owner;
  }

  /**
   * Makes an address a PKM; does nothing if it is one.
   *
   * @param pkm 0x and 40 hexadecimal digits
   * @throws IOException if the transaction fails
   */
  public void addPkm(String pkm) throws IOException {
    owner.addPkm(pkm);
  }

  /**
   * Sets an account's balance, where the node is anvil or hardhat.
   *
   * @param account 0x and 40 hexadecimal digits
   * @throws IOException if the node does not answer
   */
  public void setBalance(String account, BigInteger wei) throws IOException {
    chain.rpc("hardhat_setBalance", account, "0x" + wei.toString(16));
  }

  /**
   * Mines empty blocks at once, where the node is anvil or hardhat.
   *
   * @throws IOException if the node does not answer
   */
  public void mine(long blocks) throws IOException {
    chain.rpc("hardhat_mine", "0x" + Long.toHexString(blocks));
  }

  /**
   * Moves the chain's clock on and mines a block, where the node is anvil or hardhat.
   *
   * @throws IOException if the node does not answer
   */
  public void advance(Duration time) throws IOException {
    chain.rpc("evm_increaseTime", "0x" + Long.toHexString(time.toSeconds()));
    mine(1);
  }

  /** Stops the node. */
  @Override
  public void close() {
    chain.close();
  }
}
