package org.dpk.psk.internal.jsse;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.dpk.psk.AgreementException;
import org.dpk.psk.internal.preface.Alert;
import org.dpk.psk.internal.preface.FatalAlert;
import org.jspecify.annotations.Nullable;

/**
 * How something came out that may end a connection: the one place where exceptions become an alert
 * for the peer and a reason for the application.
 *
 * @param alert null where there is none, or TLS has raised it already
 * @param reason null where all went well
 */
record Attempt(@Nullable Alert alert, @Nullable SSLException reason) {

  private static final Attempt SUCCESS = new Attempt(null, null);

  static Attempt at(Task action) {
    try {
      action.run();
      return SUCCESS;
    } catch (FatalAlert e) {
      return new Attempt(e.alert(), e.reason());
    } catch (AgreementException e) {
      return new Attempt(Alert.ACCESS_DENIED, e);
    } catch (SSLException e) {
      return new Attempt(null, e);
    } catch (RuntimeException e) {
      SSLException reason = new SSLHandshakeException("the handshake failed: " + e.getMessage());
      reason.initCause(e);
      return new Attempt(Alert.INTERNAL_ERROR, reason);
    }
  }
}
