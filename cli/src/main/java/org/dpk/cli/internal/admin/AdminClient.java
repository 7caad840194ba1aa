package org.dpk.cli.internal.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dpk.cli.internal.failure.Diagnosis;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.cli.internal.output.Json;

/** Asks a PKM what an administrator may ask. Every call blocks, and has a deadline. */
public final class AdminClient implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final int MAX_ANSWER = 4 * 1024 * 1024;
  private static final int PAGE = 200;
  private static final String REGISTRATIONS = "/v1/registrations";

  private final URI base;
  private final String key;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  /**
   * @param base where the PKM's administrators are served, such as {@code http://127.0.0.1:8470}
   * @param key the administrator's
   */
  public AdminClient(URI base, String key) {
    this.base = base;
    this.key = key;
  }

  /** What became of a registration's request. */
  public JsonNode register(Map<String, Object> request) throws IOException, InterruptedException {
    return call("POST", REGISTRATIONS, Json.text(request));
  }

  /**
   * Registrations, newest first as the PKM lists them.
   *
   * @param identity of these only; empty for all
   * @param limit at most so many
   */
  public List<JsonNode> list(String identity, int limit) throws IOException, InterruptedException {
    List<JsonNode> found = new ArrayList<>();
    boolean more = true;
    while (more && found.size() < limit) {
      int wanted = Math.min(PAGE, limit - found.size());
      JsonNode page = call("GET", query(identity, wanted, found.size()), "");
      page.path("registrations").forEach(found::add);
      more = page.has("nextOffset");
    }
    return found;
  }

  private static String query(String identity, int limit, int offset) {
    String filter =
        identity.isEmpty()
            ? ""
            : "&identity=" + URLEncoder.encode(identity, StandardCharsets.UTF_8);
    return REGISTRATIONS + "?limit=" + limit + "&offset=" + offset + filter;
  }

  /** One registration. */
  public JsonNode show(String id) throws IOException, InterruptedException {
    return call("GET", path(id), "");
  }

  /** Orders the revocation of a registration's token or record. */
  public JsonNode revoke(String id) throws IOException, InterruptedException {
    return call("POST", path(id) + "/revoke", "");
  }

  private static String path(String id) {
    return REGISTRATIONS + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
  }

  private JsonNode call(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(ANSWER)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    HttpResponse<InputStream> response = send(request);
    try (InputStream in = response.body()) {
      return answer(response.statusCode(), in.readNBytes(MAX_ANSWER));
    }
  }

  private HttpResponse<InputStream> send(HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new Failure(
          new Diagnosis(
              ExitCode.UNAVAILABLE,
              "no PKM answers at " + base,
              "start it with dpk pkm, or name where it is: --pkm URL"),
          e);
    }
  }

  private JsonNode answer(int status, byte[] body) throws IOException {
    JsonNode json;
    try {
      json = Json.mapper().readTree(body);
    } catch (JsonProcessingException e) {
      throw noPkm();
    }
    if (status / 100 == 2 && json.isObject()) {
      return json;
    }
    String detail = Optional.ofNullable(json.path("detail").textValue()).orElseThrow(this::noPkm);
    throw refused(status, detail);
  }

  private Failure noPkm() {
    return new Failure(
        ExitCode.PROTOCOL,
        "what answers at " + base + " is no PKM",
        "check the address: --pkm URL");
  }

  private static Failure refused(int status, String detail) {
    return switch (status) {
      case 400 -> new Failure(ExitCode.USAGE, detail, "see dpk admin --help");
      case 401, 403 ->
          new Failure(
              ExitCode.DENIED, detail, "name the file that holds the key: --admin-key-file FILE");
      case 404 -> new Failure(ExitCode.DATA, detail, "list what there is: dpk admin list");
      case 409 -> new Failure(ExitCode.DENIED, detail, "see what is registered: dpk admin list");
      default ->
          new Failure(
              ExitCode.UNAVAILABLE, detail, "the PKM's log says more; then run the same again");
    };
  }

  /** Ends the client where it can be ended; before Java 21 it ends when nothing refers to it. */
  @Override
  public void close() throws Exception {
    if (http instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }
}
