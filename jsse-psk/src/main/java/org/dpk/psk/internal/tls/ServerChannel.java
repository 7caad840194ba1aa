package org.dpk.psk.internal.tls;

import java.io.IOException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsProtocol;
import org.bouncycastle.tls.TlsServerProtocol;

/** The server end of bctls. */
final class ServerChannel extends TlsServerProtocol implements TlsChannel {

  private final Inbound inbound = new Inbound();

  @Override
  public TlsProtocol protocol() {
    return this;
  }

  @Override
  public Inbound inbound() {
    return inbound;
  }

  @Override
  public void abort(short alert, String message) throws IOException {
    raiseAlertFatal(alert, message, null);
    handleFailure();
  }

  @Override
  public void sendCloseNotify() throws IOException {
    raiseAlertWarning(AlertDescription.close_notify, "closed by the application");
  }

  @Override
  public void updateKeys() throws IOException {
    send13KeyUpdate(true);
  }

  @Override
  protected void processRecord(short type, byte[] buffer, int offset, int length)
      throws IOException {
    if (!inbound.takes(type, buffer, offset, length, isConnected())) {
      super.processRecord(type, buffer, offset, length);
    }
  }

  @Override
  protected void handleAlertWarningMessage(short description) throws IOException {
    if (!inbound.takesWarning(description, isConnected())) {
      super.handleAlertWarningMessage(description);
    }
  }
}
