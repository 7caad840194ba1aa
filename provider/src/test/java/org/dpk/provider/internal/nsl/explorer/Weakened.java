package org.dpk.provider.internal.nsl.explorer;

import java.util.List;
import java.util.Set;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.explorer.Term.Operation;
import org.dpk.provider.internal.nsl.explorer.Wire.Box2;

/** The cryptography of one session without some parts; without none it is the real protocol's. */
final class Weakened {

  private final World world;
  private final Terms terms;
  private final Set<Removal> removed;
  private final View view;

  Weakened(World world, View view) {
    this.world = world;
    this.terms = world.terms();
    this.removed = world.removed();
    this.view = view;
  }

  /** What a hash covers. */
  Term hashed(Term content) {
    boolean single = !content.is(Operation.JOIN) && !content.is(Operation.LITERAL);
    return single || removed.stream().allMatch(Removal::hashesTranscript)
        ? covered(content)
        : terms.literal("");
  }

  /** What a hash or a signature covers. */
  Term covered(Term content) {
    List<String> words =
        removed.stream().flatMap(removal -> removal.unabsorbed(world).stream()).toList();
    if (words.isEmpty()) {
      return content;
    }
    List<Term> parts = content.is(Operation.JOIN) ? content.parts() : List.of(content);
    return terms.join(parts.stream().map(part -> without(words, part)).toList());
  }

  private Term without(List<String> words, Term part) {
    if (!part.is(Operation.LITERAL)) {
      return part;
    }
    String text = part.text();
    for (String word : words) {
      text = text.replace(word, "");
    }
    return terms.literal(text);
  }

  Term extracted(Term salt, Term input, Suite suite) {
    Secret secret = Secret.after(salt);
    boolean chained = removed.stream().allMatch(removal -> removal.chains(secret));
    return terms.extract(salt, chained ? input : terms.literal(""), suite.hashLength());
  }

  Term expanded(Term secret, String label) {
    Term result = secret;
    for (Removal removal : removed) {
      result = removal.expanded(result, label, terms);
    }
    return result;
  }

  Term sharedSecret(Term publicKey, Term seed, int length) {
    return removed.stream().allMatch(Removal::bindsSecrets)
        ? terms.sharedSecret(publicKey, seed, length)
        : seed;
  }

  /** What a state machine finds in a box. */
  byte[] opened(String label, byte[] plaintext) {
    if (label.equals("ns2")) {
      Box2 box2 = Box2.decode(plaintext);
      for (Removal removal : removed) {
        box2 = removal.opened(box2, view);
      }
      return box2.encode();
    }
    boolean holdsN2 = label.equals("ns3") || label.equals("ns4");
    return holdsN2 && !removed.stream().allMatch(Removal::comparesN2)
        ? Wire.withN2(plaintext, view.n2())
        : plaintext;
  }

  boolean verifiesSignatures() {
    return removed.stream().allMatch(Removal::verifiesSignatures);
  }
}
