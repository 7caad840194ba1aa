package org.dpk.provider.internal.nsl.explorer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dpk.provider.internal.nsl.explorer.Term.Operation;

/**
 * Sessions of the same owner, role and peer can change places: whatever happens with one could
 * happen with the other, under another name. Of states that differ in such names alone one is
 * enough, since the claims name no session.
 */
final class Symmetry {

  private final Terms terms;
  private final List<Renaming> renamings = new ArrayList<>();

  Symmetry(Terms terms, List<Session> sessions) {
    this.terms = terms;
    add(sessions, new int[sessions.size()], 0);
  }

  // all ways to let sessions change places
  private void add(List<Session> sessions, int[] places, int next) {
    if (next == places.length) {
      renamings.add(new Renaming(sessions, places.clone()));
      return;
    }
    for (int place = 0; place < places.length; place++) {
      if (sessions.get(place).isLike(sessions.get(next)) && isFree(places, next, place)) {
        places[next] = place;
        add(sessions, places, next + 1);
      }
    }
  }

  private static boolean isFree(int[] places, int count, int place) {
    for (int i = 0; i < count; i++) {
      if (places[i] == place) {
        return false;
      }
    }
    return true;
  }

  /** The same for all states that differ in names alone: the smallest under all renamings. */
  List<Integer> canonical(List<Term> content) {
    return renamings.stream()
        .map(renaming -> renaming.of(content))
        .min(Arrays::compare)
        .map(numbers -> Arrays.stream(numbers).boxed().toList())
        .orElseThrow();
  }

  private final class Renaming {

    private final int[] places;
    private final Map<String, String> owners = new HashMap<>();
    private final Map<Term, Term> renamed = new HashMap<>();

    Renaming(List<Session> sessions, int[] places) {
      this.places = places;
      for (int i = 0; i < places.length; i++) {
        String from = sessions.get(i).name();
        String to = sessions.get(places[i]).name();
        owners.put(from, to);
        owners.put(Attacker.nameFor(from), Attacker.nameFor(to));
      }
    }

    // what belongs to a session changes places with it; the rest is a set
    int[] of(List<Term> content) {
      int[] numbers = new int[content.size()];
      for (int i = 0; i < numbers.length; i++) {
        int place = i < places.length ? places[i] : i;
        numbers[place] = content.get(i) == null ? 0 : of(content.get(i)).number();
      }
      Arrays.sort(numbers, places.length, numbers.length);
      return numbers;
    }

    private Term of(Term term) {
      Term known = renamed.get(term);
      if (known == null) {
        known = rename(term);
        renamed.put(term, known);
      }
      return known;
    }

    private Term rename(Term term) {
      return term.is(Operation.FRESH)
          ? terms.fresh(owners.getOrDefault(term.owner(), term.owner()), term.text(), term.length())
          : terms.with(term, term.parts().stream().map(this::of).toList());
    }
  }
}
