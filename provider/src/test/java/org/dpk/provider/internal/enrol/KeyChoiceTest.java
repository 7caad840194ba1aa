package org.dpk.provider.internal.enrol;

import static org.dpk.provider.internal.nsl.Suite.NSL_RSA2048;
import static org.dpk.provider.internal.nsl.Suite.NSL_X25519;
import static org.dpk.provider.internal.nsl.Suite.NSL_XWING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.internal.identity.IdentityFixture;
import org.dpk.provider.internal.nsl.Suite;
import org.junit.jupiter.api.Test;

class KeyChoiceTest {

  private static final DpkIdentity DEVICE = DpkIdentity.parse("dns:gw.example");

  private static IdentityRecord record(List<Suite> suites) {
    return IdentityFixture.record(DEVICE, 1, IdentityFixture.keys(suites));
  }

  private static KeyChoice choice(List<Suite> wanted, List<Suite> pkm) {
    return new KeyChoice(wanted, Terms.of(record(pkm), DEVICE, 1, 0));
  }

  @Test
  void withoutAWordANewDeviceGetsTheDefaultSuite() throws Exception {
    assertEquals(List.of(NSL_X25519), choice(List.of(), List.of(NSL_XWING, NSL_X25519)).first());
  }

  @Test
  void theOrderIsTheDevicesAndTheOrderOfProofThePkms() throws Exception {
    KeyChoice choice =
        choice(
            List.of(NSL_X25519, NSL_RSA2048, NSL_XWING),
            List.of(NSL_XWING, NSL_X25519, NSL_RSA2048));
    assertEquals(List.of(NSL_X25519, NSL_RSA2048, NSL_XWING), choice.first());
    assertEquals(
        List.of(NSL_XWING, NSL_X25519, NSL_RSA2048), choice.terms().inOrderOfProof(choice.first()));
  }

  @Test
  void aSuiteThatThePkmCanNotCheckIsRefusedByName() {
    KeyChoice choice = choice(List.of(NSL_X25519, NSL_XWING), List.of(NSL_X25519, NSL_RSA2048));
    EnrolmentException e = assertThrows(EnrolmentException.WrongSuites.class, choice::first);
    assertTrue(e.getMessage().contains("can't check keys of NSL_XWING"), e.getMessage());
    assertTrue(e.getMessage().contains("[NSL_X25519, NSL_RSA2048]"), e.getMessage());
  }

  @Test
  void newKeysAreOfTheSuitesOfTheOldOnesUnlessOthersAreWanted() throws Exception {
    List<Suite> all = List.of(Suite.values());
    IdentityRecord earlier = record(List.of(NSL_XWING, NSL_RSA2048));
    assertEquals(List.of(NSL_XWING, NSL_RSA2048), choice(List.of(), all).inPlaceOf(earlier));
    assertEquals(List.of(NSL_X25519), choice(List.of(NSL_X25519), all).inPlaceOf(earlier));
  }

  @Test
  void anEnrolmentGoesOnWithTheKeysThatItBeganWith() throws Exception {
    List<Suite> all = List.of(Suite.values());
    IdentityRecord candidate = record(List.of(NSL_XWING));
    choice(List.of(), all).requireGoodFor(candidate);
    choice(List.of(NSL_XWING), all).requireGoodFor(candidate);
    EnrolmentException e =
        assertThrows(
            EnrolmentException.WrongSuites.class,
            () -> choice(List.of(NSL_X25519), all).requireGoodFor(candidate));
    assertTrue(e.getMessage().contains("[NSL_XWING]"), e.getMessage());
    assertThrows(
        EnrolmentException.WrongSuites.class,
        () -> choice(List.of(), List.of(NSL_X25519)).requireGoodFor(candidate));
  }

  @Test
  void aSuiteIsNamedOnce() {
    assertThrows(
        IllegalArgumentException.class,
        () -> EnrolmentSettings.DEFAULT.withSuites(List.of(NSL_XWING, NSL_XWING)));
  }
}
