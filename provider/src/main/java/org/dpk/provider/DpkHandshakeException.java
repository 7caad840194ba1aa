package org.dpk.provider;

import java.util.Optional;
import org.dpk.psk.AgreementException;
import org.jspecify.annotations.Nullable;

/**
 * Two identities did not agree on a key (protocol.md "Alerts"). Each reason has a subclass; its
 * message says what to do.
 */
public class DpkHandshakeException extends AgreementException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable DpkIdentity identity;
  private final int alert;

  /**
   * @param message what went wrong and what to do, without secrets
   * @param identity whom it is about: this end's own identity, or the peer's; null if not known
   * @param alert the number of the alert that was sent or received; 0 for none
   * @param lastMessage what the peer is still to be told; null for nothing
   * @param cause may be null
   */
  public DpkHandshakeException(
      String message,
      @Nullable DpkIdentity identity,
      int alert,
      byte @Nullable [] lastMessage,
      @Nullable Throwable cause) {
    super(message, lastMessage, cause);
    this.identity = identity;
    this.alert = alert;
  }

  /** Whom it is about; empty if that is not known. Not kept when the exception is serialized. */
  public Optional<DpkIdentity> identity() {
    return Optional.ofNullable(identity);
  }

  /** The number of the alert that was sent or received; 0 for none. */
  public int alert() {
    return alert;
  }

  /** A message does not parse: the peer speaks another protocol, or somebody changed it. */
  public static final class Malformed extends DpkHandshakeException {
    private static final long serialVersionUID = 1L;

    /** As {@link DpkHandshakeException#DpkHandshakeException}. */
    public Malformed(
        String message,
        @Nullable DpkIdentity identity,
        byte @Nullable [] lastMessage,
        @Nullable Throwable cause) {
      super(message, identity, 1, lastMessage, cause);
    }
  }

  /** The peer speaks another version of the protocol. */
  public static final class VersionMismatch extends DpkHandshakeException {
    private static final long serialVersionUID = 1L;

    /** As {@link DpkHandshakeException#DpkHandshakeException}. */
    public VersionMismatch(
        String message,
        @Nullable DpkIdentity identity,
        byte @Nullable [] lastMessage,
        @Nullable Throwable cause) {
      super(message, identity, 2, lastMessage, cause);
    }
  }

  /** The two records have no suite in common that both ends can use. */
  public static final class NoCommonSuite extends DpkHandshakeException {
    private static final long serialVersionUID = 1L;

    /** As {@link DpkHandshakeException#DpkHandshakeException}. */
    public NoCommonSuite(
        String message,
        @Nullable DpkIdentity identity,
        byte @Nullable [] lastMessage,
        @Nullable Throwable cause) {
      super(message, identity, 3, lastMessage, cause);
    }
  }

  /** The peer does not use the record that is on chain. */
  public static final class KeyUnknown extends DpkHandshakeException {
    private static final long serialVersionUID = 1L;

    /** As {@link DpkHandshakeException#DpkHandshakeException}. */
    public KeyUnknown(
        String message,
        @Nullable DpkIdentity identity,
        byte @Nullable [] lastMessage,
        @Nullable Throwable cause) {
      super(message, identity, 4, lastMessage, cause);
    }
  }

  /** The peer has too much to do. */
  public static final class Busy extends DpkHandshakeException {
    private static final long serialVersionUID = 1L;

    /** As {@link DpkHandshakeException#DpkHandshakeException}. */
    public Busy(
        String message,
        @Nullable DpkIdentity identity,
        byte @Nullable [] lastMessage,
        @Nullable Throwable cause) {
      super(message, identity, 6, lastMessage, cause);
    }
  }

  /**
   * A cryptographic check failed: the peer has not the private key of its record, or a message was
   * changed on the way.
   */
  public static final class NotAuthentic extends DpkHandshakeException {
    private static final long serialVersionUID = 1L;

    /** As {@link DpkHandshakeException#DpkHandshakeException}. */
    public NotAuthentic(
        String message,
        @Nullable DpkIdentity identity,
        byte @Nullable [] lastMessage,
        @Nullable Throwable cause) {
      super(message, identity, 7, lastMessage, cause);
    }
  }

  /** The identity is not on chain. */
  public static final class IdentityUnknown extends DpkHandshakeException {
    private static final long serialVersionUID = 1L;

    /** As {@link DpkHandshakeException#DpkHandshakeException}. */
    public IdentityUnknown(
        String message,
        @Nullable DpkIdentity identity,
        byte @Nullable [] lastMessage,
        @Nullable Throwable cause) {
      super(message, identity, 32, lastMessage, cause);
    }

    @Override
    public boolean endsKeys() {
      return true;
    }
  }

  /** The identity was revoked. */
  public static final class IdentityRevoked extends DpkHandshakeException {
    private static final long serialVersionUID = 1L;

    /** As {@link DpkHandshakeException#DpkHandshakeException}. */
    public IdentityRevoked(
        String message,
        @Nullable DpkIdentity identity,
        byte @Nullable [] lastMessage,
        @Nullable Throwable cause) {
      super(message, identity, 33, lastMessage, cause);
    }

    @Override
    public boolean endsKeys() {
      return true;
    }
  }

  /** The identity's record is another than the one on chain, or can't be used at this time. */
  public static final class RecordStale extends DpkHandshakeException {
    private static final long serialVersionUID = 1L;

    /** As {@link DpkHandshakeException#DpkHandshakeException}. */
    public RecordStale(
        String message,
        @Nullable DpkIdentity identity,
        byte @Nullable [] lastMessage,
        @Nullable Throwable cause) {
      super(message, identity, 34, lastMessage, cause);
    }

    @Override
    public boolean endsKeys() {
      return true;
    }
  }

  /** The identity is proven, and not allowed there. */
  public static final class PolicyDenied extends DpkHandshakeException {
    private static final long serialVersionUID = 1L;

    /** As {@link DpkHandshakeException#DpkHandshakeException}. */
    public PolicyDenied(
        String message,
        @Nullable DpkIdentity identity,
        byte @Nullable [] lastMessage,
        @Nullable Throwable cause) {
      super(message, identity, 35, lastMessage, cause);
    }
  }

  /** The identity could not be looked up. */
  public static final class LookupUnavailable extends DpkHandshakeException {
    private static final long serialVersionUID = 1L;

    /** As {@link DpkHandshakeException#DpkHandshakeException}. */
    public LookupUnavailable(
        String message,
        @Nullable DpkIdentity identity,
        byte @Nullable [] lastMessage,
        @Nullable Throwable cause) {
      super(message, identity, 36, lastMessage, cause);
    }
  }

  /** The suite was not the first that both records have. */
  public static final class SuiteDowngrade extends DpkHandshakeException {
    private static final long serialVersionUID = 1L;

    /** As {@link DpkHandshakeException#DpkHandshakeException}. */
    public SuiteDowngrade(
        String message,
        @Nullable DpkIdentity identity,
        byte @Nullable [] lastMessage,
        @Nullable Throwable cause) {
      super(message, identity, 37, lastMessage, cause);
    }
  }

  /** The identity is proven, and has not the role that is needed there. */
  public static final class RoleDenied extends DpkHandshakeException {
    private static final long serialVersionUID = 1L;

    /** As {@link DpkHandshakeException#DpkHandshakeException}. */
    public RoleDenied(
        String message,
        @Nullable DpkIdentity identity,
        byte @Nullable [] lastMessage,
        @Nullable Throwable cause) {
      super(message, identity, 38, lastMessage, cause);
    }
  }

  /** The PKM does not take the enrolment token. */
  public static final class TokenRejected extends DpkHandshakeException {
    private static final long serialVersionUID = 1L;
    private final int reason;

    /**
     * As {@link DpkHandshakeException#DpkHandshakeException}.
     *
     * @param reason the PKM's number for the reason; 0 if it gave none
     */
    public TokenRejected(
        String message,
        @Nullable DpkIdentity identity,
        int reason,
        byte @Nullable [] lastMessage,
        @Nullable Throwable cause) {
      super(message, identity, 39, lastMessage, cause);
      this.reason = reason;
    }

    /** The PKM's number for the reason, 1 to 255; 0 if it gave none. */
    public int reason() {
      return reason;
    }
  }
}
