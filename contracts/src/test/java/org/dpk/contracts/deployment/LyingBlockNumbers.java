package org.dpk.contracts.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.dpk.contracts.devnet.Anvil;
import org.dpk.contracts.internal.rpc.JsonRpc;
import org.dpk.contracts.internal.rpc.RpcException;

/**
 * A node in front of another one that counts more blocks than contracts see, as those of Arbitrum
 * do.
 */
final class LyingBlockNumbers implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Anvil anvil;
  private final long offset;
  private final HttpServer server;

  LyingBlockNumbers(Anvil anvil, long offset) throws IOException {
    this.anvil = anvil;
    this.offset = offset;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody());
    ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1);
    try {
      String method = request.path("method").asText();
      answer.set("result", shifted(method, anvil.rpc(method, parameters(method, request))));
    } catch (RpcException e) {
      answer.putObject("error").put("code", e.code()).put("message", e.getMessage());
    }
    byte[] bytes = JSON.writeValueAsBytes(answer);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Object[] parameters(String method, JsonNode request) {
    ArrayNode given = (ArrayNode) request.path("params");
    if (method.equals("eth_getCode")) {
      given.set(1, JSON.getNodeFactory().textNode("latest"));
    }
    List<JsonNode> parameters = new ArrayList<>();
    given.forEach(parameters::add);
    return parameters.toArray();
  }

  private JsonNode shifted(String method, JsonNode result) throws IOException {
    if (method.equals("eth_blockNumber")) {
      return JSON.getNodeFactory().textNode(shifted(result));
    }
    if (result instanceof ObjectNode receipt && receipt.has("contractAddress")) {
      receipt.put("blockNumber", shifted(receipt.path("blockNumber")));
    }
    return result;
  }

  private String shifted(JsonNode block) throws IOException {
    return "0x" + Long.toHexString(JsonRpc.quantity(block).longValueExact() + offset);
  }
}
