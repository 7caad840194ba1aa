package org.dpk.psk.internal.jsse;

/** Where these engines and sockets differ from SunJSSE on purpose. Each has a reason. */
enum Difference {
  /** What may block is a task: the client's key sources, too, so its hello comes after one. */
  CLIENT_BEGINS_WITH_A_TASK,

  /** A ticket or a change of keys is no handshake (RFC 8446 §4.6): FINISHED comes once. */
  FINISHED_ONCE,

  /** A KeyUpdate is answered with the next data (RFC 8446 §4.6.3), not by a packet of its own. */
  KEY_UPDATE_IS_ANSWERED_WITH_DATA,

  /** TLS 1.2 is not renegotiated: attacks came that way, and TLS 1.3 has it no more. */
  NO_RENEGOTIATION,

  /** A buffer is too small when a record does not fit, not when some other record might not. */
  EXACT_ROOM,

  /** After a cancelled handshake nothing can come: both directions are done. */
  CANCELLED_IS_OVER,

  /** The alert is wrapped before the exception is thrown, and the exception comes ever after. */
  ALERT_FIRST,

  /** A key keys one connection: no session is resumed. */
  NO_RESUMPTION,

  /** An empty list of server names means none, as documented: SunJSSE asks for the host then. */
  EMPTY_LIST_OF_NAMES_MEANS_NONE,

  /** The proven name must be the one that was asked for, unless the application says otherwise. */
  IDENTIFIES_ENDPOINT,

  /** What is not supported is refused when it is set, not when it is needed. */
  UNSUPPORTED_IS_REFUSED_AT_ONCE,

  /** The size of packets limits what is sent; what the peer sends may be longer. */
  PACKET_SIZE_LIMITS_WHAT_IS_SENT,

  /** A stream of a closed socket throws, as that of a plain socket does. */
  STREAMS_OF_CLOSED_SOCKETS_THROW,

  /** Closing frees a writer whose peer does not read, at once. */
  CLOSE_FREES_WRITERS,

  /** The secret of the exporters is erased when both directions are closed. */
  EXPORTERS_END_WITH_THE_CONNECTION,

  /** Constraints are those that were set: the JDK's own, which count as well, are not shown. */
  SHOWS_ONLY_CONSTRAINTS_THAT_WERE_SET
}
