package org.dpk.provider.internal.beacon;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.dpk.provider.internal.consensus.BeaconChain;
import org.dpk.provider.internal.consensus.ConsensusException;
import org.dpk.provider.internal.consensus.Fork;
import org.dpk.provider.internal.decoding.Decoder;
import org.dpk.provider.internal.decoding.Decoders;

/** What reads how beacon nodes describe their chain. */
public final class BeaconDecoders {

  public static final Decoders ALL =
      new Decoders(
          List.of(
              Decoder.stable(
                      "a beacon node's configuration",
                      ConsensusException.class,
                      bytes -> ChainDescription.read("x", RecordedPair.bytes("genesis"), bytes),
                      BeaconDecoders::spec,
                      BeaconDecoders::example)
                  .withMemoryPerByte(2048))); // Jackson's own buffers and trees

  private BeaconDecoders() {}

  private static byte[] spec(BeaconChain chain) {
    ObjectNode spec = new ObjectMapper().createObjectNode();
    spec.put("SECONDS_PER_SLOT", Integer.toString(chain.secondsPerSlot()));
    spec.put("SLOTS_PER_EPOCH", Integer.toString(chain.slotsPerEpoch()));
    spec.put(
        "EPOCHS_PER_SYNC_COMMITTEE_PERIOD", Integer.toString(chain.epochsPerSyncCommitteePeriod()));
    spec.put("SYNC_COMMITTEE_SIZE", Integer.toString(chain.syncCommitteeSize()));
    for (Fork fork : chain.forks()) {
      boolean isFirst = fork.name().equals("phase0");
      String name = isFirst ? "GENESIS" : fork.name().toUpperCase(Locale.ROOT);
      spec.put(name + "_FORK_VERSION", "0x" + HexFormat.of().formatHex(fork.version()));
      if (!isFirst) {
        spec.put(name + "_FORK_EPOCH", Long.toString(fork.epoch()));
      }
    }
    ObjectNode whole = new ObjectMapper().createObjectNode();
    whole.set("data", spec);
    return whole.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] example(Random random) {
    return new String(RecordedPair.bytes("spec"), StandardCharsets.UTF_8)
        .strip()
        .replace("\"32\"", "\"" + 8 * (1 + random.nextInt(64)) + "\"")
        .getBytes(StandardCharsets.UTF_8);
  }
}
