package org.dpk.pkm.internal.enrolment;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.agreement.EnrolmentDesk;
import org.dpk.provider.internal.enrol.TokenRejection;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.junit.jupiter.api.Test;

class RecordPolicyTest {

  private static final SuiteKey RSA = key(Suite.NSL_RSA2048);
  private static final SuiteKey X25519 = key(Suite.NSL_X25519);
  private static final SuiteKey XWING = key(Suite.NSL_XWING);

  private static SuiteKey key(Suite suite) {
    try (SuiteKeyPair pair = SuiteKeyPair.generate(suite, new SecureRandom())) {
      return pair.publicKey();
    }
  }

  private static void judge(List<SuiteKey> pkm, List<SuiteKey> device)
      throws EnrolmentDesk.Refused {
    RecordPolicy.requireProvable(pkm, device);
  }

  @Test
  void keysOfEverySuiteThatThePkmHasAreAdmittedInAnyOrder() {
    List<SuiteKey> pkm = List.of(RSA, X25519, XWING);
    for (List<SuiteKey> device :
        List.of(
            List.of(RSA),
            List.of(X25519),
            List.of(XWING),
            List.of(XWING, RSA),
            List.of(XWING, X25519, RSA))) {
      assertDoesNotThrow(() -> judge(pkm, device));
    }
  }

  @Test
  void aKeyThatNoRunWithThisPkmCanProveIsNotAdmitted() {
    assertRefused(List.of(X25519), List.of(X25519, XWING), "NSL_XWING");
    assertRefused(List.of(X25519, XWING), List.of(RSA), "NSL_RSA2048");
  }

  @Test
  void aRecordWithoutKeysIsNotAdmitted() {
    assertRefused(List.of(X25519), List.of(), "no keys");
  }

  @Test
  void aSuiteThatIsNotKnownIsNotAdmitted() {
    SuiteKey unknown = new SuiteKey(0x0999, new byte[32], new byte[32]);
    assertRefused(List.of(X25519, unknown), List.of(X25519, unknown), "0x0999");
  }

  @Test
  void malformedKeysAreNotAdmitted() {
    byte[] even = RSA.kem();
    even[264] &= ~1;
    byte[] otherExponent = RSA.kem();
    otherExponent[269] = 3;
    Stream.of(
            new SuiteKey(X25519.suite(), X25519.kem(), new byte[0]),
            new SuiteKey(X25519.suite(), new byte[31], X25519.sig()),
            new SuiteKey(XWING.suite(), XWING.kem(), new byte[32]),
            new SuiteKey(XWING.suite(), new byte[1215], new byte[0]),
            new SuiteKey(RSA.suite(), RSA.kem(), RSA.kem()),
            new SuiteKey(RSA.suite(), even, new byte[0]),
            new SuiteKey(RSA.suite(), otherExponent, new byte[0]))
        .forEach(key -> assertRefused(List.of(RSA, X25519, XWING), List.of(key), "malformed"));
  }

  private static void assertRefused(List<SuiteKey> pkm, List<SuiteKey> device, String why) {
    EnrolmentDesk.Refused refused =
        assertThrows(EnrolmentDesk.Refused.class, () -> judge(pkm, device));
    assertEquals(TokenRejection.UNFIT_RECORD.code(), refused.code());
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
  }
}
