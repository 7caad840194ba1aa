package org.dpk.provider.internal.ethereum;

import java.io.IOException;
import java.util.List;
import org.dpk.provider.internal.time.Deadline;

/**
 * JSON-RPC 2.0 with one node. Safe for use by several threads.
 *
 * <p>web3j's own services are not used: they match the answers of a batch by position, take answers
 * of any size, know no deadline per question, and the one for WebSocket keeps a thread that holds
 * the process for a minute after it was closed.
 */
interface JsonRpc extends AutoCloseable {

  /**
   * Asks all at once, and waits for all the answers.
   *
   * @return in the order of the questions
   * @throws IOException if there is no answer in time, or none that is JSON-RPC
   */
  List<RpcReply> ask(List<RpcCall> calls, Deadline deadline) throws IOException;

  /** Whether several questions go to the node as one, as far as is known by now. */
  default boolean takesBatches() {
    return true;
  }

  /**
   * Asks the node to report new blocks.
   *
   * @param onBlock called for each, on a thread of the connection; does not block
   * @param onLoss called when the connection is lost, and the reports with it; does not block
   * @return whether the node does
   */
  default boolean subscribeToBlocks(Runnable onBlock, Runnable onLoss, Deadline deadline)
      throws IOException {
    return false;
  }

  @Override
  void close();
}
