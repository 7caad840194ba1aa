package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Credentials;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.dpk.provider.internal.time.Deadline;

/** JSON-RPC over HTTP: one POST per exchange, over connections that are kept. */
final class HttpRpc extends ExchangeRpc {

  private static final MediaType JSON = MediaType.get("application/json");

  private final OkHttpClient http;
  private final Request template;
  private final int maxReply;

  HttpRpc(ChainEndpoint endpoint) {
    this.maxReply = endpoint.limits().maxReply();
    this.http =
        new OkHttpClient.Builder()
            .connectTimeout(endpoint.limits().connect())
            .readTimeout(endpoint.limits().call())
            .writeTimeout(endpoint.limits().call())
            .followRedirects(false)
            .build();
    this.template = template(endpoint);
  }

  private static Request template(ChainEndpoint endpoint) {
    Request.Builder request = new Request.Builder().url(endpoint.node().toString());
    String user = endpoint.node().getUserInfo();
    if (user != null) {
      int colon = user.indexOf(':');
      String name = colon < 0 ? user : user.substring(0, colon);
      request.header("Authorization", Credentials.basic(name, user.substring(colon + 1)));
    }
    return request.build();
  }

  @Override
  JsonNode exchange(RpcMessages.Outgoing question, Deadline deadline) throws IOException {
    RequestBody body = RequestBody.create(question.encode(), JSON);
    Call call = http.newCall(template.newBuilder().post(body).build());
    // Zero would mean no timeout at all.
    call.timeout().timeout(Math.max(1, deadline.remainingMillis()), TimeUnit.MILLISECONDS);
    try (Response response = call.execute()) {
      byte[] answer = response.body().byteStream().readNBytes(maxReply + 1);
      requireSize(answer.length, maxReply);
      if (!response.isSuccessful()) {
        throw status(response.code());
      }
      return RpcMessages.parse(answer);
    }
  }

  /** Of a server's own trouble another attempt may see nothing (RFC 9110 §15.6). */
  private static IOException status(int status) {
    if (status >= 500) {
      return new IOException("HTTP status " + status);
    }
    String text = "with HTTP status " + status;
    return new UselessAnswer(
        switch (status) {
          case 301, 302, 303, 307, 308 -> text + ", which leads elsewhere and is not followed";
          case 401, 403 -> text + ", so its address lacks the right key";
          case 429 -> text + ", so it was asked too often";
          default -> text;
        });
  }

  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
