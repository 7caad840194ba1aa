package org.dpk.pkm.internal.progress;

/** A point that a PKM reaches on the way to an admission. */
public enum Step {
  /** A token is bound to a record. Stored. */
  BOUND,
  /** Something is to be done on chain, and it is stored that it is. */
  ORDERED,
  /** A transaction is signed. Not stored: it will be signed anew if this process ends here. */
  SIGNED,
  /** The signed transaction is stored. Not sent. */
  PREPARED,
  /** The node took the transaction. Not stored that it did. */
  SENT,
  /** It is stored that the node took the transaction. */
  BROADCAST,
  /** A block holds the transaction. Not stored. */
  SEEN,
  /** The end is stored: done, or refused for good. */
  SETTLED
}
