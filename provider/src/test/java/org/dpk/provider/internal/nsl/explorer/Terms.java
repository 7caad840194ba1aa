package org.dpk.provider.internal.nsl.explorer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dpk.provider.internal.nsl.explorer.Term.Operation;

/**
 * All terms, and the byte strings that stand for them in the hands of the state machines: as long
 * as the real thing, a mark, the term's number and a filling. What the state machines put together,
 * {@link #read} takes apart again.
 */
final class Terms {

  /** Length of an AEAD's tag. */
  static final int TAG_LENGTH = 16;

  private static final int MARK = 0xD1DEC0DE;
  private static final int MIN_LENGTH = 8;
  private static final byte FILLING = (byte) 0xEE;

  private record Shape(
      Operation operation, String owner, String text, List<Term> parts, int length) {}

  private final Map<Shape, Term> made = new HashMap<>();
  private final List<Term> byNumber = new ArrayList<>();
  private final Map<ByteBuffer, Term> named = new HashMap<>();
  private final Map<Term, byte[]> names = new HashMap<>();

  Term literal(byte[] bytes) {
    return literal(new String(bytes, ISO_8859_1));
  }

  Term literal(String text) {
    return make(Operation.LITERAL, "", text, List.of(), text.length());
  }

  Term fresh(String owner, String purpose, int length) {
    return make(Operation.FRESH, owner, purpose, List.of(), length);
  }

  Term publicKey(Term privateKey, int length) {
    return make(Operation.PUBLIC_KEY, List.of(privateKey), length);
  }

  Term encapsulation(Term publicKey, Term seed, int length) {
    return make(Operation.ENCAPSULATION, List.of(publicKey, seed), length);
  }

  Term sharedSecret(Term publicKey, Term seed, int length) {
    return make(Operation.SHARED_SECRET, List.of(publicKey, seed), length);
  }

  Term hash(Term content, int length) {
    return make(Operation.HASH, List.of(content), length);
  }

  Term extract(Term salt, Term input, int length) {
    return make(Operation.EXTRACT, List.of(salt, input), length);
  }

  Term expand(Term secret, Term info, int length) {
    return make(Operation.EXPAND, List.of(secret, info), length);
  }

  Term box(Term key, Term iv, Term associatedData, Term plaintext) {
    int length = plaintext.length() + TAG_LENGTH;
    return make(Operation.BOX, List.of(key, iv, associatedData, plaintext), length);
  }

  Term signature(Term privateKey, Term message, int length) {
    return make(Operation.SIGNATURE, List.of(privateKey, message), length);
  }

  Term hole(int index, int length) {
    return make(Operation.HOLE, "", Integer.toString(index), List.of(), length);
  }

  /** The same operation on other parts. */
  Term with(Term term, List<Term> parts) {
    return parts.equals(term.parts())
        ? term
        : make(term.operation(), term.owner(), term.text(), List.copyOf(parts), term.length());
  }

  /** Parts one after the other, in the one form that a sequence has. */
  Term join(List<Term> parts) {
    List<Term> flat = new ArrayList<>();
    for (Term part : parts) {
      for (Term piece : part.is(Operation.JOIN) ? part.parts() : List.of(part)) {
        append(flat, piece);
      }
    }
    if (flat.size() == 1) {
      return flat.get(0);
    }
    int length = flat.stream().mapToInt(Term::length).sum();
    return flat.isEmpty() ? literal("") : make(Operation.JOIN, flat, length);
  }

  private void append(List<Term> flat, Term piece) {
    int last = flat.size() - 1;
    if (!piece.is(Operation.LITERAL)) {
      flat.add(piece);
    } else if (last >= 0 && flat.get(last).is(Operation.LITERAL)) {
      flat.set(last, literal(flat.get(last).text() + piece.text()));
    } else if (piece.length() > 0) {
      flat.add(piece);
    }
  }

  /** Has a term stand as these bytes: for keys that are real outside of the handshake. */
  void name(Term term, byte[] bytes) {
    named.put(ByteBuffer.wrap(bytes.clone()), term);
    names.put(term, bytes.clone());
  }

  /** What stands for a term; a new array each time, since the state machines erase theirs. */
  byte[] bytes(Term term) {
    byte[] name = names.get(term);
    if (name != null) {
      return name.clone();
    }
    if (term.is(Operation.LITERAL)) {
      return term.text().getBytes(ISO_8859_1);
    }
    if (term.is(Operation.JOIN)) {
      ByteBuffer out = ByteBuffer.allocate(term.length());
      term.parts().forEach(part -> out.put(bytes(part)));
      return out.array();
    }
    byte[] handle = new byte[term.length()];
    Arrays.fill(handle, FILLING);
    ByteBuffer.wrap(handle).putInt(MARK).putInt(term.number());
    return handle;
  }

  /** The term that the bytes, one after the other, stand for. */
  Term read(byte[]... parts) {
    if (parts.length == 1) {
      Term whole = named.get(ByteBuffer.wrap(parts[0]));
      if (whole != null) {
        return whole;
      }
    }
    List<Term> found = new ArrayList<>();
    for (byte[] part : parts) {
      read(part, found);
    }
    return join(found);
  }

  private void read(byte[] bytes, List<Term> found) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int literalFrom = 0;
    int at = 0;
    while (at + MIN_LENGTH <= bytes.length) {
      if (in.getInt(at) != MARK) {
        at++;
        continue;
      }
      Term term = byNumber.get(in.getInt(at + 4) - 1);
      if (at > literalFrom) {
        found.add(literal(Arrays.copyOfRange(bytes, literalFrom, at)));
      }
      found.add(term);
      at += term.length();
      literalFrom = at;
    }
    if (literalFrom < bytes.length) {
      found.add(literal(Arrays.copyOfRange(bytes, literalFrom, bytes.length)));
    }
  }

  int size() {
    return byNumber.size();
  }

  private Term make(Operation operation, List<Term> parts, int length) {
    return make(operation, "", "", List.copyOf(parts), length);
  }

  private Term make(Operation operation, String owner, String text, List<Term> parts, int length) {
    boolean hasHandle = operation != Operation.LITERAL && operation != Operation.JOIN;
    if (hasHandle && length < MIN_LENGTH) {
      throw new IllegalArgumentException(operation + " of " + length + " bytes is too short");
    }
    Shape shape = new Shape(operation, owner, text, parts, length);
    Term term = made.get(shape);
    if (term == null) {
      term = new Term(byNumber.size() + 1, operation, owner, text, parts, length);
      byNumber.add(term);
      made.put(shape, term);
    }
    return term;
  }
}
