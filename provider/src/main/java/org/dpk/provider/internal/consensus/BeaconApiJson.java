package org.dpk.provider.internal.consensus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dpk.provider.internal.consensus.ConsensusException.Rule;
import org.dpk.provider.internal.consensus.LightClientUpdate.Finality;
import org.dpk.provider.internal.consensus.LightClientUpdate.NextCommittee;

/**
 * Reads what the Beacon API serves below {@code /eth/v1/beacon/light_client/} as JSON. Numbers are
 * decimal, bytes hexadecimal, in strings; names that are not known are passed over, and no name may
 * come twice. Safe for use by several threads.
 */
public final class BeaconApiJson {

  /** The most updates that one answer has (MAX_REQUEST_LIGHT_CLIENT_UPDATES). */
  public static final int MAX_UPDATES = 128;

  /** Of a key with its digits, and room for white space; of everything else. */
  private static final int KEY_LENGTH = 128;

  private static final int REST_LENGTH = 32 * 1024;

  /** The longest string is a bloom filter, of 514 characters. */
  private static final int MAX_STRING = 1024;

  private static final int MAX_NESTING = 16;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_NESTING)
                          .maxStringLength(MAX_STRING)
                          .maxNameLength(MAX_STRING)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final int committeeSize;

  /** For the committee's size. */
  public BeaconApiJson(BeaconChain chain) {
    this.committeeSize = chain.syncCommitteeSize();
  }

  /** The longest answer in bytes that is read as one message of any kind. */
  public int maxLength() {
    return committeeSize * KEY_LENGTH + REST_LENGTH;
  }

  /** The longest answer in bytes that is read as so many updates. */
  public int maxLength(int updates) {
    return updates * maxLength();
  }

  /**
   * {@code bootstrap/{block_root}}.
   *
   * @throws ConsensusException if it is none, or of a fork that is not known
   */
  public LightClientBootstrap bootstrap(byte[] json) throws ConsensusException {
    JsonFields message = new JsonFields(parse(json, maxLength()));
    JsonContainers containers = containers(message);
    JsonFields data = message.object("data");
    return new LightClientBootstrap(
        containers.header(data.object("header")),
        containers.committee(data.object("current_sync_committee")),
        containers.branch(
            data, "current_sync_committee_branch", containers.fork().currentSyncCommitteeGindex()));
  }

  /**
   * {@code updates?start_period=…&count=…}: a list, ascending by period as the server has it.
   *
   * @param count how many were asked for, 1 to {@value #MAX_UPDATES}; more are refused
   * @throws ConsensusException if one is none, or of a fork that is not known
   * @throws IllegalArgumentException if the count is out of its range
   */
  public List<LightClientUpdate> updates(byte[] json, int count) throws ConsensusException {
    if (count < 1 || count > MAX_UPDATES) {
      throw new IllegalArgumentException("between 1 and 128 updates can be asked for: " + count);
    }
    JsonNode list = parse(json, maxLength(count));
    if (!list.isArray() || list.size() > count) {
      throw new ConsensusException(
          Rule.MALFORMED, "updates are a list of at most %d elements".formatted(count));
    }
    List<LightClientUpdate> updates = new ArrayList<>();
    for (JsonNode update : list) {
      updates.add(update(new JsonFields(update)));
    }
    return updates;
  }

  private LightClientUpdate update(JsonFields message) throws ConsensusException {
    JsonContainers containers = containers(message);
    JsonFields data = message.object("data");
    List<Root> branch =
        containers.branch(
            data, "next_sync_committee_branch", containers.fork().nextSyncCommitteeGindex());
    SyncCommittee committee = containers.committee(data.object("next_sync_committee"));
    return update(
        containers, data, NextCommittee.of(committee, branch), finality(containers, data));
  }

  /**
   * {@code finality_update}.
   *
   * @throws ConsensusException if it is none, or of a fork that is not known
   */
  public LightClientUpdate finalityUpdate(byte[] json) throws ConsensusException {
    JsonFields message = new JsonFields(parse(json, maxLength()));
    JsonContainers containers = containers(message);
    JsonFields data = message.object("data");
    return update(containers, data, Optional.empty(), finality(containers, data));
  }

  /**
   * {@code optimistic_update}.
   *
   * @throws ConsensusException if it is none, or of a fork that is not known
   */
  public LightClientUpdate optimisticUpdate(byte[] json) throws ConsensusException {
    JsonFields message = new JsonFields(parse(json, maxLength()));
    return update(containers(message), message.object("data"), Optional.empty(), Optional.empty());
  }

  private static Optional<Finality> finality(JsonContainers containers, JsonFields data)
      throws ConsensusException {
    List<Root> branch =
        containers.branch(data, "finality_branch", containers.fork().finalizedRootGindex());
    return Finality.of(containers.header(data.object("finalized_header")), branch);
  }

  private static LightClientUpdate update(
      JsonContainers containers,
      JsonFields data,
      Optional<NextCommittee> next,
      Optional<Finality> finality)
      throws ConsensusException {
    return new LightClientUpdate(
        containers.header(data.object("attested_header")),
        next,
        finality,
        containers.aggregate(data.object("sync_aggregate")),
        data.slot("signature_slot"));
  }

  private JsonContainers containers(JsonFields message) throws ConsensusException {
    return new JsonContainers(ForkStructures.of(message.text("version")), committeeSize);
  }

  private static JsonNode parse(byte[] json, int maxLength) throws ConsensusException {
    if (json.length > maxLength) {
      throw new ConsensusException(
          Rule.MALFORMED, "an answer has %d bytes, more than %d".formatted(json.length, maxLength));
    }
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new ConsensusException(Rule.MALFORMED, "an answer is not JSON, or nested too deep");
    }
  }
}
