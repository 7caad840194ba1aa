package org.dpk.provider;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chain could not be asked, or its answer can't be used. Subclasses say why, and their messages
 * what to do.
 */
public class RegistryException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what went wrong and what to do
   * @param cause may be null
   */
  public RegistryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** No answer from the node in time. */
  public static class Unreachable extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** As {@link RegistryException#RegistryException}. */
    public Unreachable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The node serves another chain than the one that was configured. */
  public static class WrongChain extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** As {@link RegistryException#RegistryException}. */
    public WrongChain(String message) {
      super(message, null);
    }
  }

  /** There is no DPK registry at the configured address. */
  public static class NoContract extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** As {@link RegistryException#RegistryException}. */
    public NoContract(String message) {
      super(message, null);
    }
  }

  /** The chain's clock and this machine's are too far apart. */
  public static class ClockSkew extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** As {@link RegistryException#RegistryException}. */
    public ClockSkew(String message) {
      super(message, null);
    }
  }

  /**
   * The record is there and its digest right, but it does not parse: the identity can't be used.
   */
  public static class UnusableRecord extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** As {@link RegistryException#RegistryException}. */
    public UnusableRecord(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The contract refused a call; the message says in plain words why. */
  public static class Refused extends RegistryException {
    private static final long serialVersionUID = 1L;

    private final String error;
    private final transient List<String> arguments;

    /** As {@link RegistryException#RegistryException}, for a refusal without a named error. */
    public Refused(String message, @Nullable Throwable cause) {
      super(message, cause);
      this.error = "";
      this.arguments = List.of();
    }

    /**
     * @param message what went wrong and what to do
     * @param error the name of the contract's error
     * @param arguments its arguments as text, in the order of the contract
     */
    public Refused(String message, String error, List<String> arguments) {
      super(message, null);
      this.error = error;
      this.arguments = List.copyOf(arguments);
    }

    /** The name of the contract's error, such as {@code NotPkm}; empty if it gave none. */
    public String error() {
      return error;
    }

    /** The arguments of the error as text, in the order of the contract; empty if it has none. */
    public List<String> arguments() {
      return arguments == null ? List.of() : arguments;
    }
  }

  /** The wallet has not the Ether for a transaction. */
  public static class InsufficientFunds extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** As {@link RegistryException#RegistryException}. */
    public InsufficientFunds(String message) {
      super(message, null);
    }
  }

  /** The chain asks for a higher fee than the configured cap, or than the transaction offers. */
  public static class FeeTooLow extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** As {@link RegistryException#RegistryException}. */
    public FeeTooLow(String message) {
      super(message, null);
    }
  }

  /** Another transaction of the same wallet took the nonce: this one can never be mined. */
  public static class NonceTaken extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** As {@link RegistryException#RegistryException}. */
    public NonceTaken(String message) {
      super(message, null);
    }
  }

  /** The chain shows an older state of an identity than it showed before. */
  public static class RolledBack extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** As {@link RegistryException#RegistryException}. */
    public RolledBack(String message) {
      super(message, null);
    }
  }

  /**
   * No block can be vouched for: the anchor knows none, or none that is recent enough. Says whether
   * those who were asked are frozen, or lie, or the trusted checkpoint is too old.
   */
  public static class Unanchored extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** As {@link RegistryException#RegistryException}. */
    public Unanchored(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** An answer of a node is not what the trusted block commits to, or no proof came with it. */
  public static class Unproven extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** As {@link RegistryException#RegistryException}. */
    public Unproven(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * The record of an active identity can't be had: whoever was asked has pruned its log, or
   * withholds it. Never a reason to take the identity for absent.
   */
  public static class RecordUnavailable extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** As {@link RegistryException#RegistryException}. */
    public RecordUnavailable(String message) {
      super(message, null);
    }
  }
}
