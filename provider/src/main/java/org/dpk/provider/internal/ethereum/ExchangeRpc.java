package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.dpk.provider.internal.time.Deadline;

/** JSON-RPC over something that takes a question and gives the answer. */
abstract class ExchangeRpc implements JsonRpc {

  private final RpcMessages messages = new RpcMessages();

  /** Whether the node takes several questions at once; some are told not to. */
  private volatile boolean batches = true;

  /**
   * Sends a question and reads the answer to it.
   *
   * @throws IOException also if it is larger than the endpoint's limit
   */
  abstract JsonNode exchange(RpcMessages.Outgoing question, Deadline deadline) throws IOException;

  @Override
  public final List<RpcReply> ask(List<RpcCall> calls, Deadline deadline) throws IOException {
    if (calls.size() == 1 || !batches) {
      return askOneByOne(calls, deadline);
    }
    RpcMessages.Outgoing batch = messages.number(calls);
    JsonNode answer = exchange(batch, deadline);
    if (answer.isArray()) {
      return batch.match(answer);
    }
    List<RpcReply> replies = askOneByOne(calls, deadline);
    batches = false;
    return replies;
  }

  @Override
  public final boolean takesBatches() {
    return batches;
  }

  private List<RpcReply> askOneByOne(List<RpcCall> calls, Deadline deadline) throws IOException {
    List<RpcReply> replies = new ArrayList<>(calls.size());
    for (RpcCall call : calls) {
      RpcMessages.Outgoing single = messages.number(List.of(call));
      replies.addAll(single.match(exchange(single, deadline)));
    }
    return replies;
  }

  static void requireSize(int length, int limit) throws IOException {
    if (length > limit) {
      throw new UselessAnswer("with more than " + limit + " bytes");
    }
  }
}
