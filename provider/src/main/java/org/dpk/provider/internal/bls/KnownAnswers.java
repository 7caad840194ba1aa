package org.dpk.provider.internal.bls;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Whether a library that comes from elsewhere computes what it has to, before anything is trusted
 * to it: signatures that are right, and those that only the checks of the subgroups refuse. Three
 * keys of ethereum/bls12-381-tests signed 32 times 0x12; computed with another implementation, as
 * the vectors of the tests are.
 */
final class KnownAnswers {

  private static final byte[] KEY_1 =
      bytes(
          "a491d1b0ecd9bb917989f0e74f0dea0422eac4a873e5e264"
              + "4f368dffb9a6e20fd6e10c1b77654d067c0618f6e5a7f79a");

  private static final byte[] KEY_2 =
      bytes(
          "b301803f8b5ac4a1133581fc676dfedc60d891dd5fa99028"
              + "805e5ea5b08d3491af75d0707adab3b70c6a6a580217bf81");

  private static final byte[] KEY_3 =
      bytes(
          "b53d21a4cfd562c469cc81514d4ce5a6b577d8403d32a394"
              + "dc265dd190b47fa9f829fdd7963afdf972e5e77854051f6f");

  /** The first key and a point whose order is prime to r. */
  private static final byte[] KEY_1_AND_TORSION =
      bytes(
          "8abf7556148922497dbf395cc5ba96e2bd149a315589eb47"
              + "bbbb8877cbd6c8628849985e75f0050ca566479b9604315f");

  /** The sum of the three keys. */
  private static final byte[] AGGREGATE =
      bytes(
          "a095608b35495ca05002b7b5966729dd1ed096568cf2ff24"
              + "f3318468e0f3495361414a78ebc09574489bc79e48fca969");

  /** By the three keys. */
  private static final byte[] SIGNATURE =
      bytes(
          "afcb4d980f079265caa61aee3e26bf48bebc5dc3e7f2d7346834d76cbc812f63"
              + "6c937b6b44a9323d8bc4b1cdf71d6811035ddc2634017faab2845308f568f2b9"
              + "a0356140727356eae9eded8b87fd8cb8024b440c57aee06076128bb32921f584");

  /** That and a point whose order is prime to r. */
  private static final byte[] SIGNATURE_AND_TORSION =
      bytes(
          "a07cfbfb11ce435d1b2e70b46b8b9acb43f72d0c4c4928044a0825fd94f7da81"
              + "93507fa5e7c89b9d9dc3efc595f938300eb7f650d57e40701ff1dbc80806fbaf"
              + "8e927099e1cff5156c3a7b212cd4f2bbf600a8005b4fea9fd73f8170f65353aa");

  /** By the first key. */
  private static final byte[] SIGNATURE_OF_1 =
      bytes(
          "967c04fec3e9b80da788721a52bc0a60c18fb67b06a20f6d299b134000e97b7e"
              + "76330295b7bcd2ee22a568e38740931105b05d074a3f161a3bfe500201a2a7b2"
              + "d06a8f2230f12b606a1cff4b05162b741760adf0030530aa649f42db14aeb6d0");

  private static final List<byte[]> KEYS = List.of(KEY_1, KEY_2, KEY_3);

  private KnownAnswers() {}

  /**
   * Nothing, if all answers are right.
   *
   * @throws IllegalStateException if one is wrong
   */
  static void check(Bls bls) {
    byte[] message = new byte[Bls.MESSAGE_LENGTH];
    Arrays.fill(message, (byte) 0x12);
    byte[] other = new byte[Bls.MESSAGE_LENGTH];
    boolean right =
        bls.fastAggregateVerify(KEYS, message, SIGNATURE)
            && bls.verifyByAbsentees(AGGREGATE, List.of(KEY_2, KEY_3), message, SIGNATURE_OF_1)
            && !bls.verifyByAbsentees(AGGREGATE, List.of(KEY_2), message, SIGNATURE_OF_1)
            && !bls.fastAggregateVerify(KEYS, other, SIGNATURE)
            && !bls.fastAggregateVerify(KEYS, message, SIGNATURE_AND_TORSION)
            && !bls.fastAggregateVerify(
                List.of(KEY_1_AND_TORSION, KEY_2, KEY_3), message, SIGNATURE);
    if (!right) {
      throw new IllegalStateException(bls.library() + " verifies BLS signatures wrongly");
    }
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
