package org.dpk.provider.internal.ethereum;

import java.util.List;

/**
 * One question to a node.
 *
 * @param method of the Ethereum JSON-RPC API
 * @param params what Jackson can write
 */
record RpcCall(String method, List<Object> params) {

  RpcCall {
    params = List.copyOf(params);
  }

  static RpcCall of(String method, Object... params) {
    return new RpcCall(method, List.of(params));
  }
}
