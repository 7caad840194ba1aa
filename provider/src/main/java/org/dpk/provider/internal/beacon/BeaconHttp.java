package org.dpk.provider.internal.beacon;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.dpk.provider.internal.beacon.BeaconException.Fault;

/** GET with a deadline and a limit, over connections that are kept. Follows no redirects. */
final class BeaconHttp implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final BeaconAddress address;
  private volatile boolean closed;
  private final OkHttpClient http =
      new OkHttpClient.Builder()
          .connectTimeout(CONNECT)
          .readTimeout(Duration.ZERO) // each call has a deadline for all of it
          .followRedirects(false)
          .build();

  BeaconHttp(BeaconAddress address) {
    this.address = address;
  }

  /**
   * @param what is asked for, for messages
   * @param maxLength of the answer in bytes, unpacked
   * @param patience for all of it; positive
   */
  byte[] get(String what, HttpUrl resource, int maxLength, Duration patience)
      throws BeaconException {
    if (closed) {
      throw new BeaconException(
          Fault.SILENT, "the connection to the beacon node at " + address + " was closed", null);
    }
    Call call = http.newCall(request(resource));
    // zero would mean no timeout at all
    call.timeout().timeout(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS);
    try (Response response = call.execute()) {
      requireFound(what, response.code());
      byte[] answer = response.body().byteStream().readNBytes(maxLength + 1);
      if (answer.length > maxLength) {
        call.cancel(); // rather than to read on for the connection's sake
        throw new BeaconException(
            Fault.NONSENSE,
            "the beacon node at %s answers with more than %d bytes where %s is asked for"
                .formatted(address, maxLength, what),
            null);
      }
      return answer;
    } catch (BeaconException e) {
      throw e;
    } catch (IOException e) {
      throw new BeaconException(
          Fault.SILENT,
          "the beacon node at %s does not answer (%s): is it running?"
              .formatted(address, reason(e)),
          e);
    }
  }

  private Request request(HttpUrl resource) {
    Request.Builder request = new Request.Builder().url(resource);
    request.header("Accept", "application/json");
    if (!address.user().isEmpty()) {
      request.header("Authorization", Credentials.basic(address.user(), address.password()));
    }
    return request.build();
  }

  /** An exception's own message might repeat the address. */
  private static String reason(IOException e) {
    if (e instanceof UnknownHostException) {
      return "unknown host";
    }
    if (e instanceof ConnectException) {
      return "no connection";
    }
    if (e instanceof SSLException) {
      return "no TLS";
    }
    return e instanceof InterruptedIOException ? "not in time" : e.getClass().getSimpleName();
  }

  private void requireFound(String what, int status) throws BeaconException {
    if (status != 200) {
      String hint =
          switch (status) {
            case 401, 403 -> ": is its access key right?";
            case 301, 302, 307, 308 -> ": name the address that it leads to";
            case 404 -> ": does it serve light clients, and know this block?";
            case 429 -> ": it was asked too often";
            default -> "";
          };
      throw new BeaconException(
          Fault.MISSING,
          "the beacon node at %s has no %s, HTTP status %d%s"
              .formatted(address, what, status, hint),
          null);
    }
  }

  @Override
  public void close() {
    closed = true;
    http.dispatcher().cancelAll();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
