package org.dpk.provider.internal.light;

import java.time.Duration;
import java.util.List;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.proof.BlockNaming;

/** Finds out which of a user's nodes serve what a light client needs. */
public final class Probe {

  private final BlockNaming naming;
  private final List<Long> blocksWithLogs;

  /**
   * @param naming how the chain's headers are hashed
   * @param blocksWithLogs heights at which the registry logged something: of its deployment, or of
   *     a record; may be empty
   */
  public Probe(BlockNaming naming, List<Long> blocksWithLogs) {
    this.naming = naming;
    this.blocksWithLogs = List.copyOf(blocksWithLogs);
  }

  /**
   * Asks all of them at once, and returns when the last one is done or the time is over: what was
   * found out until then is reported. Closes its connections.
   *
   * @param patience for all of it; positive
   * @return one for each, in the same order
   */
  public List<ProviderReport> ask(List<ChainEndpoint> nodes, Duration patience) {
    return Examination.all(
        nodes.stream().map(node -> new ProviderProbe(node, naming, blocksWithLogs)).toList(),
        patience);
  }
}
