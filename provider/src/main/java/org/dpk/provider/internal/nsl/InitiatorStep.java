package org.dpk.provider.internal.nsl;

/** What an initiator does next. */
public sealed interface InitiatorStep {

  /** Send this and wait for the answer. */
  record Send(byte[] message) implements InitiatorStep {}

  /**
   * Look the responder up once more, past every cache, and go on with {@link Initiator#restart}: it
   * does not know the record that was used.
   */
  record Refetch() implements InitiatorStep {}

  /**
   * The keys are there.
   *
   * @param message NS34, to be sent before they are used
   */
  record Agreed(byte[] message, AgreedKeys keys) implements InitiatorStep {}
}
