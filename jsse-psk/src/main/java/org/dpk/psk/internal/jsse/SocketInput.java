package org.dpk.psk.internal.jsse;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** What an application reads. */
final class SocketInput extends InputStream {

  private final PskSocket socket;

  SocketInput(PskSocket socket) {
    this.socket = socket;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    return length == 0 ? 0 : socket.read(buffer, offset, length);
  }

  @Override
  public int available() throws IOException {
    return socket.available();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
