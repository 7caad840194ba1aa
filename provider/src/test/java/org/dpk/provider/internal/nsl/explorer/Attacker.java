package org.dpk.provider.internal.nsl.explorer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.dpk.provider.internal.nsl.explorer.Outcome.WantedBox;
import org.dpk.provider.internal.nsl.explorer.Outcome.WantedSignature;
import org.dpk.provider.internal.nsl.explorer.Term.Operation;

/**
 * Whoever controls the network. It makes every message that a session accepts, as far as its {@link
 * Knowledge} goes: the parts in clear are chosen, the boxes left open; the state machine says which
 * key it wants to open them with, and then each box under that key is tried which the attacker has
 * seen or can seal.
 */
final class Attacker {

  private static final String NAME = "I";
  private static final int HOLE_LENGTH = SymbolicPrimitives.SIGNATURE_LENGTH;
  private static final int SEED_LENGTH = SymbolicKem.SECRET_LENGTH;

  private final World world;
  private final Terms terms;
  private final Composer composer;

  Attacker(World world) {
    this.world = world;
    this.terms = world.terms();
    this.composer = world.composer();
  }

  /** Who draws values of which one is enough. */
  static String name() {
    return NAME;
  }

  /** Who draws the attacker's values for one session. */
  static String nameFor(String session) {
    return NAME + "." + session;
  }

  /** Whether a random value is the attacker's own. */
  static boolean drew(Term fresh) {
    return fresh.owner().startsWith(NAME);
  }

  /** What is known before anything is said: what is on chain. */
  Knowledge begin() {
    return Knowledge.of(world.principals().stream().map(world::kemKey).toList());
  }

  /** The messages that a session would accept next. */
  Set<Term> messagesFor(Session session, List<Term> history, Knowledge knowledge) {
    Attempt attempt = new Attempt(session, history, knowledge);
    if (session.isInitiator()) {
      attempt.ns2();
    } else if (history.isEmpty()) {
      attempt.ns1();
    } else {
      attempt.fill(boxes -> composer.ns34(boxes.get(0), boxes.get(1)), holes(2), 0);
    }
    return attempt.accepted;
  }

  /** One session's next message in the making. */
  private final class Attempt {

    private final Session session;
    private final List<Term> history;
    private final Knowledge knowledge;
    private final Set<Term> accepted = new LinkedHashSet<>();

    Attempt(Session session, List<Term> history, Knowledge knowledge) {
      this.session = session;
      this.history = history;
      this.knowledge = knowledge;
    }

    void ns1() {
      Principal owner = session.owner();
      List<Term> keys = ephemeralKeys();
      for (Term ct : encapsulations(world.kemKey(owner), "sb", world.ciphertextLength())) {
        for (Term epk : keys) {
          fill(boxes -> composer.ns1(owner, ct, epk, boxes.get(0)), holes(1), 0);
        }
      }
    }

    void ns2() {
      Term epk = terms.publicKey(session.draws("e", SEED_LENGTH), world.epkLength());
      Term hsId = session.draws("hs", Wire.ANY_HS_ID.length);
      for (Term ect : encapsulations(epk, "se", world.ectLength())) {
        fill(boxes -> composer.ns2(hsId, boxes.get(0), ect, boxes.get(1)), holes(2), 0);
      }
    }

    /** Fills the open boxes of a message, one after the other, in each way that leads on. */
    void fill(Function<List<Term>, Term> layout, List<Term> boxes, int open) {
      Term message = layout.apply(boxes);
      Outcome outcome = session.after(with(history, message));
      if (outcome instanceof WantedBox wanted) {
        for (Term box : boxes(wanted)) {
          fill(layout, withBox(boxes, open, box), open + 1);
        }
      } else if (outcome instanceof WantedSignature wanted) {
        if (knowledge.derives(wanted.signature())) {
          Term signed = signed(boxes.get(open - 1), wanted.signature());
          fill(layout, withBox(boxes, open - 1, signed), open);
        }
      } else if (!(outcome instanceof Outcome.Refused)) {
        accepted.add(message);
      }
    }

    // those that were seen, and those that it can seal
    private Set<Term> boxes(WantedBox wanted) {
      Set<Term> boxes = new LinkedHashSet<>();
      for (Term box : knowledge.all(Operation.BOX)) {
        if (wanted.opens(box)) {
          boxes.add(box);
        }
      }
      if (knowledge.derives(wanted.key()) && knowledge.derives(wanted.iv())) {
        for (Term plaintext : plaintexts(Label.ofKey(wanted.key()))) {
          boxes.add(box(wanted, plaintext));
        }
      }
      return boxes;
    }

    private Term box(WantedBox wanted, Term plaintext) {
      return terms.box(wanted.key(), wanted.iv(), wanted.associatedData(), plaintext);
    }

    private Term signed(Term box, Term signature) {
      List<Term> parts = new ArrayList<>(box.part(3).parts());
      parts.replaceAll(part -> part.is(Operation.HOLE) ? signature : part);
      return terms.box(box.part(0), box.part(1), box.part(2), terms.join(parts));
    }

    private Collection<Term> plaintexts(String label) {
      return switch (label) {
        case "ns1" -> box1();
        case "wrap" ->
            encapsulations(world.kemKey(session.owner()), "sa", world.ciphertextLength());
        case "ns2" -> box2();
        case "ns3" -> nonces("n2");
        case "ns4" -> box4();
        default -> throw new IllegalStateException("a box for " + label);
      };
    }

    private List<Term> box1() {
      List<Term> found = new ArrayList<>();
      for (Term n1 : nonces("n1")) {
        world.principals().forEach(claimed -> found.add(composer.box1(n1, claimed)));
      }
      return found;
    }

    private List<Term> box2() {
      List<Term> found = new ArrayList<>();
      for (Term n1 : nonces("n1")) {
        for (Term n2 : nonces("n2")) {
          world
              .principals()
              .forEach(named -> found.add(composer.box2(n1, n2, named, session.owner())));
        }
      }
      return found;
    }

    private List<Term> box4() {
      List<Term> found = new ArrayList<>();
      for (Term ks : nonces("ks")) {
        for (Term n2 : nonces("n2")) {
          found.add(composer.box4(ks, n2, hole(0)));
          found.add(composer.box4(ks, n2, terms.literal("")));
        }
      }
      return found;
    }

    /** A value of its own, and each of the kind that it knows. */
    private List<Term> nonces(String purpose) {
      List<Term> found = known(purpose);
      found.add(terms.fresh(NAME, purpose, Wire.NONCE_LENGTH));
      return found;
    }

    /** One of its own, and each that it has seen. */
    private List<Term> ephemeralKeys() {
      List<Term> found = new ArrayList<>();
      found.add(terms.publicKey(terms.fresh(NAME, "e", SEED_LENGTH), world.epkLength()));
      for (Term key : knowledge.all(Operation.PUBLIC_KEY)) {
        if (key.length() == world.epkLength() && !drew(key.part(0))) {
          found.add(key);
        }
      }
      return found;
    }

    /** What a private key opens: encapsulations that were seen, and its own of seeds it knows. */
    private Set<Term> encapsulations(Term publicKey, String purpose, int length) {
      Set<Term> found = new LinkedHashSet<>();
      for (Term seen : knowledge.all(Operation.ENCAPSULATION)) {
        if (seen.part(0) == publicKey) {
          found.add(seen);
        }
      }
      List<Term> seeds = known(purpose);
      seeds.add(terms.fresh(nameFor(session.name()), purpose, SEED_LENGTH));
      seeds.forEach(seed -> found.add(terms.encapsulation(publicKey, seed, length)));
      return found;
    }

    private List<Term> known(String purpose) {
      List<Term> found = new ArrayList<>();
      for (Term value : knowledge.all(Operation.FRESH)) {
        if (value.text().equals(purpose) && !drew(value)) {
          found.add(value);
        }
      }
      return found;
    }
  }

  private Term hole(int index) {
    return terms.hole(index, HOLE_LENGTH);
  }

  private List<Term> holes(int count) {
    return IntStream.range(0, count).mapToObj(this::hole).toList();
  }

  private static List<Term> withBox(List<Term> boxes, int index, Term box) {
    List<Term> more = new ArrayList<>(boxes);
    more.set(index, box);
    return more;
  }

  private static List<Term> with(List<Term> messages, Term last) {
    List<Term> more = new ArrayList<>(messages);
    more.add(last);
    return more;
  }
}
