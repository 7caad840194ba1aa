package org.dpk.provider.internal.agreement;

import org.dpk.provider.IdentityRecord;

/**
 * Who admits devices, at a responder that serves enrolment. Called in delegated tasks: may block,
 * and bounds its own waiting. Safe for use by several threads.
 */
public interface EnrolmentDesk {

  /**
   * Judges a candidate before anything is answered: the token's signature, expiry and use, the
   * identity, its record on chain. Nothing is proven yet: this changes no state.
   *
   * @param candidate the record that the device wants
   * @param candidateBytes its canonical bytes
   * @param token as the device sent it, 1 to 65535 bytes: not to be trusted
   * @throws Refused if it will not be admitted
   */
  void check(IdentityRecord candidate, byte[] candidateBytes, byte[] token) throws Refused;

  /**
   * The device proved to have the private keys of one suite of the candidate: from now on the token
   * is bound to this record. Other parameters as in {@link #check}.
   *
   * @param suite the number of the suite; what the record says of others is not proven by this run
   * @throws Refused if the token was bound to another record meanwhile
   */
  void proven(IdentityRecord candidate, byte[] candidateBytes, byte[] token, int suite)
      throws Refused;

  /** The device is sent away. */
  final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final int code;

    /**
     * @param code the reason by the PKM's own numbers, 1 to 255: it travels sealed to the device
     * @param reason for the log of this end
     */
    public Refused(int code, String reason) {
      super(reason);
      if (code < 1 || code > 0xFF) {
        throw new IllegalArgumentException("a reason's number is 1 to 255, not " + code);
      }
      this.code = code;
    }

    /** The reason by the PKM's own numbers, 1 to 255. */
    public int code() {
      return code;
    }
  }
}
