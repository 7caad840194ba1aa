package org.dpk.provider.internal.enrol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The PKM's enrolment service over HTTPS. The handshake below it proves which record this device
 * holds the keys of, and that the PKM is the one that the token file pins. For one thread.
 */
final class PkmConnection implements AutoCloseable {

  // the handshake is part of it, and the PKM looks things up on chain meanwhile
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int MAX_ANSWER = 16 * 1024;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client;
  private final List<ServiceAddress> endpoints;
  private int preferred;

  /**
   * @param context makes connections that are keyed with the PKM's and the candidate's keys
   */
  PkmConnection(SSLContext context, List<ServiceAddress> endpoints) {
    this.client =
        HttpClient.newBuilder()
            .sslContext(context)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    this.endpoints = endpoints;
  }

  /** Begins the admission, or hears how far it is. */
  PkmAnswer begin(AdmissionMode mode) throws IOException {
    return ask("POST", "/v1/enrolment", "{\"mode\":\"" + mode.text() + "\"}");
  }

  /** Tells that this device has asked the contract for admission. */
  PkmAnswer approve() throws IOException {
    return ask("POST", "/v1/enrolment/approval", "{}");
  }

  /** Hears how far the admission is. */
  PkmAnswer status() throws IOException {
    return ask("GET", "/v1/enrolment", null);
  }

  private PkmAnswer ask(String method, String path, @Nullable String body) throws IOException {
    IOException last = null;
    for (int i = 0; i < endpoints.size(); i++) {
      int endpoint = (preferred + i) % endpoints.size();
      try {
        PkmAnswer answer = ask(endpoints.get(endpoint), method, path, body);
        preferred = endpoint;
        return answer;
      } catch (EnrolmentException e) {
        throw e;
      } catch (IOException e) {
        last = e;
      }
    }
    throw new EnrolmentException.PkmUnreachable(
        "the PKM does not answer at "
            + endpoints
            + (last == null ? "" : " (" + last.getMessage() + ")")
            + ": check that it runs and can be reached, then run the same command again to go on",
        last);
  }

  private PkmAnswer ask(ServiceAddress endpoint, String method, String path, @Nullable String body)
      throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://" + endpoint + path))
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      return read(client.send(request, BodyHandlers.ofInputStream()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the enrolment was interrupted; the same command goes on");
    } catch (EnrolmentException e) {
      throw e;
    } catch (IOException e) {
      throw HandshakeFailures.translate(e);
    }
  }

  private static PkmAnswer read(HttpResponse<InputStream> response) throws IOException {
    try (InputStream in = response.body()) {
      JsonNode json = JSON.readTree(in.readNBytes(MAX_ANSWER));
      if (response.statusCode() / 100 == 2) {
        return new PkmAnswer(
            json.path("stage").asText(),
            json.path("transaction").asText(),
            json.path("detail").asText());
      }
      throw refusal(response.statusCode(), json);
    } catch (JsonProcessingException e) {
      throw new IOException("the PKM's answer is no JSON", e);
    }
  }

  private static IOException refusal(int status, JsonNode problem) {
    String detail = problem.path("detail").asText("no reason given");
    return switch (problem.path("type").asText()) {
      case "urn:dpk:problem:not-pending" -> new NotPending(detail);
      case "urn:dpk:problem:fees-due",
          "urn:dpk:problem:other-mode",
          "urn:dpk:problem:unproven-keys" ->
          new EnrolmentException.AdmissionRefused(detail, null);
      default -> new IOException("the PKM answers " + status + ": " + detail);
    };
  }

  /** The PKM's node does not show the request yet: ask again. */
  static final class NotPending extends EnrolmentException {
    private static final long serialVersionUID = 1L;

    NotPending(String message) {
      super(message, null);
    }
  }

  @Override
  public void close() throws IOException {
    // JDK 21 made the client closeable; before, it ends when nothing refers to it any more
    if (client instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IOException("the HTTP client did not close", e);
      }
    }
  }
}
