package org.dpk.provider.internal.nsl.explorer;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.dpk.provider.internal.nsl.explorer.Exploration.Attack;
import org.dpk.provider.internal.nsl.explorer.Position.Ending;

/**
 * Goes through all that can happen in a scenario, breadth first, and judges each claim in each
 * state: an attack that it finds is a shortest one.
 */
final class Explorer {

  private final World world;
  private final Scenario scenario;
  private final Set<Claim> claims;
  private final boolean reduced;
  private final Symmetry symmetry;
  private final Knowledge beforehand;
  private final Knowledge afterLeak;
  private final Queue<State> due = new ArrayDeque<>();
  private final Set<List<Integer>> seen = new HashSet<>();
  private long transitions;
  private long honestRuns;
  private int depth;

  /**
   * @param reduced whether one {@linkplain Position simulated} responder at a time is enough
   */
  Explorer(World world, Scenario scenario, Set<Claim> claims, boolean reduced) {
    this.world = world;
    this.scenario = scenario;
    this.claims = claims;
    this.reduced = reduced;
    this.symmetry = new Symmetry(world.terms(), scenario.sessions());
    this.beforehand = world.attacker().begin().and(privateKeys(scenario.corrupted()));
    this.afterLeak = beforehand.and(privateKeys(world.honest()));
  }

  /** Goes through all scenarios, or as far as the first attack. */
  static Exploration explore(
      World world, List<Scenario> scenarios, Set<Claim> claims, boolean reduced) {
    Exploration all = Exploration.NOTHING;
    for (Scenario scenario : scenarios) {
      all = all.and(new Explorer(world, scenario, claims, reduced).explore());
      if (all.attack().isPresent()) {
        break;
      }
    }
    return all;
  }

  Exploration explore() {
    visit(State.first(scenario.sessions().size()));
    Optional<Attack> attack = Optional.empty();
    while (!due.isEmpty() && attack.isEmpty()) {
      attack = look(due.remove());
    }
    return new Exploration(1, seen.size(), transitions, depth, honestRuns, attack);
  }

  private void visit(State state) {
    if (seen.add(symmetry.canonical(state.content()))) {
      due.add(state);
    }
  }

  private Optional<Attack> look(State state) {
    Knowledge before = state.isLeaked() ? afterLeak : beforehand;
    Position position = new Position(world, scenario, state, before, reduced);
    Situation situation = new Situation(scenario, state, position);
    List<Completion> trusting = situation.trusting();
    position.following().forEach(this::visit);
    if (!trusting.isEmpty()) {
      visit(state.leak(trusting));
    }
    count(state, position, situation);
    return judge(situation);
  }

  private void count(State state, Position position, Situation situation) {
    transitions += position.following().size() + position.endings().size();
    depth = Math.max(depth, state.path().size() + (position.endings().isEmpty() ? 0 : 1));
    boolean complete =
        situation.trusting().stream()
            .filter(done -> !done.session().isInitiator())
            .anyMatch(done -> position.agreed().stream().anyMatch(done::mirrors));
    honestRuns += complete ? 1 : 0;
  }

  private Optional<Attack> judge(Situation situation) {
    for (Claim claim : claims) {
      Optional<Breach> breach = claim.broken(situation);
      if (breach.isPresent()) {
        return Optional.of(new Attack(claim, story(situation, breach.get())));
      }
    }
    return Optional.empty();
  }

  private String story(Situation situation, Breach breach) {
    List<Ending> last =
        situation.position().endings().stream()
            .filter(ending -> breach.believers().contains(ending.completion()))
            .toList();
    return Trace.of(scenario, situation.state(), last) + "  " + breach;
  }

  private static List<Term> privateKeys(Collection<Principal> principals) {
    return principals.stream().flatMap(p -> p.privateKeys().stream()).toList();
  }
}
