package org.dpk.provider.internal.agreement;

import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.nsl.AlertCode;
import org.dpk.provider.internal.nsl.NslAbort;
import org.dpk.provider.internal.nsl.NslAbort.Origin;
import org.jspecify.annotations.Nullable;

/** What an application is told of a run that failed: whom it is about, and what to do. */
final class HandshakeErrors {

  private HandshakeErrors() {}

  /** For the client. */
  static DpkHandshakeException atInitiator(NslAbort abort, DpkIdentity self, DpkIdentity peer) {
    AlertCode code = abort.alert().orElse(null);
    String reason = abort.reason();
    byte[] reply = abort.reply().orElse(null);
    if (code == null) {
      return new DpkHandshakeException(
          peer + " ended the handshake without a reason that is known here (" + reason + ")",
          peer,
          0,
          reply,
          abort);
    }
    boolean here = abort.origin() == Origin.HERE;
    return switch (code) {
      case MALFORMED ->
          new DpkHandshakeException.Malformed(
              here
                  ? "no handshake with " + peer + ": " + reason
                  : peer + " could not read our message: the two ends may differ in version",
              peer,
              reply,
              abort);
      case VERSION ->
          new DpkHandshakeException.VersionMismatch(
              peer + " speaks another version of the protocol: update the older end",
              peer,
              reply,
              abort);
      case SUITE ->
          new DpkHandshakeException.NoCommonSuite(
              "no suite to reach " + peer + " with" + detail(here, reason), peer, reply, abort);
      case UNKNOWN_KID ->
          new DpkHandshakeException.KeyUnknown(
              peer
                  + " does not use the record that is on chain for it: it may not have noticed a"
                  + " rotation yet, try again later",
              peer,
              reply,
              abort);
      case BUSY ->
          new DpkHandshakeException.Busy(
              peer + " is busy, or can't reach its chain: try again later", peer, reply, abort);
      case DECRYPT_ERROR ->
          new DpkHandshakeException.NotAuthentic(
              here
                  ? "the answer is not from "
                      + peer
                      + ": whoever answers there has not the private key of its record on chain, or"
                      + " the message was changed on the way"
                  : peer
                      + " could not open our message: its private key and its record on chain, or"
                      + " ours, may not match, or the message was changed on the way",
              peer,
              reply,
              abort);
      case IDENTITY_UNKNOWN ->
          new DpkHandshakeException.IdentityUnknown(
              peer + " does not find " + self + " on chain: enrol it first", self, reply, abort);
      case IDENTITY_REVOKED ->
          new DpkHandshakeException.IdentityRevoked(
              peer + " refused: " + self + " is revoked; enrol again", self, reply, abort);
      case RECORD_STALE ->
          new DpkHandshakeException.RecordStale(
              peer + " has another view of the record of " + self + " (" + reason + "): try again",
              self,
              reply,
              abort);
      case POLICY_DENIED ->
          new DpkHandshakeException.PolicyDenied(
              peer + " does not admit " + self + ": ask its operator", self, reply, abort);
      case LOOKUP_UNAVAILABLE ->
          new DpkHandshakeException.LookupUnavailable(
              peer + " could not look " + self + " up: try again later", self, reply, abort);
      case SUITE_DOWNGRADE ->
          new DpkHandshakeException.SuiteDowngrade(
              peer + " expected another suite: the two ends see different records; try again",
              peer,
              reply,
              abort);
      case ROLE_DENIED ->
          new DpkHandshakeException.RoleDenied(
              peer + " wants a role that " + self + " has not: ask its operator",
              self,
              reply,
              abort);
      case TOKEN_REJECTED ->
          new DpkHandshakeException.TokenRejected(
              peer
                  + " does not take the enrolment token of "
                  + self
                  + " (reason "
                  + abort.detail()
                  + "): register the device again for a new one",
              self,
              abort.detail(),
              reply,
              abort);
    };
  }

  /** For the server. */
  static DpkHandshakeException atResponder(NslAbort abort, @Nullable DpkIdentity claimed) {
    AlertCode code = abort.alert().orElse(null);
    String who = claimed == null ? "a client" : "a client that claims to be " + claimed;
    String message = who + ": " + abort.reason();
    byte[] reply = abort.reply().orElse(null);
    if (code == null || abort.origin() != Origin.HERE) {
      return new DpkHandshakeException(
          who + " ended the handshake (" + abort.reason() + ")",
          claimed,
          code == null ? 0 : code.code(),
          reply,
          abort);
    }
    return switch (code) {
      case MALFORMED -> new DpkHandshakeException.Malformed(message, claimed, reply, abort);
      case VERSION -> new DpkHandshakeException.VersionMismatch(message, claimed, reply, abort);
      case SUITE -> new DpkHandshakeException.NoCommonSuite(message, claimed, reply, abort);
      case UNKNOWN_KID -> new DpkHandshakeException.KeyUnknown(message, claimed, reply, abort);
      case BUSY -> new DpkHandshakeException.Busy(message, claimed, reply, abort);
      case DECRYPT_ERROR -> new DpkHandshakeException.NotAuthentic(message, claimed, reply, abort);
      case IDENTITY_UNKNOWN ->
          new DpkHandshakeException.IdentityUnknown(message, claimed, reply, abort);
      case IDENTITY_REVOKED ->
          new DpkHandshakeException.IdentityRevoked(message, claimed, reply, abort);
      case RECORD_STALE -> new DpkHandshakeException.RecordStale(message, claimed, reply, abort);
      case POLICY_DENIED -> new DpkHandshakeException.PolicyDenied(message, claimed, reply, abort);
      case LOOKUP_UNAVAILABLE ->
          new DpkHandshakeException.LookupUnavailable(message, claimed, reply, abort);
      case SUITE_DOWNGRADE ->
          new DpkHandshakeException.SuiteDowngrade(message, claimed, reply, abort);
      case ROLE_DENIED -> new DpkHandshakeException.RoleDenied(message, claimed, reply, abort);
      case TOKEN_REJECTED ->
          new DpkHandshakeException.TokenRejected(message, claimed, abort.detail(), reply, abort);
    };
  }

  private static String detail(boolean here, String reason) {
    return here ? ": " + reason : "; it does not use the one of its record on chain";
  }
}
