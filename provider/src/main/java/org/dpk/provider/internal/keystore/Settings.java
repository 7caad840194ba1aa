package org.dpk.provider.internal.keystore;

import java.net.URI;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.bls.BlsLibrary;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.network.LightConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * What can be set from outside: system properties, and security properties of the same name behind
 * them. A value that can't be used throws an {@link IllegalArgumentException} that says which one
 * and what to write.
 */
public final class Settings {

  private static final Duration DEFAULT_LOOKUP_TIMEOUT = ChainEndpoint.Limits.DEFAULT.lookup();
  private static final int LONGEST_TIMEOUT_SECONDS = 3_600;

  private Settings() {}

  /**
   * Reads all that are set.
   *
   * @throws IllegalArgumentException if one can't be used
   */
  public static void check() {
    identityFile();
    nodes();
    light();
    registry();
    peers();
    lookupTimeout();
    BlsLibrary.forced();
  }

  /** {@value DpkProvider#IDENTITY_PROPERTY}: where the identity file is. */
  public static Optional<Path> identityFile() {
    return value(DpkProvider.IDENTITY_PROPERTY).map(Path::of);
  }

  /** {@value DpkProvider#NODES_PROPERTY}: nodes in place of those of the identity file. */
  public static List<URI> nodes() {
    String name = DpkProvider.NODES_PROPERTY;
    List<URI> nodes = new ArrayList<>();
    for (String text : list(name)) {
      try {
        nodes.add(ChainEndpoint.parseNode(text));
      } catch (IllegalArgumentException e) {
        throw wrong(name, text, "http://localhost:8545,https://node.example.org", e);
      }
    }
    return nodes;
  }

  /** {@value DpkProvider#LIGHT_PROPERTY}: whom to trust in place of a node; empty for full mode. */
  public static Optional<LightConfiguration> light() {
    return value(DpkProvider.LIGHT_PROPERTY).map(Settings::light);
  }

  /**
   * {@value DpkProvider#CHAIN_PROPERTY} and {@value DpkProvider#REGISTRY_PROPERTY}: the registry of
   * a key store without identity.
   */
  public static Optional<RegistryId> registry() {
    Optional<String> chain = value(DpkProvider.CHAIN_PROPERTY);
    Optional<String> contract = value(DpkProvider.REGISTRY_PROPERTY);
    if (chain.isEmpty() && contract.isEmpty()) {
      return Optional.empty();
    }
    if (chain.isEmpty() || contract.isEmpty()) {
      String missing = chain.isEmpty() ? DpkProvider.CHAIN_PROPERTY : DpkProvider.REGISTRY_PROPERTY;
      throw new IllegalArgumentException(
          missing + " is missing: a registry is named by chain id and address, so set both");
    }
    return Optional.of(new RegistryId(chainId(chain.get()), address(contract.get())));
  }

  /**
   * {@value DpkProvider#PEERS_PROPERTY}: what identities hosts stand for, in addition to those of
   * the identity file and before them; hosts in lower case.
   */
  public static Map<String, DpkIdentity> peers() {
    String name = DpkProvider.PEERS_PROPERTY;
    Map<String, DpkIdentity> peers = new HashMap<>();
    for (String text : list(name)) {
      int equals = text.indexOf('=');
      try {
        DpkIdentity peer = DpkIdentity.parse(text.substring(equals + 1).strip());
        peers.put(text.substring(0, Math.max(equals, 0)).strip().toLowerCase(Locale.ROOT), peer);
      } catch (IllegalArgumentException e) {
        throw wrong(name, text, "printer.local=uuid:0190b1d2-0000-7000-8000-000000000001", e);
      }
      if (equals <= 0) {
        throw wrong(name, text, "printer.local=uuid:0190b1d2-0000-7000-8000-000000000001", null);
      }
    }
    return peers;
  }

  /** {@value DpkProvider#LOOKUP_TIMEOUT_PROPERTY}: how long one look-up may take. */
  public static Duration lookupTimeout() {
    String name = DpkProvider.LOOKUP_TIMEOUT_PROPERTY;
    return value(name).map(text -> seconds(name, text)).orElse(DEFAULT_LOOKUP_TIMEOUT);
  }

  /** A property that is set and not blank: the system's, else the security property. */
  public static Optional<String> value(String name) {
    return Optional.ofNullable(System.getProperty(name))
        .or(() -> Optional.ofNullable(Security.getProperty(name)))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static List<String> list(String name) {
    return value(name).stream()
        .flatMap(text -> List.of(text.split(",", -1)).stream())
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static LightConfiguration light(String file) {
    try {
      return LightConfiguration.read(Path.of(file));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(DpkProvider.LIGHT_PROPERTY + ": " + e.getMessage(), e);
    }
  }

  private static long chainId(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw wrong(DpkProvider.CHAIN_PROPERTY, text, "1", e);
    }
  }

  private static EthereumAddress address(String text) {
    try {
      return EthereumAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw wrong(
          DpkProvider.REGISTRY_PROPERTY, text, "0x5fbdb2315678afecb367f032d93f642f64180aa3", e);
    }
  }

  private static Duration seconds(String name, String text) {
    try {
      int seconds = Integer.parseInt(text);
      if (seconds >= 1 && seconds <= LONGEST_TIMEOUT_SECONDS) {
        return Duration.ofSeconds(seconds);
      }
    } catch (NumberFormatException e) {
      throw wrong(name, text, "15 (seconds)", e);
    }
    throw wrong(name, text, "15 (seconds, 1 to " + LONGEST_TIMEOUT_SECONDS + ")", null);
  }

  private static IllegalArgumentException wrong(
      String name, String text, String example, @Nullable Exception e) {
    String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
    return new IllegalArgumentException(
        name + " can't be '" + shown + "': write something like " + example, e);
  }
}
