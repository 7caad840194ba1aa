package org.dpk.provider.internal.nsl.explorer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * All ways to have a number of initiators and of responders: each initiator is A's or B's and wants
 * to reach the other one or an identity of the attacker's; each responder is A's or B's; the
 * private keys of A, of B or of nobody are known to the attacker from the beginning. Of two ways
 * that differ in the names of A and B alone there is one.
 */
final class Scenarios {

  /** Who wants to reach whom; both the same for a responder. */
  private record Part(Principal owner, Principal peer) {

    @Override
    public String toString() {
      return "" + owner + peer;
    }
  }

  private record Cast(List<Part> initiators, List<Part> responders, List<Principal> corrupted) {

    String key() {
      return sorted(initiators) + sorted(responders) + corrupted;
    }

    private static String sorted(List<Part> parts) {
      return parts.stream().map(Part::toString).sorted().toList().toString();
    }
  }

  private final World world;
  private final Map<String, Session> sessions = new HashMap<>();

  Scenarios(World world) {
    this.world = world;
  }

  /** Those in which nobody's private keys are known. */
  List<Scenario> of(int initiators, int responders) {
    return of(initiators, responders, List.of(List.of()));
  }

  /** Those in which A's or B's private keys are known from the beginning. */
  List<Scenario> corrupted(int initiators, int responders) {
    return of(initiators, responders, List.of(List.of(world.a()), List.of(world.b())));
  }

  private List<Scenario> of(int initiators, int responders, List<List<Principal>> corruptions) {
    List<Part> wishes = new ArrayList<>();
    List<Part> services = new ArrayList<>();
    for (Principal owner : world.honest()) {
      services.add(new Part(owner, owner));
      world.principals().stream()
          .filter(peer -> peer != owner)
          .forEach(peer -> wishes.add(new Part(owner, peer)));
    }
    List<Scenario> found = new ArrayList<>();
    for (List<Part> wanting : multisets(wishes, initiators)) {
      for (List<Part> serving : multisets(services, responders)) {
        for (List<Principal> corrupted : corruptions) {
          Cast cast = new Cast(wanting, serving, corrupted);
          if (cast.key().compareTo(mirrored(cast).key()) <= 0) {
            found.add(scenario(cast));
          }
        }
      }
    }
    return found;
  }

  private static List<List<Part>> multisets(List<Part> parts, int size) {
    if (size == 0) {
      return List.of(List.of());
    }
    List<List<Part>> found = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      for (List<Part> rest : multisets(parts.subList(i, parts.size()), size - 1)) {
        List<Part> more = new ArrayList<>(List.of(parts.get(i)));
        more.addAll(rest);
        found.add(more);
      }
    }
    return found;
  }

  private Cast mirrored(Cast cast) {
    UnaryOperator<Part> swap = part -> new Part(mirror(part.owner()), mirror(part.peer()));
    return new Cast(
        cast.initiators().stream().map(swap).toList(),
        cast.responders().stream().map(swap).toList(),
        cast.corrupted().stream().map(this::mirror).toList());
  }

  private Principal mirror(Principal principal) {
    return world.principals().stream()
        .filter(other -> other.name().equals(mirror(principal.name())))
        .findFirst()
        .orElseThrow();
  }

  private static String mirror(String name) {
    return switch (name) {
      case "A" -> "B";
      case "B" -> "A";
      case "X" -> "Y";
      case "Y" -> "X";
      default -> name;
    };
  }

  // the same session in many scenarios: what it was sent once need not be sent again
  private Scenario scenario(Cast cast) {
    List<Session> found = new ArrayList<>();
    for (Part part : cast.initiators()) {
      int number = found.size() + 1;
      found.add(
          sessions.computeIfAbsent(
              part + " " + number,
              key ->
                  Session.initiator(
                      world, part.owner().name() + number, part.owner(), part.peer())));
    }
    for (Part part : cast.responders()) {
      int number = found.size() + 1;
      found.add(
          sessions.computeIfAbsent(
              "responder " + part + number,
              key -> Session.responder(world, part.owner().name() + number, part.owner())));
    }
    return new Scenario(found, cast.corrupted());
  }
}
