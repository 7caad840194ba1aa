package org.dpk.provider.internal.ethereum;

import static org.dpk.contracts.DpkRegistry.FUNC_GETCLIENT;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.dpk.provider.BlockRef;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdHash;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.ethereum.Slot.Status;
import org.dpk.provider.internal.time.Deadline;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes26;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint40;
import org.web3j.abi.datatypes.generated.Uint8;

/**
 * Reads the slot of an identity at one block: by the block's hash (EIP-1898); where a node takes
 * heights only (ethereumjs), by its height, between two looks at which block stands there.
 */
@SuppressWarnings("rawtypes") // web3j's own signatures
final class PinnedSlots {

  private static final AbiFunction GET_CLIENT =
      new AbiFunction(
          FUNC_GETCLIENT,
          List.of(
              new TypeReference<Bytes26>() {},
              new TypeReference<Uint40>() {},
              new TypeReference<Uint8>() {}));

  /** "Invalid params", by JSON-RPC 2.0. */
  private static final int INVALID_PARAMS = -32602;

  private final EthereumNode node;
  private final EthereumAddress contract;

  /** Until the node was seen to understand heights only. */
  private volatile boolean byHash = true;

  PinnedSlots(EthereumNode node) {
    this.node = node;
    this.contract = node.registry().contract();
  }

  /**
   * A slot, and what was asked in the same exchange.
   *
   * @param others in the order of the questions
   */
  record Answer(Slot slot, List<RpcReply> others) {}

  /** The slot wherever the chain stands now, for an exchange of one's own. */
  RpcCall newest(IdHash id) {
    return slotAt(id, "latest");
  }

  /**
   * One exchange, and once per node two.
   *
   * @param others questions that don't depend on the answer
   * @throws BlockGone if the block is not part of the chain any more
   */
  Answer ask(IdHash id, BlockRef block, Deadline deadline, RpcCall... others)
      throws RegistryException {
    if (byHash) {
      List<RpcReply> replies = askAll(deadline, List.of(slotAt(id, pin(block))), others);
      RpcReply.RpcError error = replies.get(0).error();
      if (error == null) {
        return new Answer(slot(replies.get(0)), replies.subList(1, replies.size()));
      }
      if (error.code() != INVALID_PARAMS) {
        throw new BlockGone(error.message());
      }
    }
    Answer answer = askByHeight(id, block, deadline, others);
    byHash = false;
    return answer;
  }

  private Answer askByHeight(IdHash id, BlockRef block, Deadline deadline, RpcCall... others)
      throws RegistryException {
    String height = "0x" + Long.toHexString(block.number());
    RpcCall header = RpcCall.of("eth_getBlockByNumber", height, false);
    List<RpcReply> replies = askAll(deadline, List.of(header, slotAt(id, height), header), others);
    requireThere(block, replies.get(0));
    requireThere(block, replies.get(2));
    return new Answer(slot(replies.get(1)), replies.subList(3, replies.size()));
  }

  private static void requireThere(BlockRef block, RpcReply header) throws RegistryException {
    if (header.error() != null || !header.result().isObject()) {
      throw new BlockGone("there is none of its height");
    }
    if (!Answers.block(header.result()).equals(block)) {
      throw new BlockGone("another one is at its height");
    }
  }

  private List<RpcReply> askAll(Deadline deadline, List<RpcCall> first, RpcCall... others)
      throws RegistryException {
    List<RpcCall> all = new ArrayList<>(first);
    all.addAll(List.of(others));
    return node.ask(deadline, all.toArray(RpcCall[]::new));
  }

  private RpcCall slotAt(IdHash id, Object block) {
    return GET_CLIENT.call(contract, block, new Bytes32(id.bytes()));
  }

  /** EIP-1898: that very block, as long as it is part of the chain. */
  private static Map<String, Object> pin(BlockRef block) {
    return Map.of(
        "blockHash", "0x" + HexFormat.of().formatHex(block.hash()), "requireCanonical", true);
  }

  static Slot slot(RpcReply reply) throws RegistryException {
    List<Type> values = GET_CLIENT.decode(reply);
    return new Slot(
        (byte[]) values.get(0).getValue(),
        ((BigInteger) values.get(1).getValue()).longValue(),
        status(((BigInteger) values.get(2).getValue()).intValue()));
  }

  private static Status status(int number) throws RegistryException {
    return Status.of(number)
        .orElseThrow(
            () ->
                new RegistryException(
                    "the registry says status " + number + ", which this version does not know",
                    null));
  }

  /** The block that a look-up was pinned to is not part of the chain any more. */
  static final class BlockGone extends RegistryException {
    private static final long serialVersionUID = 1L;

    BlockGone(String why) {
      super("the node can't read at the block that it had just named: " + why, null);
    }
  }
}
