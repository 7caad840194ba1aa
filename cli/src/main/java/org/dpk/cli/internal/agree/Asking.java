package org.dpk.cli.internal.agree;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import org.dpk.psk.PskAgreement;
import org.dpk.psk.PskPeer;
import org.dpk.psk.standalone.KeptKey;
import org.dpk.psk.standalone.StandaloneAgreement;

/** The end that asks for a key. */
public final class Asking {

  private final PskAgreement agreement;
  private final Duration limit;

  /**
   * @param limit until the connection stands, and for all that follows
   */
  public Asking(PskAgreement agreement, Duration limit) {
    this.agreement = agreement;
    this.limit = limit;
  }

  /**
   * Agrees on a key and keeps it.
   *
   * @return the key, its secret cleared
   */
  public ProgramKey ask(String host, int port, KeySink keys, Clock clock) throws IOException {
    InetSocketAddress there = new InetSocketAddress(host, port);
    if (there.isUnresolved()) {
      throw new UnknownHostException(host);
    }
    try (Socket socket = new Socket()) {
      socket.connect(there, (int) Math.min(limit.toMillis(), Integer.MAX_VALUE));
      socket.setTcpNoDelay(true);
      try (KeptKey kept =
              new StandaloneAgreement(agreement, limit, limit)
                  .initiate(socket, new PskPeer(host, port));
          ProgramKey key = ProgramKey.of(kept, clock)) {
        keys.keep(key);
        return key;
      }
    }
  }
}
