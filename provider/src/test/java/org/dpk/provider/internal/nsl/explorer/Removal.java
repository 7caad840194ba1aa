package org.dpk.provider.internal.nsl.explorer;

import java.util.List;
import org.dpk.provider.internal.nsl.explorer.Wire.Box2;

/**
 * Something that the protocol has for a reason, and how to be without it. The state machines do as
 * always; what is taken out is taken out of the cryptography that they are given. A check is taken
 * out by showing the state machine what it expects.
 */
enum Removal {
  /** The receiver of NS2 does not look whose identity and whose record it names. */
  IDENTITIES_IN_NS2("identities in NS2") {
    @Override
    Box2 opened(Box2 box2, View view) {
      return new Box2(
          box2.n1(), box2.n2(), view.peer(), view.own().record().recHash(), box2.rest());
    }
  },
  /** Neither identities nor hashes of records in any hash or signature. */
  IDENTITIES_IN_TRANSCRIPT("identities in the transcript") {
    @Override
    List<String> unabsorbed(World world) {
      return world.identityWords();
    }
  },
  /** No hash of a record in any hash, signature or in NS2; the identities stay. */
  RECORD_HASHES("record hashes") {
    @Override
    List<String> unabsorbed(World world) {
      return world.recordWords();
    }

    @Override
    Box2 opened(Box2 box2, View view) {
      return new Box2(box2.n1(), box2.n2(), box2.idB(), view.own().record().recHash(), box2.rest());
    }
  },
  /** Nothing says which end is which. */
  ROLES("role labels") {
    @Override
    List<String> unabsorbed(World world) {
      return List.of(
          "\0\11initiator", "\0\11responder", "\0\6client", "\0\6server", " NS4 initiator");
    }
  },
  /** What was sent enters no key: every th is the same. Signatures keep their content. */
  TRANSCRIPT("transcript") {
    @Override
    boolean hashesTranscript() {
      return false;
    }
  },
  /** ss_b enters no key. */
  STATIC_KEM_TO_B("static KEM to B") {
    @Override
    boolean chains(Secret input) {
      return input != Secret.SS_B;
    }
  },
  /** ss_a enters no key. */
  STATIC_KEM_TO_A("static KEM to A") {
    @Override
    boolean chains(Secret input) {
      return input != Secret.SS_A;
    }
  },
  /** ss_e enters no key. */
  EPHEMERAL_KEM("ephemeral KEM") {
    @Override
    boolean chains(Secret input) {
      return input != Secret.SS_E;
    }
  },
  /** ks enters no key. */
  KS("ks") {
    @Override
    boolean chains(Secret input) {
      return input != Secret.KS;
    }
  },
  /**
   * Each box is under the one secret that its receiver can find out, as if encrypted to its public
   * key: ss_b for NS1 and NS34, ss_a for NS2. The keys come from ks alone.
   */
  CHAINING("chaining") {
    @Override
    Term expanded(Term secret, String label, Terms terms) {
      boolean last = Secret.made(secret) == Secret.SS_E;
      if (!last) {
        return secret;
      }
      Term es2 = Secret.before(secret);
      return switch (label) {
        case "ns2" -> terms.extract(terms.literal(""), es2.part(1), secret.length());
        case "ns3", "ns4" -> Secret.before(es2);
        default -> terms.literal("");
      };
    }
  },
  /** ct_a in clear. */
  WRAP("wrap of ct_a") {
    @Override
    Term expanded(Term secret, String label, Terms terms) {
      return label.equals("wrap") ? terms.literal("") : secret;
    }
  },
  /** A does not look whether n1 comes back. */
  N1("n1") {
    @Override
    Box2 opened(Box2 box2, View view) {
      return new Box2(view.n1(), box2.n2(), box2.idB(), box2.recHashA(), box2.rest());
    }
  },
  /** B does not look whether n2 comes back. */
  N2("n2") {
    @Override
    boolean comparesN2() {
      return false;
    }
  },
  /** Every signature is good. */
  SIGNATURE("signature") {
    @Override
    boolean verifiesSignatures() {
      return false;
    }
  },
  /** The secret of a KEM is the seed, whatever the public key: as in bare RSA-OAEP. */
  KEM_BINDING("binding of the KEM") {
    @Override
    boolean bindsSecrets() {
      return false;
    }
  },
  /** B answers the same ct_b twice. */
  REPLAY_CACHE("replay cache");

  private final String text;

  Removal(String text) {
    this.text = text;
  }

  /** Words that are left out wherever a hash or a signature covers them. */
  List<String> unabsorbed(World world) {
    return List.of();
  }

  boolean hashesTranscript() {
    return true;
  }

  boolean chains(Secret input) {
    return true;
  }

  /** The secret that is expanded in place of another. */
  Term expanded(Term secret, String label, Terms terms) {
    return secret;
  }

  /** What A reads in place of what B wrote. */
  Box2 opened(Box2 box2, View view) {
    return box2;
  }

  boolean comparesN2() {
    return true;
  }

  boolean verifiesSignatures() {
    return true;
  }

  boolean bindsSecrets() {
    return true;
  }

  @Override
  public String toString() {
    return text;
  }
}
