package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.dpk.contracts.DpkRegistry;
import org.dpk.provider.BlockRef;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdHash;
import org.dpk.provider.RegistryException;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.datatypes.Event;
import org.web3j.abi.datatypes.Type;
import org.web3j.utils.Numeric;

/** What the registry reports of an identity. */
@SuppressWarnings("rawtypes") // web3j's own signatures
sealed interface RegistryLog {

  /** Which identity. */
  IdHash id();

  /** In which block. */
  long blockNumber();

  /**
   * It has a new record.
   *
   * @param record whole; not checked against anything
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, by the class that asked
  record Changed(IdHash id, long blockNumber, byte[] record) implements RegistryLog {}

  /**
   * It was revoked.
   *
   * @param head of the record that was active
   * @param bodyHash of the record that was active, 32 bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, by the class that asked
  record Revoked(IdHash id, long blockNumber, byte[] head, byte[] bodyHash)
      implements RegistryLog {}

  /** The logs of a range of blocks, both ends included, for one identity or all. */
  static RpcCall question(EthereumAddress contract, long from, long to, IdHash... id) {
    return question(
        contract,
        Map.of("fromBlock", "0x" + Long.toHexString(from), "toBlock", "0x" + Long.toHexString(to)),
        id);
  }

  /**
   * All logs of one block (EIP-234). A node that has it not, or not yet, says so, where it answers
   * to a range that nothing happened.
   */
  static RpcCall question(EthereumAddress contract, BlockRef block) {
    return question(contract, Map.of("blockHash", "0x" + HexFormat.of().formatHex(block.hash())));
  }

  private static RpcCall question(
      EthereumAddress contract, Map<String, Object> where, IdHash... id) {
    List<Object> topics = new ArrayList<>();
    topics.add(List.of(Topics.CHANGED, Topics.REVOKED));
    if (id.length > 0) {
      topics.add(id[0].toString());
    }
    Map<String, Object> filter = new HashMap<>(where);
    filter.put("address", contract.toString());
    filter.put("topics", topics);
    return RpcCall.of("eth_getLogs", filter);
  }

  /** In the order of the chain. */
  static List<RegistryLog> parse(RpcReply reply) throws RegistryException {
    List<RegistryLog> logs = new ArrayList<>();
    for (JsonNode log : reply.require()) {
      logs.add(parse(log));
    }
    return logs;
  }

  private static RegistryLog parse(JsonNode log) throws RegistryException {
    JsonNode topics = log.path("topics");
    IdHash id = IdHash.of(Answers.word(topics.path(1)));
    long block = Answers.number(log.path("blockNumber"));
    if (topics.path(0).asText().equals(Topics.CHANGED)) {
      List<Type> values = data(DpkRegistry.CLIENTCHANGED_EVENT, log);
      return new Changed(id, block, (byte[]) values.get(1).getValue());
    }
    List<Type> values = data(DpkRegistry.CLIENTREVOKED_EVENT, log);
    return new Revoked(
        id, block, (byte[]) values.get(1).getValue(), (byte[]) values.get(2).getValue());
  }

  private static List<Type> data(Event event, JsonNode log) throws RegistryException {
    String data = Numeric.toHexString(Answers.bytes(log.path("data")));
    try {
      List<Type> values = FunctionReturnDecoder.decode(data, event.getNonIndexedParameters());
      if (values.size() == event.getNonIndexedParameters().size()) {
        return values;
      }
    } catch (RuntimeException e) { // web3j's decoder throws whatever comes
      throw new RegistryException("the node's log of " + event.getName() + " does not parse", e);
    }
    throw new RegistryException("the node's log of " + event.getName() + " does not parse", null);
  }

  /** The first topics, by which logs are told apart. */
  final class Topics {
    static final String CHANGED = EventEncoder.encode(DpkRegistry.CLIENTCHANGED_EVENT);
    static final String REVOKED = EventEncoder.encode(DpkRegistry.CLIENTREVOKED_EVENT);

    private Topics() {}
  }
}
