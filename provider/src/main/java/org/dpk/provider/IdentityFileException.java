package org.dpk.provider;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An identity file can't be read, unlocked or written. Subclasses say why, and their messages what
 * to do. The file on disk is as it was before.
 */
public class IdentityFileException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what went wrong and what to do, without secrets
   * @param cause may be null
   */
  public IdentityFileException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** These bytes are no identity file, or only a part of one. */
  public static class Unreadable extends IdentityFileException {
    private static final long serialVersionUID = 1L;

    /** As {@link IdentityFileException#IdentityFileException}. */
    public Unreadable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** An identity file, but of a format that this version of DPK does not know. */
  public static class UnknownFormat extends IdentityFileException {
    private static final long serialVersionUID = 1L;

    /** As {@link IdentityFileException#IdentityFileException}, without a cause. */
    public UnknownFormat(String message) {
      super(message, null);
    }
  }

  /**
   * The password is wrong, or the file was changed by somebody who does not know it: which of the
   * two can't be told. The cause is a {@link java.security.UnrecoverableKeyException}, as {@link
   * java.security.KeyStore#load(java.io.InputStream, char[])} asks for.
   */
  public static class WrongPassword extends IdentityFileException {
    private static final long serialVersionUID = 1L;

    /** As {@link IdentityFileException#IdentityFileException}. */
    public WrongPassword(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The file could not be written: no room, no right to, or somebody else wrote it meanwhile. */
  public static class NotWritten extends IdentityFileException {
    private static final long serialVersionUID = 1L;

    /** As {@link IdentityFileException#IdentityFileException}. */
    public NotWritten(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
