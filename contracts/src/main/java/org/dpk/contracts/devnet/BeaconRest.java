package org.dpk.contracts.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;

/** Asks a beacon node of one's own, one question at a time on the caller's thread. */
final class BeaconRest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int MAX_ANSWER = 8 << 20;

  private final URI uri;

  BeaconRest(URI uri) {
    this.uri = uri;
  }

  URI uri() {
    return uri;
  }

  /**
   * @return empty as long as it does not listen, or has not what is asked for
   */
  Optional<JsonNode> get(String path) throws IOException {
    HttpURLConnection http = (HttpURLConnection) uri.resolve(path).toURL().openConnection();
    http.setConnectTimeout(TIMEOUT_MILLIS);
    http.setReadTimeout(TIMEOUT_MILLIS);
    try {
      if (http.getResponseCode() != 200) {
        return Optional.empty();
      }
    } catch (java.net.ConnectException notYet) {
      return Optional.empty();
    }
    try (InputStream answer = http.getInputStream()) {
      return Optional.of(JSON.readTree(answer.readNBytes(MAX_ANSWER)));
    } finally {
      http.disconnect();
    }
  }
}
