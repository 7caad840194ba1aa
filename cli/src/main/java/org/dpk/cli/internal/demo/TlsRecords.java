package org.dpk.cli.internal.demo;

/**
 * Follows one direction of a TLS connection from record to record (RFC 8446 §5.1), as long as what
 * passes looks like TLS. For one thread.
 */
final class TlsRecords {

  private static final int HEADER = 5;
  private static final int HANDSHAKE = 0x16;

  /** protocol.md "Transport": the handshake type of the agreement's messages. */
  private static final int AGREEMENT = 0xE1;

  private final Runnable onAgreementMessage;
  private final int[] header = new int[HEADER];
  private int headerBytes;
  private int bodyLeft;
  private boolean first;
  private boolean isTls = true;

  TlsRecords(Runnable onAgreementMessage) {
    this.onAgreementMessage = onAgreementMessage;
  }

  void take(byte[] bytes, int length) {
    for (int i = 0; i < length && isTls; i++) {
      take(bytes[i] & 0xFF);
    }
  }

  private void take(int b) {
    if (bodyLeft == 0) {
      takeHeader(b);
      return;
    }
    if (first && header[0] == HANDSHAKE && b == AGREEMENT) {
      onAgreementMessage.run();
    }
    first = false;
    bodyLeft--;
  }

  private void takeHeader(int b) {
    header[headerBytes++] = b;
    if (headerBytes == HEADER) {
      // 0x14 to 0x17 are the content types, 3 the major version of every one in use
      isTls = header[0] >= 0x14 && header[0] <= 0x17 && header[1] == 3;
      bodyLeft = header[3] << 8 | header[4];
      headerBytes = 0;
      first = true;
    }
  }
}
