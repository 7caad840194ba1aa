package org.dpk.contracts.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chain of its own on this machine, whichever node makes it. Thread-safe. */
public interface LocalChain extends AutoCloseable {

  /** Where its node answers JSON-RPC over HTTP, on the loopback address. */
  URI uri();

  /** The EIP-155 chain id. */
  long chainId();

  /** How long a block takes, which the registry's terms are counted in. */
  Duration blockTime();

  /** Ten accounts with 10,000 Ether each. */
  default List<FundedAccount> accounts() {
    return FundedAccount.WELL_KNOWN;
  }

  /**
   * Calls a method of its JSON-RPC.
   *
   * @param params anything that Jackson writes as JSON
   * @return the result
   * @throws IOException if it does not answer, or with an error
   */
  JsonNode rpc(String method, @Nullable Object... params) throws IOException;

  /** Stops it, and returns when it has ended. Does nothing the second time. */
  @Override
  void close();
}
