package org.dpk.provider.internal.beacon;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import okhttp3.HttpUrl;
import org.dpk.provider.internal.beacon.BeaconException.Fault;
import org.dpk.provider.internal.consensus.BeaconApiJson;
import org.dpk.provider.internal.consensus.BeaconChain;
import org.dpk.provider.internal.consensus.ConsensusException;
import org.dpk.provider.internal.consensus.LightClientBootstrap;
import org.dpk.provider.internal.consensus.LightClientUpdate;
import org.dpk.provider.internal.consensus.Root;

/**
 * A beacon node that serves light clients: {@code /eth/v1/beacon/light_client/} of the Beacon API,
 * as JSON. What it says is read, and not verified. Each question has a deadline and its answer a
 * limit, of 96 kB per message on mainnet. Safe for use by several threads.
 */
public final class BeaconNode implements AutoCloseable {

  /** The most updates that one question asks for: the specification has 128, in 12 MB. */
  public static final int AT_ONCE = 32;

  private static final String LIGHT_CLIENT = "eth/v1/beacon/light_client/";

  private final BeaconAddress address;
  private final BeaconHttp http;
  private final BeaconApiJson json;

  private BeaconNode(BeaconAddress address, BeaconApiJson json) {
    this.address = address;
    this.http = new BeaconHttp(address);
    this.json = json;
  }

  /**
   * Asks nothing yet.
   *
   * @param address http or https; the paths of the Beacon API follow on its own path
   * @param chain that it is to serve, for the sizes of its messages
   * @throws IllegalArgumentException if the address is of another kind
   */
  public static BeaconNode at(URI address, BeaconChain chain) {
    return new BeaconNode(BeaconAddress.of(address), new BeaconApiJson(chain));
  }

  /**
   * Looks at addresses before they are used.
   *
   * @throws IllegalArgumentException if one is neither http nor https
   */
  public static void requireAddresses(List<URI> addresses) {
    addresses.forEach(BeaconAddress::of);
  }

  /** Which node, for messages: scheme, host and port. */
  public String name() {
    return address.toString();
  }

  /**
   * What a light client starts from.
   *
   * @param block the root of a beacon block, which a node keeps this for if it is final and the
   *     first of an epoch
   */
  public LightClientBootstrap bootstrap(Root block, Duration patience) throws BeaconException {
    HttpUrl resource = address.resource(LIGHT_CLIENT + "bootstrap/" + block).build();
    byte[] answer = http.get("bootstrap", resource, json.maxLength(), patience);
    return read("bootstrap", () -> json.bootstrap(answer));
  }

  /**
   * The best updates of several periods, ascending; fewer if it has not all of them.
   *
   * @param firstPeriod the sync committee's period
   * @param count 1 to {@value #AT_ONCE}
   * @throws IllegalArgumentException if the count is out of its range
   */
  public List<LightClientUpdate> updates(long firstPeriod, int count, Duration patience)
      throws BeaconException {
    if (count < 1 || count > AT_ONCE) {
      throw new IllegalArgumentException("1 to " + AT_ONCE + " updates at once, not " + count);
    }
    HttpUrl resource =
        address
            .resource(LIGHT_CLIENT + "updates")
            .addQueryParameter("start_period", Long.toString(firstPeriod))
            .addQueryParameter("count", Integer.toString(count))
            .build();
    byte[] answer = http.get("updates", resource, json.maxLength(count), patience);
    return read("updates", () -> json.updates(answer, count));
  }

  /** What is final by now. */
  public LightClientUpdate finalityUpdate(Duration patience) throws BeaconException {
    HttpUrl resource = address.resource(LIGHT_CLIENT + "finality_update").build();
    byte[] answer = http.get("finality update", resource, json.maxLength(), patience);
    return read("finality update", () -> json.finalityUpdate(answer));
  }

  /** The newest block that the sync committee signed. */
  public LightClientUpdate optimisticUpdate(Duration patience) throws BeaconException {
    HttpUrl resource = address.resource(LIGHT_CLIENT + "optimistic_update").build();
    byte[] answer = http.get("optimistic update", resource, json.maxLength(), patience);
    return read("optimistic update", () -> json.optimisticUpdate(answer));
  }

  private interface Reading<T> {
    T read() throws ConsensusException;
  }

  private <T> T read(String what, Reading<T> reading) throws BeaconException {
    try {
      return reading.read();
    } catch (ConsensusException e) {
      throw new BeaconException(
          Fault.NONSENSE,
          "the beacon node at %s gives no usable %s: %s".formatted(address, what, e.getMessage()),
          e);
    }
  }

  /** Ends questions that are under way. */
  @Override
  public void close() {
    http.close();
  }
}
