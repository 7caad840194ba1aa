package org.dpk.provider.internal.beacon;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.dpk.provider.internal.beacon.BeaconException.Fault;
import org.dpk.provider.internal.consensus.BeaconChain;
import org.dpk.provider.internal.consensus.ConsensusException;
import org.dpk.provider.internal.consensus.ConsensusException.Rule;
import org.dpk.provider.internal.consensus.Fork;
import org.dpk.provider.internal.consensus.Root;

/**
 * What a beacon node says of its chain: {@code /eth/v1/beacon/genesis} and {@code
 * /eth/v1/config/spec}. For chains that are one's own, and to see which chain a node serves.
 *
 * <p>Whoever takes a chain's description from a node believes it that far: all that is signed is
 * signed for a genesis validators root and a fork's version, so that wrong ones make every
 * signature wrong; a wrong genesis time misleads about ages.
 */
public final class ChainDescription {

  private static final int MAX_LENGTH = 256 * 1024;
  private static final String EPOCH = "_FORK_EPOCH";
  private static final String VERSION = "_FORK_VERSION";

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(16).build())
                  .build())
          .build();

  private ChainDescription() {}

  /**
   * Asks a node.
   *
   * @param name for messages
   * @param patience for each of two questions
   * @throws BeaconException if it gives no usable answer
   */
  public static BeaconChain of(URI node, String name, Duration patience) throws BeaconException {
    BeaconAddress address = BeaconAddress.of(node);
    try (BeaconHttp http = new BeaconHttp(address)) {
      HttpUrl genesis = address.resource("eth/v1/beacon/genesis").build();
      HttpUrl spec = address.resource("eth/v1/config/spec").build();
      return read(
          name,
          http.get("genesis", genesis, MAX_LENGTH, patience),
          http.get("configuration", spec, MAX_LENGTH, patience));
    } catch (ConsensusException e) {
      throw new BeaconException(
          Fault.NONSENSE,
          "the beacon node at %s describes no chain that can be: %s"
              .formatted(address, e.getMessage()),
          e);
    }
  }

  static BeaconChain read(String name, byte[] genesisAnswer, byte[] specAnswer)
      throws ConsensusException {
    JsonNode genesis = data(genesisAnswer);
    JsonNode spec = data(specAnswer);
    try {
      return new BeaconChain(
          name,
          number(genesis, "genesis_time"),
          Root.parse(text(genesis, "genesis_validators_root")),
          Math.toIntExact(number(spec, "SECONDS_PER_SLOT")),
          Math.toIntExact(number(spec, "SLOTS_PER_EPOCH")),
          Math.toIntExact(number(spec, "EPOCHS_PER_SYNC_COMMITTEE_PERIOD")),
          Math.toIntExact(number(spec, "SYNC_COMMITTEE_SIZE")),
          forks(spec));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ConsensusException(Rule.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private static JsonNode data(byte[] answer) throws ConsensusException {
    try {
      return JSON.readTree(answer).path("data");
    } catch (IOException e) {
      throw new ConsensusException(Rule.MALFORMED, "an answer is not JSON, or nested too deep");
    }
  }

  /** Those that are scheduled; where several begin at once, the higher version is the later one. */
  private static List<Fork> forks(JsonNode spec) {
    List<Fork> forks = new ArrayList<>();
    forks.add(new Fork("phase0", version(spec, "GENESIS"), 0));
    for (Iterator<String> names = spec.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (name.endsWith(EPOCH)) {
        fork(spec, name.substring(0, name.length() - EPOCH.length())).ifPresent(forks::add);
      }
    }
    forks.sort(
        Comparator.comparingLong(Fork::epoch)
            .thenComparing(fork -> new BigInteger(1, fork.version())));
    return forks;
  }

  private static Optional<Fork> fork(JsonNode spec, String name) {
    BigInteger epoch = integer(spec, name + EPOCH);
    if (epoch.bitLength() >= Long.SIZE - 1) { // FAR_FUTURE_EPOCH: not scheduled
      return Optional.empty();
    }
    String lowerCase = name.toLowerCase(Locale.ROOT);
    return Optional.of(new Fork(lowerCase, version(spec, name), epoch.longValueExact()));
  }

  private static byte[] version(JsonNode spec, String fork) {
    String text = text(spec, fork + VERSION);
    if (!text.startsWith("0x")) {
      throw new IllegalArgumentException(fork + VERSION + " is 0x and 8 hexadecimal digits");
    }
    return HexFormat.of().parseHex(text, 2, text.length());
  }

  private static long number(JsonNode object, String name) {
    return integer(object, name).longValueExact();
  }

  private static BigInteger integer(JsonNode object, String name) {
    String text = text(object, name);
    if (!text.matches("[0-9]{1,20}")) {
      throw new IllegalArgumentException(name + " is a decimal number");
    }
    return new BigInteger(text);
  }

  private static String text(JsonNode object, String name) {
    JsonNode value = object.path(name);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("there is no " + name);
    }
    return value.textValue();
  }
}
