package org.dpk.provider.internal.record;

/** Bytes that are no record: whatever they came from, the identity can't be used. */
public final class RecordFormatException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param message which rule is broken
   */
  public RecordFormatException(String message) {
    super(message);
  }

  /**
   * @param message which rule is broken
   * @param cause what noticed it
   */
  public RecordFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
