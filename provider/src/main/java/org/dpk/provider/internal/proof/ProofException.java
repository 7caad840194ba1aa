package org.dpk.provider.internal.proof;

/** Bytes that prove nothing: not encoded as they have to be, or not what the root commits to. */
public final class ProofException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param message which rule is broken
   */
  public ProofException(String message) {
    super(message);
  }
}
