package org.dpk.provider.internal.nsl;

import java.util.Optional;
import org.dpk.provider.internal.nsl.NslMessage.Ns1;
import org.dpk.provider.internal.nsl.NslMessage.Retry;

/** What stands in the clear in NS1: all that a responder knows before it uses its private key. */
public final class FirstMessage {

  private final Ns1 ns1;

  private FirstMessage(Ns1 ns1) {
    this.ns1 = ns1;
  }

  /** Reads NS1; empty for every other message, and for what is none. */
  public static Optional<FirstMessage> of(byte[] message) {
    try {
      return NslMessage.decode(message) instanceof Ns1 ns1
          ? Optional.of(new FirstMessage(ns1))
          : Optional.empty();
    } catch (MalformedMessage e) {
      return Optional.empty();
    }
  }

  /** The run's name, 8 bytes. */
  public byte[] hsId() {
    return ns1.hsId().clone();
  }

  /** At most 255 bytes; empty where the initiator was not asked for one. */
  public byte[] cookie() {
    return ns1.cookie().clone();
  }

  /** The number of the suite. */
  public int suite() {
    return ns1.suite();
  }

  /** Which record of the responder is meant, 8 bytes. */
  public byte[] kid() {
    return ns1.kidB().clone();
  }

  /** The encapsulation to the responder's key, at least one byte; of what suite is not checked. */
  public byte[] ctB() {
    return ns1.ctB().clone();
  }

  /**
   * RETRY: asks for the same message once more.
   *
   * @param cookie 1 to 255 bytes
   */
  public byte[] retry(byte[] cookie) {
    return new Retry(ns1.hsId(), cookie).encode();
  }
}
