package org.dpk.cli.internal.failure;

import static org.dpk.cli.internal.failure.Diagnoses.known;

import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.RegistryException;
import org.dpk.psk.AgreementException;
import org.dpk.psk.PeerSpeaksNoAgreementException;

/** TLS, and the agreement in front of it. */
final class HandshakeFailures {

  private HandshakeFailures() {}

  static Optional<Diagnosis> diagnose(Throwable thrown) {
    if (thrown instanceof PeerSpeaksNoAgreementException) {
      return known(
          ExitCode.PROTOCOL,
          thrown,
          "check host and port: dpk agree asks a dpk agree --listen, dpk get a server of DPK's");
    }
    if (thrown instanceof DpkHandshakeException e) {
      return agreement(e);
    }
    return thrown instanceof AgreementException
        ? known(ExitCode.DENIED, thrown, "see with dpk lookup what the chain says of the peer")
        : Optional.empty();
  }

  /** TLS by itself. */
  static Optional<Diagnosis> diagnoseTls(Throwable thrown) {
    if (thrown instanceof SSLPeerUnverifiedException) {
      return known(ExitCode.DENIED, thrown, "name the peer that answers there: --peer ID");
    }
    return thrown instanceof SSLException
        ? known(ExitCode.PROTOCOL, thrown, "check host and port, and that the peer speaks DPK")
        : Optional.empty();
  }

  private static Optional<Diagnosis> agreement(DpkHandshakeException e) {
    String whom = e.identity().map(identity -> "dpk lookup " + identity).orElse("dpk lookup");
    if (e instanceof DpkHandshakeException.IdentityUnknown) {
      return known(ExitCode.DENIED, e, whom + " shows what the chain says; enrol it first");
    }
    if (e instanceof DpkHandshakeException.IdentityRevoked) {
      return known(ExitCode.DENIED, e, whom + " shows what the chain says; it has to enrol anew");
    }
    if (e instanceof DpkHandshakeException.LookupUnavailable
        && e.getCause() instanceof RegistryException chain) {
      return ChainFailures.diagnose(chain);
    }
    if (e instanceof DpkHandshakeException.LookupUnavailable
        || e instanceof DpkHandshakeException.Busy) {
      return known(
          ExitCode.UNAVAILABLE, e, "check the node of either side, then run the same again");
    }
    if (e instanceof DpkHandshakeException.Malformed
        || e instanceof DpkHandshakeException.VersionMismatch) {
      return known(ExitCode.PROTOCOL, e, "check host and port, and the version of both sides");
    }
    if (e instanceof DpkHandshakeException.NoCommonSuite) {
      return known(
          ExitCode.PROTOCOL, e, whom + " shows its suites; enrol with one of them: --suite");
    }
    if (e instanceof DpkHandshakeException.PolicyDenied
        || e instanceof DpkHandshakeException.RoleDenied) {
      return known(ExitCode.DENIED, e, "have this identity put on the list of the other end");
    }
    return known(ExitCode.DENIED, e, whom + " shows what the chain says");
  }
}
