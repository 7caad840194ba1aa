package org.dpk.cli.internal.command;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.cli.internal.network.Network;
import org.dpk.cli.internal.surroundings.Surroundings;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.light.LightSettings;
import org.dpk.provider.internal.network.LightConfiguration;
import org.dpk.provider.internal.registry.FullMode;
import org.dpk.provider.internal.registry.RegistryAccess;
import picocli.CommandLine.Mixin;

/** Which registry a command reads, through whom, and whom it believes. */
final class ReadingOptions {

  @Mixin private final NetworkOptions networkOptions;
  @Mixin private final LightOptions light;

  ReadingOptions(Surroundings surroundings) {
    this.networkOptions = new NetworkOptions(surroundings);
    this.light = new LightOptions(surroundings);
  }

  /** The network that is meant. */
  Network network() throws IOException {
    return networkOptions.network();
  }

  /** The light configuration; empty for full mode. */
  Optional<LightConfiguration> configuration() {
    return light.configuration();
  }

  /** The way to the registry, in the mode that is meant. */
  RegistryAccess access() throws IOException {
    ChainEndpoint endpoint = network().endpoint();
    return configuration()
        .<RegistryAccess>map(
            known ->
                known.access(
                    endpoint.registry(), named(endpoint), otherwise(endpoint), endpoint.limits()))
        .orElseGet(() -> new FullMode(List.of(endpoint)));
  }

  /** A light client of the registry. */
  LightSettings settings(LightConfiguration configuration) throws IOException {
    ChainEndpoint endpoint = network().endpoint();
    return configuration.settings(
        endpoint.registry(),
        configuration.nodes(named(endpoint), otherwise(endpoint)),
        endpoint.limits());
  }

  /**
   * The light configuration of a command that does nothing without one.
   *
   * @throws Failure if none is named
   */
  LightConfiguration requiredConfiguration() {
    return requiredConfiguration("name one: --light FILE; docs/light/README.md has samples");
  }

  /**
   * The same.
   *
   * @param advice what to do if none is named
   */
  LightConfiguration requiredConfiguration(String advice) {
    return configuration()
        .orElseThrow(
            () ->
                new Failure(
                    ExitCode.USAGE, "whom to trust? No light configuration is named", advice));
  }

  /** A node that the command line names goes before those of the light configuration. */
  private List<URI> named(ChainEndpoint endpoint) {
    return networkOptions.isNodeNamed() ? List.of(endpoint.node()) : List.of();
  }

  private List<URI> otherwise(ChainEndpoint endpoint) {
    return networkOptions.isNodeNamed() ? List.of() : List.of(endpoint.node());
  }
}
