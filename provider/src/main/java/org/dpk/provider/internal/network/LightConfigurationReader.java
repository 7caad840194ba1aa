package org.dpk.provider.internal.network;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.light.LightPolicy;
import org.jspecify.annotations.Nullable;

/** Reads what a user says of light mode, strictly. */
final class LightConfigurationReader {

  private static final RegistryId ANY =
      new RegistryId(1, EthereumAddress.parse("0x0000000000000000000000000000000000000001"));

  /** What would be the path of a socket, and is hardly meant as one. */
  private static final Pattern HOST_AND_PORT = Pattern.compile("[^/]+:\\d{1,5}(/.*)?");

  private final Members members;
  private final Path file;

  LightConfigurationReader(Members members, Path file) {
    this.members = members;
    this.file = file;
  }

  LightConfiguration read() {
    Optional<Network> network = members.optionalText("network", "\"mainnet\"", this::network);
    AnchorKind kind = kind(network);
    members.only(kind.members());
    List<URI> nodes = members.texts("nodes", "\"https://node.example.org\"", this::node);
    AnchorReader anchor = new AnchorReader(members, network, nodes);
    return new LightConfiguration(
        file.toString(),
        network,
        anchor.read(kind),
        anchor.voucher(kind),
        kind == AnchorKind.QUORUM,
        nodes,
        members
            .optionalText("mirror", "\"https://records.example.org\"", WebAddress::parse)
            .orElse(null),
        policy(),
        folder());
  }

  private AnchorKind kind(Optional<Network> network) {
    Optional<AnchorKind> named = members.optionalText("anchor", "\"quorum\"", AnchorKind::parse);
    Optional<AnchorKind> natural = network.map(each -> AnchorKind.of(each.consensus()));
    if (named.isEmpty() && natural.isEmpty()) {
      throw members.wrong("network", "it is missing, and so is 'anchor'", "\"mainnet\"", null);
    }
    if (named.isPresent()
        && natural.isPresent()
        && named.get() != AnchorKind.QUORUM
        && !named.equals(natural)) {
      throw members.wrong(
          "anchor",
          network.get().name() + " is a network of " + network.get().consensus(),
          "\"" + natural.get() + "\", or nothing",
          null);
    }
    return named.or(() -> natural).get();
  }

  private Network network(String text) {
    if (Network.NAMES.contains(text)) {
      return Network.named(text);
    }
    if (text.contains("/") || text.endsWith(".json")) {
      return Network.read(resolve(text));
    }
    throw new IllegalArgumentException(
        "it is neither the path of a network file nor one of " + String.join(", ", Network.NAMES));
  }

  private URI node(String text) {
    if (HOST_AND_PORT.matcher(text).matches()) {
      throw new IllegalArgumentException(text + " begins with neither https:// nor http://");
    }
    URI node =
        text.contains("://") || text.isBlank() ? ChainEndpoint.parseNode(text) : path(text).toUri();
    return new ChainEndpoint(node, ANY, ChainEndpoint.Limits.DEFAULT).node();
  }

  private LightPolicy policy() {
    Duration maxAge =
        members
            .optionalText("maxAge", "\"30m\"", DurationText::parse)
            .orElse(LightPolicy.DEFAULT.maxAge());
    return new LightPolicy(maxAge, LightPolicy.DEFAULT.maxAhead());
  }

  /** Beside the file if nothing is said: a restart is not to forget how far the chain was. */
  private @Nullable Path folder() {
    if (members.isNull("folder")) {
      return null;
    }
    return members
        .optionalText("folder", "\"light-state\", or null for nowhere", this::path)
        .orElseGet(() -> resolve(withoutEnding(file) + "-state"));
  }

  private static String withoutEnding(Path file) {
    return Objects.requireNonNull(file.getFileName()).toString().replaceFirst("\\.json$", "");
  }

  private Path path(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("it is empty");
    }
    return resolve(text);
  }

  private Path resolve(String text) {
    // java.nio.file.InvalidPathException is an IllegalArgumentException
    return file.resolveSibling(text).normalize();
  }
}
