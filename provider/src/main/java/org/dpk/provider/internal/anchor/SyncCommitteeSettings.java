package org.dpk.provider.internal.anchor;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.dpk.provider.internal.beacon.BeaconNode;
import org.dpk.provider.internal.bls.Bls;
import org.dpk.provider.internal.bls.BlsLibrary;
import org.dpk.provider.internal.consensus.BeaconChain;
import org.dpk.provider.internal.consensus.LightClientPolicy;
import org.dpk.provider.internal.consensus.Root;
import org.jspecify.annotations.Nullable;

/**
 * An anchor that stands on a chain's sync committees: {@link SyncCommitteeAnchor}.
 *
 * @param chain whose blocks these are
 * @param beacons nodes that serve light clients, the preferred one first; none of them is trusted;
 *     1 to {@value #MAX_BEACONS}
 * @param checkpoint the root of a beacon block that is final, which the user trusts; not older than
 *     the policy allows
 */
public record SyncCommitteeSettings(
    BeaconChain chain, List<URI> beacons, Root checkpoint, LightClientPolicy policy)
    implements AnchorSettings {

  /** The most beacon nodes that are asked. */
  public static final int MAX_BEACONS = 16;

  /**
   * @throws IllegalArgumentException if there are no or too many beacon nodes, or an address is
   *     neither http nor https
   */
  public SyncCommitteeSettings {
    Objects.requireNonNull(chain, "chain");
    Objects.requireNonNull(checkpoint, "checkpoint");
    Objects.requireNonNull(policy, "policy");
    beacons = List.copyOf(beacons);
    if (beacons.isEmpty() || beacons.size() > MAX_BEACONS) {
      throw new IllegalArgumentException(
          "1 to " + MAX_BEACONS + " beacon nodes are asked, not " + beacons.size());
    }
    BeaconNode.requireAddresses(beacons);
  }

  /** With 90 % participation, and nothing older than 14 days. */
  public static SyncCommitteeSettings of(BeaconChain chain, List<URI> beacons, Root checkpoint) {
    return new SyncCommitteeSettings(chain, beacons, checkpoint, LightClientPolicy.DEFAULT);
  }

  /**
   * {@inheritDoc}
   *
   * @param headers not asked: a sync committee's header has all that is needed
   */
  @Override
  public SyncCommitteeAnchor open(List<HeaderSource> headers, @Nullable Path folder) {
    return open(folder, BlsLibrary.chosen(), InstantSource.system());
  }

  SyncCommitteeAnchor open(@Nullable Path folder, Bls bls, InstantSource clock) {
    // a file for each checkpoint: who gives another one begins with it
    String name = "sync-committee-" + checkpoint.toString().substring(2, 18) + ".anchor";
    byte[] owner =
        (chain.genesisValidatorsRoot() + "/" + checkpoint).getBytes(StandardCharsets.US_ASCII);
    return new SyncCommitteeAnchor(this, bls, clock, new StateFile(folder, name, owner));
  }

  /** Without the beacon nodes' addresses, which may hold access keys. */
  @Override
  public String toString() {
    return "sync committees of %s from checkpoint %s, by %d beacon nodes"
        .formatted(chain, checkpoint, beacons.size());
  }
}
