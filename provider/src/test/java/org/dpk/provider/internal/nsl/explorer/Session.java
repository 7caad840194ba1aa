package org.dpk.provider.internal.nsl.explorer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dpk.provider.Assurance;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Lookup;
import org.dpk.provider.internal.nsl.AgreedKeys;
import org.dpk.provider.internal.nsl.Initiator;
import org.dpk.provider.internal.nsl.InitiatorStep;
import org.dpk.provider.internal.nsl.KeyRatchet.ExternalPsk;
import org.dpk.provider.internal.nsl.KeyTerms;
import org.dpk.provider.internal.nsl.NslAbort;
import org.dpk.provider.internal.nsl.Primitives;
import org.dpk.provider.internal.nsl.Responder;
import org.dpk.provider.internal.nsl.ResponderStep;

/**
 * One run of one of the product's state machines. It draws the same values in each repetition, so
 * that how far it is depends on what it was sent and on nothing else: a session is repeated from
 * its beginning whenever it is asked for, once for each sequence of messages.
 */
final class Session {

  /** Which of the two state machines. */
  enum Role {
    INITIATOR,
    RESPONDER
  }

  private static final KeyTerms ONCE = new KeyTerms(Duration.ofHours(1), 1);
  private static final BlockRef BLOCK = new BlockRef(1000, new byte[32], 1_767_225_600L);
  private static final String TARGET = "tls13 sha256";

  private final World world;
  private final Terms terms;
  private final String name;
  private final Role role;
  private final Principal owner;
  private final Principal peer;
  private final Map<List<Term>, Outcome> outcomes = new HashMap<>();

  private Session(World world, String name, Role role, Principal owner, Principal peer) {
    this.world = world;
    this.terms = world.terms();
    this.name = name;
    this.role = role;
    this.owner = owner;
    this.peer = peer;
  }

  static Session initiator(World world, String name, Principal owner, Principal peer) {
    return new Session(world, name, Role.INITIATOR, owner, peer);
  }

  static Session responder(World world, String name, Principal owner) {
    return new Session(world, name, Role.RESPONDER, owner, owner);
  }

  String name() {
    return name;
  }

  Role role() {
    return role;
  }

  boolean isInitiator() {
    return role == Role.INITIATOR;
  }

  Principal owner() {
    return owner;
  }

  /** Whom an initiator wants to reach. */
  Principal wanted() {
    return peer;
  }

  /** Whether the two differ in their names alone. */
  boolean isLike(Session other) {
    return role == other.role && owner == other.owner && peer == other.peer;
  }

  /** The nonces and secrets that the state machine draws itself, in its order. */
  String[] nonceNames() {
    return isInitiator() ? new String[] {"n1", "ks"} : new String[] {"n2"};
  }

  /** What the session draws for a purpose. */
  Term draws(String purpose, int length) {
    return terms.fresh(name, purpose, length);
  }

  /** How far the session is after these messages. */
  Outcome after(List<Term> messages) {
    Outcome outcome = outcomes.get(messages);
    if (outcome == null) {
      outcome = repeat(messages);
      outcomes.put(List.copyOf(messages), outcome);
    }
    return outcome;
  }

  /** How many different sequences of messages the state machine was sent. */
  int repetitions() {
    return outcomes.size();
  }

  private Outcome repeat(List<Term> messages) {
    try {
      return isInitiator() ? initiate(messages) : respond(messages);
    } catch (NslAbort e) {
      return new Outcome.Refused();
    } catch (HoleReached e) {
      return e.wanted();
    }
  }

  private Outcome initiate(List<Term> messages) throws NslAbort {
    SymbolicRandomness random = new SymbolicRandomness(terms, this);
    try (Initiator initiator =
        new Initiator(World.REGISTRY, owner.keys(), peer.record(), source(), random, ONCE, null)) {
      List<Term> said = new ArrayList<>();
      said.add(terms.read(initiator.begin()));
      for (Term message : messages) {
        InitiatorStep step = initiator.receive(terms.bytes(message));
        if (step instanceof InitiatorStep.Agreed agreed) {
          said.add(terms.read(agreed.message()));
          return agreed(said, random, agreed.keys());
        }
      }
      return new Outcome.Waiting(said, random.drawn(), terms.literal(""));
    }
  }

  private Outcome respond(List<Term> messages) throws NslAbort {
    SymbolicRandomness random = new SymbolicRandomness(terms, this);
    Term[] replayHash = {terms.literal("")};
    try (Responder responder =
        new Responder(
            World.REGISTRY,
            kid -> Optional.of(owner.keys()).filter(keys -> keys.hasKid(kid)),
            source(),
            random,
            ONCE,
            hash -> {
              replayHash[0] = terms.read(hash);
              return true;
            },
            false)) {
      List<Term> said = new ArrayList<>();
      for (Term message : messages) {
        ResponderStep step = responder.receive(terms.bytes(message));
        if (step instanceof ResponderStep.LookUp lookUp) {
          step = responder.found(onChain(lookUp.identity()));
        }
        if (step instanceof ResponderStep.Agreed agreed) {
          return agreed(said, random, agreed.keys());
        }
        said.add(terms.read(((ResponderStep.Send) step).message()));
      }
      return new Outcome.Waiting(said, random.drawn(), replayHash[0]);
    }
  }

  private Outcome agreed(List<Term> said, SymbolicRandomness random, AgreedKeys agreed) {
    try (ExternalPsk psk = agreed.keys().next().orElseThrow()) {
      Term key = terms.read(psk.export(TARGET));
      Term id = terms.read(psk.id());
      Completion completion = new Completion(this, world.of(agreed.peer()), key, id);
      return new Outcome.Agreed(said, random.drawn(), completion);
    } finally {
      agreed.keys().close();
    }
  }

  private Primitives.Source source() {
    byte[] n1 = terms.bytes(draws("n1", Wire.NONCE_LENGTH));
    byte[] n2 = terms.bytes(draws("n2", Wire.NONCE_LENGTH));
    View view = new View(owner, peer.id(), n1, n2);
    return suite -> new SymbolicPrimitives(suite, terms, new Weakened(world, view));
  }

  private Lookup onChain(DpkIdentity identity) {
    return world.principals().stream()
        .map(Principal::record)
        .filter(record -> record.identity().equals(identity))
        .findFirst()
        .<Lookup>map(r -> new Lookup.Active(r.record(), BLOCK, Assurance.TRUSTED_NODE))
        .orElseGet(() -> new Lookup.Absent(identity, BLOCK, Assurance.TRUSTED_NODE));
  }

  @Override
  public String toString() {
    return name;
  }
}
