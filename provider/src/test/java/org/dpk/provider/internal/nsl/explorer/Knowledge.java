package org.dpk.provider.internal.nsl.explorer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.dpk.provider.internal.nsl.explorer.Term.Operation;

/**
 * What the attacker knows: what was said, taken apart as far as its keys go (Dolev-Yao). It opens a
 * box whose key it can make, and finds the seed in an encapsulation whose private key it has;
 * nothing else can be undone. Immutable, but for answers that it remembers.
 */
final class Knowledge {

  private final List<Term> learned;
  private final List<Term> closed;
  private final BitSet derivable;
  private final BitSet underivable = new BitSet();
  private final Map<Operation, List<Term>> sorted = new EnumMap<>(Operation.class);

  private Knowledge(List<Term> learned, List<Term> closed, BitSet derivable) {
    this.learned = learned;
    this.closed = closed;
    this.derivable = derivable;
  }

  static Knowledge of(Collection<Term> terms) {
    return new Knowledge(List.of(), List.of(), new BitSet()).and(terms);
  }

  /** With more terms. */
  Knowledge and(Collection<Term> terms) {
    Knowledge more =
        new Knowledge(
            new ArrayList<>(learned), new ArrayList<>(closed), (BitSet) derivable.clone());
    terms.forEach(more::learn);
    while (more.takeApart()) {
      more.underivable.clear();
    }
    return more;
  }

  private void learn(Term term) {
    if (term.is(Operation.JOIN)) {
      term.parts().forEach(this::learn);
    } else if (!term.is(Operation.LITERAL) && !learned.contains(term)) {
      learned.add(term);
      derivable.set(term.number());
      if (term.is(Operation.BOX) || term.is(Operation.ENCAPSULATION)) {
        closed.add(term);
      }
    }
  }

  private boolean takeApart() {
    List<Term> opened = closed.stream().filter(this::opens).toList();
    closed.removeAll(opened);
    opened.forEach(term -> learn(term.part(term.parts().size() - 1)));
    return !opened.isEmpty();
  }

  // the last part is what is inside: the plaintext, or the seed
  private boolean opens(Term closed) {
    return closed.is(Operation.BOX)
        ? derives(closed.part(0)) && derives(closed.part(1))
        : derives(closed.part(0).part(0));
  }

  /** Whether the attacker has the term, or can make it of what it has. */
  boolean derives(Term term) {
    if (derivable.get(term.number())) {
      return true;
    }
    if (underivable.get(term.number())) {
      return false;
    }
    boolean made = makes(term);
    (made ? derivable : underivable).set(term.number());
    return made;
  }

  private boolean makes(Term term) {
    switch (term.operation()) {
      case LITERAL, HOLE:
        return true;
      case FRESH:
        return Attacker.drew(term);
      default:
        for (Term part : term.parts()) {
          if (!derives(part)) {
            return false;
          }
        }
        return true;
    }
  }

  /** What it has of a kind, as it was learned. */
  List<Term> all(Operation operation) {
    return sorted.computeIfAbsent(
        operation, o -> learned.stream().filter(term -> term.is(o)).toList());
  }
}
