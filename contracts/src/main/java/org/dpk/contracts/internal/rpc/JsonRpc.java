package org.dpk.contracts.internal.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * JSON-RPC 2.0 over HTTP, one call at a time on the caller's thread.
 *
 * <p>It starts no thread and keeps no pool, so that a fixture leaves nothing behind. Thread-safe.
 */
public final class JsonRpc {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_ANSWER = 64 << 20;

  private final URI endpoint;
  private final int timeoutMillis;

  /**
   * @param endpoint of scheme http or https
   * @param timeout for connecting and for each read
   * @throws IllegalArgumentException if the scheme is another one
   */
  public JsonRpc(URI endpoint, Duration timeout) {
    String scheme = String.valueOf(endpoint.getScheme());
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("an RPC address starts with http:// or https://");
    }
    this.endpoint = endpoint;
    this.timeoutMillis = Math.toIntExact(timeout.toMillis());
  }

  /**
   * Calls a method.
   *
   * @param params anything that Jackson writes as JSON; null for a JSON null
   * @return the result, a JSON null included
   * @throws RpcException if the node answers with an error
   * @throws IOException if it does not answer, or not with JSON-RPC
   */
  public JsonNode call(String method, @Nullable Object... params) throws IOException {
    ObjectNode request = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1);
    request.put("method", method).set("params", JSON.valueToTree(params));
    JsonNode answer = JSON.readTree(post(JSON.writeValueAsBytes(request)));
    if (answer == null || !answer.isObject()) {
      throw new IOException(endpoint.getHost() + " does not answer with JSON-RPC");
    }
    JsonNode error = answer.path("error");
    if (error.isObject()) {
      throw new RpcException(
          method, error.path("code").asInt(), error.path("message").asText(), text(error));
    }
    return answer.path("result");
  }

  /**
   * Calls a method whose result is a quantity (hexadecimal, EIP-1474).
   *
   * @throws IOException as {@link #call}, and if the result is no quantity
   */
  public BigInteger quantity(String method, @Nullable Object... params) throws IOException {
    return quantity(call(method, params));
  }

  /**
   * Reads a quantity.
   *
   * @throws IOException if it is none
   */
  public static BigInteger quantity(JsonNode value) throws IOException {
    String text = value.asText();
    if (!text.matches("0x[0-9a-fA-F]{1,64}")) {
      throw new IOException("expected a quantity such as 0x1f from the node, got " + value);
    }
    return new BigInteger(text.substring(2), 16);
  }

  private static @Nullable String text(JsonNode error) {
    return error.path("data").isTextual() ? error.path("data").asText() : null;
  }

  private byte[] post(byte[] body) throws IOException {
    HttpURLConnection http = (HttpURLConnection) endpoint.toURL().openConnection();
    http.setConnectTimeout(timeoutMillis);
    http.setReadTimeout(timeoutMillis);
    http.setRequestProperty("Content-Type", "application/json");
    http.setDoOutput(true);
    http.setFixedLengthStreamingMode(body.length);
    try (OutputStream out = http.getOutputStream()) {
      out.write(body);
    }
    // some nodes send an error object with a status of 4xx or 5xx
    InputStream stream =
        http.getResponseCode() < 400 ? http.getInputStream() : http.getErrorStream();
    if (stream == null) {
      throw new IOException(endpoint.getHost() + " answers HTTP status " + http.getResponseCode());
    }
    try (stream) {
      byte[] answer = stream.readNBytes(MAX_ANSWER + 1);
      if (answer.length > MAX_ANSWER) {
        throw new IOException("an answer of more than " + MAX_ANSWER + " bytes from the node");
      }
      return answer;
    }
  }
}
