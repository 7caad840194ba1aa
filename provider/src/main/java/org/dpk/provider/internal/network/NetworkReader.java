package org.dpk.provider.internal.network;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.dpk.provider.internal.consensus.BeaconChain;
import org.dpk.provider.internal.consensus.Fork;
import org.dpk.provider.internal.consensus.Root;

/** Reads a network from its file, strictly. */
final class NetworkReader {

  /** The value of {@code format}. */
  static final String FORMAT = "dpk-network/1";

  private static final String BLOB_ONLY = "blobOnlyEpochs";
  private static final int MAX_NAME = 64;
  private static final int MAX_FORKS = 32;
  private static final int MAX_SECONDS = 3600;
  private static final long MAX_EPOCH = 1L << 40;
  private static final long MAX_TIME = 1L << 40;

  private NetworkReader() {}

  static Network read(Members file) {
    file.only("format", "name", "chainId", "consensus", "secondsPerBlock", "beacon", "sources");
    file.text("format", "\"" + FORMAT + "\"", NetworkReader::requireFormat);
    String name = file.text("name", "\"my-network\"", NetworkReader::name);
    Consensus consensus = file.text("consensus", "\"qbft\"", Consensus::parse);
    int seconds = (int) file.number("secondsPerBlock", 1, MAX_SECONDS, "5");
    return new Network(
        name,
        file.number("chainId", 1, Long.MAX_VALUE, "1337"),
        consensus,
        Duration.ofSeconds(seconds),
        beacon(file, consensus, name, seconds));
  }

  private static Optional<BeaconChain> beacon(
      Members file, Consensus consensus, String name, int secondsPerSlot) {
    if (consensus == Consensus.BEACON) {
      return Optional.of(chain(file, name, secondsPerSlot));
    }
    if (file.has("beacon")) {
      throw file.wrong("beacon", "a network of " + consensus + " has none", "nothing there", null);
    }
    return Optional.empty();
  }

  private static BeaconChain chain(Members file, String name, int secondsPerSlot) {
    Members beacon = file.object("beacon", "{ \"genesisTime\": … }");
    beacon.only(
        "genesisTime",
        "genesisValidatorsRoot",
        "slotsPerEpoch",
        "epochsPerSyncCommitteePeriod",
        "syncCommitteeSize",
        "forks",
        BLOB_ONLY);
    // nothing that a sync committee signs depends on them; a file may note them
    beacon.numbers(BLOB_ONLY, 0, MAX_EPOCH, "412672");
    try {
      return new BeaconChain(
          name,
          beacon.number("genesisTime", 0, MAX_TIME, "1606824023"),
          beacon.text("genesisValidatorsRoot", "\"0x4b36…\" (32 bytes)", Root::parse),
          secondsPerSlot,
          (int) beacon.number("slotsPerEpoch", 1, 1 << 20, "32"),
          (int) beacon.number("epochsPerSyncCommitteePeriod", 1, 1 << 20, "256"),
          (int) beacon.number("syncCommitteeSize", 1, 512, "512"),
          forks(beacon));
    } catch (BadConfiguration e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw file.wrong("beacon", String.valueOf(e.getMessage()), "what mainnet.json has", e);
    }
  }

  private static List<Fork> forks(Members beacon) {
    String example = "{\"name\": \"phase0\", \"version\": \"0x00000000\", \"epoch\": 0}";
    List<Members> forks = beacon.objects("forks", example);
    if (forks.isEmpty() || forks.size() > MAX_FORKS) {
      throw beacon.wrong("forks", "it has 1 to " + MAX_FORKS, "[" + example + "]", null);
    }
    return forks.stream().map(NetworkReader::fork).toList();
  }

  private static Fork fork(Members fork) {
    fork.only("name", "version", "epoch");
    byte[] version = fork.text("version", "\"0x00000000\"", NetworkReader::version);
    long epoch = fork.number("epoch", 0, MAX_EPOCH, "0");
    return fork.text(
        "name", "\"phase0\"", name -> new Fork(NetworkReader.name(name), version, epoch));
  }

  private static byte[] version(String text) {
    if (!text.matches("0x[0-9a-fA-F]{8}")) {
      throw new IllegalArgumentException("it is not 0x and 8 hexadecimal digits");
    }
    return HexFormat.of().parseHex(text, 2, text.length());
  }

  private static String name(String text) {
    if (!text.matches("[a-z0-9][a-z0-9._-]*") || text.length() > MAX_NAME) {
      throw new IllegalArgumentException("it is no name of lower-case letters, digits, . _ and -");
    }
    return text;
  }

  private static String requireFormat(String text) {
    if (!text.equals(FORMAT)) {
      throw new IllegalArgumentException("it is of another format, or another version of DPK");
    }
    return text;
  }
}
