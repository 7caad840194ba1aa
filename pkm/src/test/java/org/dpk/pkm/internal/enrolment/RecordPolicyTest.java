package org.dpk.pkm.internal.enrolment;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.agreement.EnrolmentDesk;
import org.dpk.provider.internal.enrol.TokenRejection;
import org.junit.jupiter.api.Test;

class RecordPolicyTest {

  private static final EthereumAddress WALLET =
      EthereumAddress.parse("0x70997970c51812dc3a010c7d01b50e0d17dc79c8");
  private static final SuiteKey PROVEN = new SuiteKey(0x0201, new byte[32], new byte[32]);
  private static final SuiteKey SOMEBODY_ELSES = new SuiteKey(0x0101, new byte[270], new byte[0]);

  @Test
  void aKeyThatNoRunHasProvenIsNotAdmitted() {
    assertDoesNotThrow(() -> RecordPolicy.requireProven(record(List.of(PROVEN))));

    EnrolmentDesk.Refused refused =
        assertThrows(
            EnrolmentDesk.Refused.class,
            () -> RecordPolicy.requireProven(record(List.of(PROVEN, SOMEBODY_ELSES))));
    assertEquals(TokenRejection.UNFIT_RECORD.code(), refused.code());
    assertTrue(refused.getMessage().contains("2 suites"), refused.getMessage());
  }

  private static IdentityRecord record(List<SuiteKey> keys) {
    return new IdentityRecord(
        1, WALLET, WALLET, 0, 0, DpkIdentity.of(new UUID(1, 2)), keys, List.of());
  }
}
