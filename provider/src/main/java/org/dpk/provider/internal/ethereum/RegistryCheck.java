package org.dpk.provider.internal.ethereum;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.dpk.provider.BlockRef;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.time.DurationWords;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Bytes1;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;

/** Whether a node serves the chain and the registry that were configured, at the right time. */
@SuppressWarnings("rawtypes") // web3j's own signatures
final class RegistryCheck {

  /**
   * EIP-5267: a contract says which EIP-712 domain is its own, and so which contract it is. The
   * extensions, which come last, are not read: web3j takes as much memory for an array as its
   * length promises.
   */
  private static final AbiFunction DOMAIN =
      new AbiFunction(
          "eip712Domain",
          List.of(
              new TypeReference<Bytes1>() {},
              new TypeReference<Utf8String>() {},
              new TypeReference<Utf8String>() {},
              new TypeReference<Uint256>() {},
              new TypeReference<Address>() {},
              new TypeReference<Bytes32>() {}));

  private final ChainEndpoint endpoint;

  RegistryCheck(ChainEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  static RpcCall question(RegistryId registry) {
    return DOMAIN.call(registry.contract(), "latest");
  }

  void check(RpcReply chainId, RpcReply newestBlock, RpcReply domain) throws RegistryException {
    checkChain(Answers.quantity(chainId.require()));
    checkContract(domain);
    checkClock(Answers.block(newestBlock.require()), Instant.now());
  }

  private void checkChain(BigInteger chainId) throws RegistryException {
    long expected = endpoint.registry().chainId();
    if (!chainId.equals(BigInteger.valueOf(expected))) {
      throw new RegistryException.WrongChain(
          "the node at %s serves chain %s, but chain %d is configured: use a node of that chain"
              .formatted(endpoint.displayed(), chainId, expected));
    }
  }

  private void checkContract(RpcReply reply) throws RegistryException {
    RegistryId registry = endpoint.registry();
    if (reply.error() == null && "0x".equals(reply.result().asText())) {
      throw new RegistryException.NoContract(
          "there is no contract at %s on chain %d: check the address, or deploy the registry"
              .formatted(registry.contract(), registry.chainId()));
    }
    if (reply.error() != null || !isOurs(DOMAIN.decodeOrEmpty(reply.result()))) {
      throw new RegistryException.NoContract(
          "the contract at %s on chain %d is no DPK registry: check the address"
              .formatted(registry.contract(), registry.chainId()));
    }
  }

  private static boolean isOurs(List<Type> domain) {
    return domain.size() == 6
        && Eip712.DOMAIN_NAME.equals(domain.get(1).getValue())
        && Eip712.DOMAIN_VERSION.equals(domain.get(2).getValue());
  }

  /** An idle chain's newest block may be old: only a block from the future shows a wrong clock. */
  void checkClock(BlockRef newest, Instant now) throws RegistryException {
    Duration age = age(newest, now);
    if (age.negated().compareTo(endpoint.limits().maxAhead()) > 0) {
      throw new RegistryException.ClockSkew(
          "the chain's newest block is %s ahead of this machine's clock: set the clock"
              .formatted(DurationWords.of(age.negated())));
    }
    checkAge(newest, now);
  }

  /** A node that stands still is noticed with every look-up, where a maximal age is configured. */
  void checkAge(BlockRef newest, Instant now) throws RegistryException {
    Duration age = age(newest, now);
    Duration maxAge = endpoint.limits().maxAge();
    if (!maxAge.isZero() && age.compareTo(maxAge) > 0) {
      throw new RegistryException.ClockSkew(
          "the chain's newest block is %s old, more than the configured %s: is the node in sync, and this machine's clock right?"
              .formatted(DurationWords.of(age), DurationWords.of(maxAge)));
    }
  }

  /** A node may name a time that no {@link Instant} can be; none is negative. */
  private static Duration age(BlockRef block, Instant now) {
    return Duration.ofSeconds(now.getEpochSecond() - block.timestamp());
  }
}
