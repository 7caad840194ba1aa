package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.dpk.provider.RegistryException;
import org.jspecify.annotations.Nullable;

/**
 * What a node answered to one question.
 *
 * @param method that was asked
 * @param result a missing node if there is an error
 * @param error null if there is a result
 */
record RpcReply(String method, JsonNode result, @Nullable RpcError error) {

  /**
   * The node refused.
   *
   * @param code as JSON-RPC numbers it
   * @param message free text
   * @param data what a revert returned, as hexadecimal digits with 0x; empty if there is none
   */
  record RpcError(int code, String message, String data) {

    private static final int MAX_TEXT = 300;

    static RpcError of(JsonNode error) {
      String message = error.path("message").asText("no message");
      return new RpcError(error.path("code").asInt(), cut(message), data(error.path("data")));
    }

    /** Nodes put it as a string, as a string after a word, or into an object. */
    private static String data(JsonNode data) {
      if (data.isObject()) {
        return data(data.has("data") ? data.get("data") : data.path("result"));
      }
      String text = data.asText("");
      int start = text.indexOf("0x");
      return start < 0 ? "" : text.substring(start);
    }

    /** It ends up in logs and on terminals: nothing that these would obey, nor turn round. */
    private static String cut(String text) {
      String cut = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
      return cut.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ");
    }
  }

  static RpcReply of(String method, JsonNode envelope) {
    JsonNode error = envelope.path("error");
    return error.isObject()
        ? new RpcReply(method, MissingNode.getInstance(), RpcError.of(error))
        : new RpcReply(method, envelope.path("result"), null);
  }

  /** The result of a question that no sound node refuses. */
  JsonNode require() throws RegistryException {
    if (error != null) {
      throw new RegistryException(
          "the node refused " + method + ": " + error.message + " (" + error.code + ")", null);
    }
    if (result.isMissingNode() || result.isNull()) {
      throw new RegistryException("the node answered nothing to " + method, null);
    }
    return result;
  }
}
