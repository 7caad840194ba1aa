package org.dpk.provider;

import java.io.IOException;
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

  /** The contract refused a transaction; the message names its error. */
  public static class Refused extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** As {@link RegistryException#RegistryException}. */
    public Refused(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
