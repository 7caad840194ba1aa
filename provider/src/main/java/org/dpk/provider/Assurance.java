package org.dpk.provider;

/** How it is known that a look-up's answer is what the chain says. */
public enum Assurance {
  /** A Merkle proof against a header that an anchor vouches for. */
  PROVED,
  /** Several independent nodes gave the same answer. */
  QUORUM,
  /** One node said so, and it is trusted: the user's own. */
  TRUSTED_NODE
}
