package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.anchor.HeaderSource;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockNaming;
import org.dpk.provider.internal.time.Deadline;

/** The headers that one node serves. */
public final class NodeHeaders implements HeaderSource {

  private final EthereumNode node;

  /** Of this node, which stays the caller's to close. */
  public NodeHeaders(EthereumNode node) {
    this.node = node;
  }

  @Override
  public String name() {
    return node.endpoint().displayed();
  }

  @Override
  public BlockHeader newest(BlockNaming naming, Duration patience) throws RegistryException {
    return header(at("latest"), naming, patience);
  }

  @Override
  public BlockHeader finalized(BlockNaming naming, Duration patience) throws RegistryException {
    return header(at("finalized"), naming, patience);
  }

  @Override
  public List<BlockHeader> headers(BlockNaming naming, long first, int count, Duration patience)
      throws RegistryException {
    if (count < 1 || count > AT_ONCE) {
      throw new IllegalArgumentException("1 to " + AT_ONCE + " headers, not " + count);
    }
    RpcCall[] calls =
        LongStream.range(first, first + count)
            .mapToObj(number -> at("0x" + Long.toHexString(number)))
            .toArray(RpcCall[]::new);
    List<BlockHeader> headers = new ArrayList<>(count);
    for (RpcReply reply : node.ask(Deadline.in(patience), calls)) {
      headers.add(parse(reply.require(), naming));
    }
    for (int i = 0; i < count; i++) {
      if (headers.get(i).block().number() != first + i) {
        throw new RegistryException(
            "%s gave block %d in place of block %d"
                .formatted(name(), headers.get(i).block().number(), first + i),
            null);
      }
    }
    return List.copyOf(headers);
  }

  private BlockHeader header(RpcCall call, BlockNaming naming, Duration patience)
      throws RegistryException {
    return parse(node.ask(Deadline.in(patience), call).get(0).require(), naming);
  }

  private BlockHeader parse(JsonNode block, BlockNaming naming) throws RegistryException {
    if (block.isNull()) {
      throw new RegistryException(name() + " has not the block that it was asked for", null);
    }
    return Headers.parse(block, naming)
        .orElseThrow(
            () ->
                new RegistryException.Unproven(
                    name()
                        + " gave a header whose fields do not make its hash: it lies, or serves a chain of another kind",
                    null));
  }

  private static RpcCall at(String block) {
    return RpcCall.of("eth_getBlockByNumber", block, false);
  }
}
