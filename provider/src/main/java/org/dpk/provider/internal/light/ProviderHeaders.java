package org.dpk.provider.internal.light;

import java.time.Duration;
import java.util.List;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.anchor.HeaderSource;
import org.dpk.provider.internal.ethereum.NodeHeaders;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockNaming;

/** Headers from one of the nodes, or from whichever has them. */
final class ProviderHeaders implements HeaderSource {

  /** Whom to ask. */
  interface Asking {
    <T> T ask(Duration patience, Providers.Question<T> question) throws RegistryException;
  }

  private final String name;
  private final Asking asking;

  ProviderHeaders(String name, Asking asking) {
    this.name = name;
    this.asking = asking;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public BlockHeader newest(BlockNaming naming, Duration patience) throws RegistryException {
    return asking.ask(patience, node -> new NodeHeaders(node).newest(naming, patience));
  }

  @Override
  public BlockHeader finalized(BlockNaming naming, Duration patience) throws RegistryException {
    return asking.ask(patience, node -> new NodeHeaders(node).finalized(naming, patience));
  }

  @Override
  public List<BlockHeader> headers(BlockNaming naming, long first, int count, Duration patience)
      throws RegistryException {
    return asking.ask(
        patience, node -> new NodeHeaders(node).headers(naming, first, count, patience));
  }
}
