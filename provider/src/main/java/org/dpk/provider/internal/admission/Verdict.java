package org.dpk.provider.internal.admission;

/** What becomes of a first message before anything is spent on it. */
public sealed interface Verdict {

  /** It may be opened. */
  record Come() implements Verdict {}

  /**
   * It has to come once more.
   *
   * @param retry the message that asks for that
   */
  record Repeat(byte[] retry) implements Verdict {}

  /**
   * It is sent away.
   *
   * @param reason for the log of this end
   */
  record Leave(String reason) implements Verdict {}
}
