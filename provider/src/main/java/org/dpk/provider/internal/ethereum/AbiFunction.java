package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryException;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;

/**
 * A view function of a contract.
 *
 * @param name as in the contract
 * @param outputs types of what it returns
 */
@SuppressWarnings("rawtypes") // web3j's own signatures
record AbiFunction(String name, List<TypeReference<?>> outputs) {

  AbiFunction {
    outputs = List.copyOf(outputs);
  }

  /**
   * Asks it.
   *
   * @param block a tag, a number, or an object as EIP-1898 has it
   */
  RpcCall call(EthereumAddress contract, Object block, Type<?>... arguments) {
    String data = FunctionEncoder.encode(new Function(name, List.of(arguments), outputs));
    return RpcCall.of("eth_call", Map.of("to", contract.toString(), "data", data), block);
  }

  /** What it returned, or an empty list if that is not what it returns. */
  List<Type> decodeOrEmpty(JsonNode result) {
    try {
      Function function = new Function(name, List.of(), outputs);
      return FunctionReturnDecoder.decode(result.asText(), function.getOutputParameters());
    } catch (RuntimeException e) { // web3j's decoder throws whatever comes
      return List.of();
    }
  }

  /**
   * What it returned.
   *
   * @throws RegistryException.NoContract if there is no contract that has this function
   */
  List<Type> decode(RpcReply reply) throws RegistryException {
    List<Type> values = decodeOrEmpty(reply.require());
    if (values.size() != outputs.size()) {
      throw new RegistryException.NoContract(
          "the registry is gone from its address (no answer to "
              + name
              + "): was the chain reset?");
    }
    return values;
  }
}
