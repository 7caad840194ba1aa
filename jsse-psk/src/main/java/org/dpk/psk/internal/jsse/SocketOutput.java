package org.dpk.psk.internal.jsse;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** What an application writes; each call is sent at once. */
final class SocketOutput extends OutputStream {

  private final PskSocket socket;

  SocketOutput(PskSocket socket) {
    this.socket = socket;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length > 0) {
      socket.write(buffer, offset, length);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
