package org.dpk.provider.internal.nsl.explorer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Puts messages and plaintexts together from terms: each of them once. */
final class Composer {

  /** What the attacker allows when it is the responder. */
  private static final byte[] KEY_TERMS = Wire.terms(3600, 1);

  private final Terms terms;
  private final int suite;
  private final Map<List<Object>, Term> composed = new HashMap<>();

  Composer(World world) {
    this.terms = world.terms();
    this.suite = world.suite().id();
  }

  Term ns1(Principal owner, Term ctB, Term epk, Term box1) {
    return once(
        List.of("ns1", owner.name(), ctB, epk, box1),
        () -> Wire.ns1(suite, owner.record().recHash(), bytes(ctB), bytes(epk), bytes(box1)));
  }

  Term ns2(Term hsId, Term boxw, Term ect, Term box2) {
    return once(
        List.of("ns2", hsId, boxw, ect, box2),
        () -> Wire.ns2(bytes(hsId), bytes(boxw), bytes(ect), bytes(box2)));
  }

  Term ns34(Term box3, Term box4) {
    return once(List.of("ns34", box3, box4), () -> Wire.ns34(bytes(box3), bytes(box4)));
  }

  Term box1(Term n1, Principal claimed) {
    byte[] recHash = claimed.record().recHash();
    return once(
        List.of("box1", n1, claimed.name()), () -> Wire.box1(bytes(n1), claimed.id(), 1, recHash));
  }

  Term box2(Term n1, Term n2, Principal claimed, Principal reader) {
    byte[] recHash = reader.record().recHash();
    return once(
        List.of("box2", n1, n2, claimed.name(), reader.name()),
        () -> new Wire.Box2(bytes(n1), bytes(n2), claimed.id(), recHash, KEY_TERMS).encode());
  }

  Term box4(Term ks, Term n2, Term sig) {
    return once(List.of("box4", ks, n2, sig), () -> Wire.box4(bytes(ks), bytes(n2), bytes(sig)));
  }

  private byte[] bytes(Term term) {
    return terms.bytes(term);
  }

  private Term once(List<Object> key, Supplier<byte[]> layout) {
    Term term = composed.get(key);
    if (term == null) {
      term = terms.read(layout.get());
      composed.put(key, term);
    }
    return term;
  }
}
