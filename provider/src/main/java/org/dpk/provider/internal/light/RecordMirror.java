package org.dpk.provider.internal.light;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.dpk.provider.IdHash;
import org.dpk.provider.internal.ethereum.RecordLogs;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.record.RecordCodec;

/**
 * A web server that keeps records, for nodes that prune their logs: the record of an identity is at
 * {@code <address>/<idHash>}, 64 lower-case hexadecimal digits. Not trusted: only bytes count that
 * hash to what the slot names. Safe for use by several threads.
 */
final class RecordMirror implements AutoCloseable {

  private static final Logger LOG = System.getLogger(RecordMirror.class.getName());

  private final HttpUrl address;
  private final OkHttpClient http;

  /**
   * @throws IllegalArgumentException if the address is not that of a web server
   */
  RecordMirror(URI address, Duration connect) {
    this.address = HttpUrl.get(address.toString());
    this.http = new OkHttpClient.Builder().connectTimeout(connect).followRedirects(false).build();
  }

  /** Whether a mirror may be there. */
  static boolean isAddress(URI address) {
    return HttpUrl.parse(address.toString()) != null;
  }

  /** The record that a slot names; empty if the mirror has it not, or does not answer in time. */
  Optional<byte[]> record(IdHash id, Slot slot, Duration patience) {
    HttpUrl url = address.newBuilder().addPathSegment(HexFormat.of().formatHex(id.bytes())).build();
    Call call = http.newCall(new Request.Builder().url(url).build());
    call.timeout().timeout(patience.toNanos(), TimeUnit.NANOSECONDS);
    try (Response response = call.execute()) {
      byte[] body = response.body().byteStream().readNBytes(RecordCodec.MAX_LENGTH + 1);
      return response.isSuccessful()
              && body.length <= RecordCodec.MAX_LENGTH
              && RecordLogs.names(slot, body)
          ? Optional.of(body)
          : Optional.empty();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the mirror does not answer", e);
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
