package org.dpk.provider.internal.network;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.dpk.provider.internal.anchor.SyncCommitteeSettings;
import org.dpk.provider.internal.consensus.BeaconChain;
import org.dpk.provider.internal.consensus.LightClientPolicy;
import org.dpk.provider.internal.consensus.Root;

/** Reads of a configuration which sync committees are trusted. */
final class SyncCommitteeReader {

  private static final BigDecimal LEAST = new BigDecimal("0.67");

  private final Members members;
  private final BeaconChain chain;

  SyncCommitteeReader(Members members, BeaconChain chain) {
    this.members = members;
    this.chain = chain;
  }

  SyncCommitteeSettings read() {
    Root checkpoint =
        members.text("checkpoint", "\"0x5afc…\" (32 bytes)", SyncCommitteeReader::checkpoint);
    String example = "\"https://beacon.example.org\"";
    List<URI> beacons = members.texts("beacons", example, WebAddress::parse);
    if (beacons.isEmpty() || beacons.size() > SyncCommitteeSettings.MAX_BEACONS) {
      throw members.wrong(
          "beacons",
          "1 to %d are named, not %d".formatted(SyncCommitteeSettings.MAX_BEACONS, beacons.size()),
          "[" + example + "]",
          null);
    }
    return new SyncCommitteeSettings(chain, beacons, checkpoint, policy());
  }

  private static Root checkpoint(String text) {
    Root root = Root.parse(text);
    if (root.equals(Root.ZERO)) {
      throw new IllegalArgumentException(
          "it is the one of the sample: take the root of a finalized block that you trust");
    }
    return root;
  }

  private LightClientPolicy policy() {
    LightClientPolicy usual = LightClientPolicy.DEFAULT;
    int percent =
        members.has("participation")
            ? members.decimal("participation", "0.9", SyncCommitteeReader::percent)
            : usual.optimisticPercent();
    Duration age =
        members
            .optionalText("checkpointAge", "\"14d\"", SyncCommitteeReader::age)
            .orElse(usual.maxAge());
    return new LightClientPolicy(percent, age);
  }

  private static int percent(BigDecimal share) {
    if (share.compareTo(LEAST) < 0 || share.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException("it is not between " + LEAST + " and 1");
    }
    return share.movePointRight(2).setScale(0, RoundingMode.CEILING).intValueExact();
  }

  /** Beyond the usual, those who signed may have nothing to lose any more. */
  private static Duration age(String text) {
    Duration age = DurationText.parse(text);
    if (age.compareTo(LightClientPolicy.DEFAULT.maxAge()) > 0) {
      throw new IllegalArgumentException("it is longer than 14 days");
    }
    return age;
  }
}
