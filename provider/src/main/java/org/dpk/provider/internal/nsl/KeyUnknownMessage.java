package org.dpk.provider.internal.nsl;

/** PSK_UNKNOWN: the server does not know the cached key that a client offered. */
public final class KeyUnknownMessage {

  private KeyUnknownMessage() {}

  /** Its bytes. */
  public static byte[] create() {
    return NslMessage.PskUnknown.create().encode();
  }

  /** Whether a message is one. */
  public static boolean is(byte[] message) {
    try {
      return NslMessage.decode(message) instanceof NslMessage.PskUnknown;
    } catch (MalformedMessage e) {
      return false;
    }
  }
}
