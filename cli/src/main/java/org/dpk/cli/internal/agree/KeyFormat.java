package org.dpk.cli.internal.agree;

import java.util.Set;

/** How a program wants its keys. */
interface KeyFormat {

  /**
   * What the file is to hold.
   *
   * @param before what it holds now; empty if there is none
   * @param newest the key to put in
   * @param gone wire identities whose keys are to go
   * @return the caller clears it
   * @throws org.dpk.cli.internal.failure.Failure if the file holds something else
   */
  byte[] with(byte[] before, ProgramKey newest, Set<String> gone);

  /** Whether a file may hold keys of several peers; not, if nothing else is said. */
  default boolean holdsSeveral() {
    return false;
  }

  /**
   * The same as {@link #with} without a new key; never called of formats that hold one key only.
   */
  default byte[] without(byte[] before, Set<String> gone) {
    throw new UnsupportedOperationException("one key only");
  }

  /**
   * What a person or a script reads of a key on standard output.
   *
   * @return the caller clears it
   */
  byte[] shown(ProgramKey key);
}
