package org.dpk.cli.internal.agree;

/** What the program that gets a key is in TLS. */
public enum Side {
  /** It connects: the end that asked for the key. */
  CLIENT,
  /** It listens: the end that answered. */
  SERVER
}
