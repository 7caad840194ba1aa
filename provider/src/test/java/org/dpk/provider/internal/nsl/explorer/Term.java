package org.dpk.provider.internal.nsl.explorer;

import java.util.List;

/**
 * What a byte string means. Terms are made by {@link Terms} alone, which makes each of them once:
 * equal terms are the same object.
 */
final class Term {

  /** How a term is made of its parts. */
  enum Operation {
    /** Bytes that everybody knows: lengths, labels, identities, hashes of records. */
    LITERAL,
    /** Random bytes; {@code owner} drew them. */
    FRESH,
    /** Parts one after the other. */
    JOIN,
    /** Of a private key. */
    PUBLIC_KEY,
    /** Of a public key and a seed: what a KEM sends. */
    ENCAPSULATION,
    /** Of a public key and a seed: what a KEM agrees on. */
    SHARED_SECRET,
    /** Of the content. */
    HASH,
    /** HKDF-Extract, of salt and input. */
    EXTRACT,
    /** HKDF-Expand, of secret and info. */
    EXPAND,
    /** AEAD, of key, iv, associated data and plaintext. */
    BOX,
    /** Of a private key and a message. */
    SIGNATURE,
    /** A place that the attacker has not filled yet; unfilled it is junk. */
    HOLE
  }

  private final int number;
  private final Operation operation;
  private final String owner;
  private final String text;
  private final List<Term> parts;
  private final int length;

  Term(int number, Operation operation, String owner, String text, List<Term> parts, int length) {
    this.number = number;
    this.operation = operation;
    this.owner = owner;
    this.text = text;
    this.parts = parts;
    this.length = length;
  }

  /** Its place in {@link Terms}, from 1. */
  int number() {
    return number;
  }

  Operation operation() {
    return operation;
  }

  boolean is(Operation other) {
    return operation == other;
  }

  /** Who drew it, for {@code FRESH}; else empty. */
  String owner() {
    return owner;
  }

  /** The bytes as ISO 8859-1 for {@code LITERAL}, what it is for, for {@code FRESH}; else empty. */
  String text() {
    return text;
  }

  List<Term> parts() {
    return parts;
  }

  Term part(int index) {
    return parts.get(index);
  }

  /** Length in bytes of what stands for it. */
  int length() {
    return length;
  }

  @Override
  public int hashCode() {
    return number;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public String toString() {
    return Notation.of(this);
  }
}
