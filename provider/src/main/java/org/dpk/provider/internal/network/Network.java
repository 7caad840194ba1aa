package org.dpk.provider.internal.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.dpk.provider.internal.consensus.BeaconChain;

/**
 * A network as its file describes it: what is the same for everybody who uses it. A checkpoint is
 * not part of it, since whom to trust is the user's to say.
 *
 * @param name for messages
 * @param chainId EIP-155
 * @param consensus how its blocks come about
 * @param blockTime between two blocks; positive
 * @param beacon what a sync committee's signatures are judged by; there exactly for {@link
 *     Consensus#BEACON}
 */
public record Network(
    String name,
    long chainId,
    Consensus consensus,
    Duration blockTime,
    Optional<BeaconChain> beacon) {

  /** The networks that are known by name. The last is a pattern for one's own. */
  public static final List<String> NAMES = List.of("mainnet", "sepolia", "hoodi", "private-qbft");

  /**
   * A network that is known by name.
   *
   * @throws BadConfiguration if it is none of {@link #NAMES}
   */
  public static Network named(String name) {
    if (!NAMES.contains(name)) {
      throw new BadConfiguration(
          "no network is known by this name: it is one of "
              + String.join(", ", NAMES)
              + ", or the path of a network file",
          null);
    }
    String resource = name + ".json";
    try (InputStream in = Network.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing in DPK's jar");
      }
      return NetworkReader.read(Members.parse(resource, in.readNBytes(Members.MAX_LENGTH + 1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a network file.
   *
   * @throws BadConfiguration if it is none
   */
  public static Network read(Path file) {
    return NetworkReader.read(Members.read(file));
  }

  /**
   * Reads the bytes of a network file.
   *
   * @throws BadConfiguration if they are none
   */
  static Network parse(byte[] json) {
    return NetworkReader.read(Members.parse("the network file", json));
  }
}
