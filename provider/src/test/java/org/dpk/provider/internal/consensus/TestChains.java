package org.dpk.provider.internal.consensus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Configurations of chains. */
final class TestChains {

  /** Two thirds, and of any age, as the specification has it. */
  static final LightClientPolicy SPECIFICATION = new LightClientPolicy(67, Duration.ofDays(10_000));

  private TestChains() {}

  /** Ethereum, as far as the recorded data go (configs/mainnet.yaml). */
  static BeaconChain mainnet() {
    return new BeaconChain(
        "mainnet",
        1606824023,
        Root.parse("0x4b363db94e286120d76eb905340fdd4e54bfe9f06bf33ff6cf5ad27f511bfe95"),
        12,
        32,
        256,
        512,
        List.of(
            fork("phase0", "00000000", 0),
            fork("altair", "01000000", 74240),
            fork("bellatrix", "02000000", 144896),
            fork("capella", "03000000", 194048),
            fork("deneb", "04000000", 269568),
            fork("electra", "05000000", 364032),
            fork("fulu", "06000000", 411392)));
  }

  /** The minimal preset with all forks up to this one from the genesis on. */
  static BeaconChain minimal(String newest, Root genesisValidatorsRoot) {
    List<String> names =
        List.of("phase0", "altair", "bellatrix", "capella", "deneb", "electra", "fulu", "gloas");
    List<Fork> forks = new ArrayList<>();
    for (String name : names.subList(0, 1 + names.indexOf(newest))) {
      forks.add(fork(name, "0%d000001".formatted(forks.size()), 0));
    }
    return new BeaconChain("minimal", 1578009900, genesisValidatorsRoot, 6, 8, 8, 32, forks);
  }

  static Fork fork(String name, String version, long epoch) {
    return new Fork(name, HexFormat.of().parseHex(version), epoch);
  }
}
