package org.dpk.cli.internal.output;

import org.dpk.provider.internal.enrol.EnrolmentStep;

/** The steps of an enrolment, as a person follows them. */
public final class EnrolmentWords {

  private EnrolmentWords() {}

  /**
   * What was reached.
   *
   * @param detail of the step; may be empty
   */
  public static String of(EnrolmentStep step, String detail) {
    String words = words(step);
    boolean plain = detail.isEmpty() || step == EnrolmentStep.CHAIN_REACHED;
    return plain ? words : words + ": " + detail;
  }

  private static String words(EnrolmentStep step) {
    return switch (step) {
      case CHAIN_REACHED -> "the node serves the right chain and contract";
      case PKM_VERIFIED -> "the PKM's record is the one that the token file pins";
      case IDENTITY_STORED -> "keys and wallet are in the identity file";
      case ADMISSION_BEGUN -> "the PKM took the token";
      case FUNDED -> "the wallet has its Ether";
      case REQUEST_STORED -> "the request is signed";
      case REQUEST_SENT -> "the request is sent";
      case REQUEST_MINED -> "the request is in a block";
      case APPROVAL_ASKED -> "the PKM was asked to approve";
      case ADMITTED -> "the PKM says that the record is on chain";
      case RECORD_VERIFIED -> "the record is on chain, with the right digest";
      case COMPLETED -> "the identity can be used";
    };
  }
}
