package org.dpk.provider.internal.nsl.explorer;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.explorer.Exploration.Attack;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an attacker can make of the product's state machines: nothing; and what it can make of them
 * as soon as something is missing. docs/protocol/explorer.md says how, and what this does not show.
 */
@Tag("one-jdk")
class ExplorerTest {

  private static final Set<Removal> NOTHING = Set.of();

  /** The paper's messages: {N1, A}PuB, {N1, N2}PuA, {N2}PuB, {{KS}PrA, N2}PuB. */
  private static final Set<Removal> ALL_BUT_THE_PAPER =
      EnumSet.of(
          Removal.IDENTITIES_IN_NS2,
          Removal.IDENTITIES_IN_TRANSCRIPT,
          Removal.TRANSCRIPT,
          Removal.CHAINING,
          Removal.WRAP,
          Removal.EPHEMERAL_KEM);

  @ParameterizedTest
  @EnumSource
  void twoInitiatorsAndTwoResponders(Suite suite) {
    World world = new World(suite, NOTHING);
    Exploration all = explore(world, new Scenarios(world).of(2, 2), true);

    assertNoAttack(all);
    assertTrue(all.states() > 10_000, all::toString);
    assertTrue(all.honestRuns() > 500, all::toString);
  }

  @ParameterizedTest
  @EnumSource
  void thePrivateKeysOfOneEndAreKnown(Suite suite) {
    World world = new World(suite, NOTHING);
    Scenarios scenarios = new Scenarios(world);
    Exploration all =
        explore(
            world,
            Stream.concat(scenarios.corrupted(1, 2).stream(), scenarios.corrupted(2, 1).stream())
                .toList(),
            true);

    assertNoAttack(all);
    assertTrue(all.states() > 10_000, all::toString);
    assertTrue(all.honestRuns() > 10, all::toString);
  }

  /** The reduction loses nothing where one can do without it. */
  @Test
  void everyStateOfOneInitiatorAndTwoResponders() {
    World world = new World(Suite.NSL_X25519, NOTHING);
    List<Scenario> scenarios = new Scenarios(world).of(1, 2);
    Exploration reduced = explore(world, scenarios, true);
    Exploration every = explore(world, scenarios, false);

    assertNoAttack(reduced);
    assertNoAttack(every);
    assertTrue(every.states() > 10 * reduced.states(), () -> every + ", reduced: " + reduced);
  }

  @Test
  void withoutIdentitiesThereIsAnUnknownKeyShare() {
    Attack attack = attack(EnumSet.of(Removal.IDENTITIES_IN_NS2, Removal.IDENTITIES_IN_TRANSCRIPT));

    assertEquals(Claim.NO_UNKNOWN_KEY_SHARE, attack.claim());
    assertTrue(attack.trace().contains("of A for Y"), attack::trace);
    assertTrue(attack.trace().contains("B2 of B has a key with A"), attack::trace);
    assertTrue(attack.trace().contains("A1 of A has a key with Y"), attack::trace);
  }

  @Test
  void withoutTheEphemeralKemForwardSecrecyFalls() {
    Attack attack = attack(EnumSet.of(Removal.EPHEMERAL_KEM));

    assertEquals(Claim.FORWARD_SECRECY, attack.claim());
    assertTrue(attack.trace().contains("all private keys leak"), attack::trace);
  }

  /** A talks to M, and B, who never heard of that, has a key with A that M knows. */
  @Test
  void thePapersMessagesFallToLowesAttack() {
    Attack attack = whileATalksToM(ALL_BUT_THE_PAPER).attack().orElseThrow();

    assertTrue(attack.trace().contains("of A for M"), attack::trace);
    assertTrue(
        attack.trace().endsWith("B2 of B has a key with A; the attacker knows the key"),
        attack::trace);
  }

  @Test
  void lowesFixIsEnoughAgainstLowesAttack() {
    Set<Removal> fixed = EnumSet.copyOf(ALL_BUT_THE_PAPER);
    fixed.remove(Removal.IDENTITIES_IN_NS2);

    assertNoAttack(whileATalksToM(fixed));
  }

  /** Whoever has B's private key reads along, and with it every key that A gives to B. */
  @Test
  void lowesFixIsNotEnoughOnceAPrivateKeyIsKnown() {
    Set<Removal> fixed = EnumSet.copyOf(ALL_BUT_THE_PAPER);
    fixed.remove(Removal.IDENTITIES_IN_NS2);
    World world = new World(Suite.NSL_X25519, fixed);
    Exploration all =
        Explorer.explore(
            world, new Scenarios(world).corrupted(1, 1), EnumSet.of(Claim.SECRECY), false);
    print("without " + fixed, all);

    Attack attack = all.attack().orElseThrow();
    assertTrue(attack.trace().startsWith("  B's private keys leak"), attack::trace);
    assertTrue(attack.trace().contains("B2 of B has a key with A"), attack::trace);
  }

  /** The table in docs/protocol/explorer.md. */
  @ParameterizedTest
  @CsvSource({
    "IDENTITIES_IN_NS2,",
    "IDENTITIES_IN_TRANSCRIPT,",
    "IDENTITIES_IN_NS2 IDENTITIES_IN_TRANSCRIPT, NO_UNKNOWN_KEY_SHARE",
    "RECORD_HASHES,",
    "ROLES,",
    "TRANSCRIPT,",
    "STATIC_KEM_TO_B, SECRECY",
    "STATIC_KEM_TO_A,",
    "STATIC_KEM_TO_A SIGNATURE, SECRECY",
    "EPHEMERAL_KEM, FORWARD_SECRECY",
    "KS,",
    "CHAINING, FORWARD_SECRECY",
    "WRAP,",
    "N1,",
    "N2,",
    "SIGNATURE,",
    "KEM_BINDING,",
    "REPLAY_CACHE,",
  })
  void whatIsFoundWithout(String names, @Nullable Claim broken) {
    Set<Removal> removed =
        Stream.of(names.split(" "))
            .map(Removal::valueOf)
            .collect(toCollection(() -> EnumSet.noneOf(Removal.class)));
    World world = new World(Suite.NSL_X25519, removed);
    Scenarios scenarios = new Scenarios(world);
    List<Scenario> both =
        Stream.concat(scenarios.of(1, 1).stream(), scenarios.corrupted(1, 1).stream()).toList();
    Exploration all = Explorer.explore(world, both, promises(), false);
    print("without " + removed, all);

    assertEquals(broken, all.attack().map(Attack::claim).orElse(null));
  }

  private static Exploration whileATalksToM(Set<Removal> removed) {
    World world = new World(Suite.NSL_X25519, removed);
    List<Scenario> scenarios =
        new Scenarios(world)
            .of(1, 1).stream().filter(scenario -> scenario.has("A", "M", "B")).toList();
    Exploration all = Explorer.explore(world, scenarios, EnumSet.of(Claim.SECRECY), false);
    print("without " + removed, all);
    return all;
  }

  private static Attack attack(Set<Removal> removed) {
    World world = new World(Suite.NSL_X25519, removed);
    Exploration all = Explorer.explore(world, new Scenarios(world).of(1, 1), promises(), false);
    print("without " + removed, all);
    return all.attack().orElseThrow();
  }

  private static Exploration explore(World world, List<Scenario> scenarios, boolean reduced) {
    long start = System.nanoTime();
    Set<Claim> claims = reduced ? EnumSet.allOf(Claim.class) : promises();
    Exploration all = Explorer.explore(world, scenarios, claims, reduced);
    String seconds = " in %.1f s".formatted((System.nanoTime() - start) / 1e9);
    print(world.suite() + (reduced ? "" : ", every state") + seconds, all);
    return all;
  }

  private static Set<Claim> promises() {
    return EnumSet.complementOf(EnumSet.of(Claim.BOTH_ENDS_CONTRIBUTE));
  }

  private static void print(String what, Exploration all) {
    System.out.println(what + ": " + all);
    all.attack().ifPresent(attack -> System.out.println(attack));
  }

  private static void assertNoAttack(Exploration all) {
    assertTrue(all.attack().isEmpty(), () -> all.attack().toString());
  }
}
