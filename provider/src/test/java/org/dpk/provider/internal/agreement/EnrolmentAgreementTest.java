package org.dpk.provider.internal.agreement;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.DpkHandshakeException.LookupUnavailable;
import org.dpk.provider.DpkHandshakeException.Malformed;
import org.dpk.provider.DpkHandshakeException.RecordStale;
import org.dpk.provider.DpkHandshakeException.TokenRejected;
import org.dpk.provider.EnrolmentPrincipal;
import org.dpk.provider.IdentityRecord;
import org.dpk.psk.PskAgreement.Exchange;
import org.dpk.psk.PskAgreement.Step;
import org.dpk.psk.PskPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnrolmentAgreementTest {

  private static final PskPeer SERVER = new PskPeer("pkm.example.org", 443);
  private static final byte[] BEGIN = {};
  private static final byte[] TOKEN = "a token".getBytes(US_ASCII);

  private final End device = new End("uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", 1);
  private final End pkm = new End("dns:pkm.example.org", 2);
  private final WritingDesk desk = new WritingDesk();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeEach
  void theDeviceSeesThePkm() {
    device.view.put(pkm.record);
    device.view.cached.remove(device.identity);
    device.view.chain.remove(device.identity);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  /** Writes down who came. */
  private static final class WritingDesk implements EnrolmentDesk {
    final List<String> log = new ArrayList<>();
    int refuseAtCheck;
    int refuseAtTheEnd;
    boolean broken;

    @Override
    public void check(IdentityRecord candidate, byte[] candidateBytes, byte[] token)
        throws Refused {
      log.add("check " + candidate.identity() + " " + new String(token, US_ASCII));
      if (broken) {
        throw new IllegalStateException("the database is gone");
      }
      if (refuseAtCheck != 0) {
        throw new Refused(refuseAtCheck, "not good");
      }
    }

    @Override
    public void proven(IdentityRecord candidate, byte[] candidateBytes, byte[] token, int suite)
        throws Refused {
      log.add(
          "proven 0x%04x of %s %s"
              .formatted(suite, candidate.identity(), new String(token, US_ASCII)));
      if (refuseAtTheEnd != 0) {
        throw new Refused(refuseAtTheEnd, "not good any more");
      }
    }
  }

  private NslAgreement open(NslAgreementBuilder builder) {
    NslAgreement agreement = builder.build();
    opened.add(agreement);
    return agreement;
  }

  private NslAgreement client() {
    return open(
        NslAgreement.enrolling(
            device.view, new Enrolment(device.keys(), TOKEN, pkm.record.recHash())));
  }

  private NslAgreement server() {
    return open(NslAgreement.of(pkm.view, pkm.own()).enrolmentDesk(desk));
  }

  private static byte[] sent(Step step) {
    return ((Step.Send) step).message();
  }

  @Test
  void aDeviceIsCheckedAndAdmitted() throws Exception {
    try (Exchange atDevice = client().initiate(SERVER);
        Exchange atPkm = server().respond(null)) {
      byte[] ns2 = sent(atPkm.next(sent(atDevice.next(BEGIN))));
      assertEquals(List.of("check " + device.identity + " a token"), desk.log);
      Step.Agreed agreedDevice = (Step.Agreed) atDevice.next(ns2);
      Step.Agreed agreedPkm = (Step.Agreed) atPkm.next(agreedDevice.lastMessage());

      assertEquals("proven 0x0201 of " + device.identity + " a token", desk.log.get(1));
      EnrolmentPrincipal principal = (EnrolmentPrincipal) agreedPkm.peer();
      assertEquals("enrolling " + device.identity, principal.getName());
      assertArrayEquals(device.record.bytes(), principal.candidateBytes());
      assertEquals(device.record.record(), principal.candidate());
      assertEquals(2, principal.certificates().size());
      assertEquals("dns:pkm.example.org", agreedDevice.peer().getName());
      assertFalse(agreedPkm.cacheable());
      assertFalse(agreedDevice.cacheable());
      assertEquals(agreedDevice.keys().next(), agreedPkm.keys().next());
      assertNull(agreedDevice.keys().next());
      assertNull(agreedPkm.keys().next());
    }
  }

  @Test
  void aKeyOfAnEnrolmentIsNeverUsedAgain() throws Exception {
    NslAgreement server = server();
    try (Exchange atDevice = client().initiate(SERVER);
        Exchange atPkm = server.respond(null)) {
      byte[] ns2 = sent(atPkm.next(sent(atDevice.next(BEGIN))));
      byte[] ns34 = ((Step.Agreed) atDevice.next(ns2)).lastMessage();
      Step.Agreed agreed = (Step.Agreed) atPkm.next(ns34);
      assertThrows(DpkHandshakeException.class, () -> server.confirm(agreed.peer()));
      assertFalse(server.isNamed(agreed.peer(), SERVER));
    }
  }

  @Test
  void aTokenThatIsRefusedAtOnce() throws Exception {
    desk.refuseAtCheck = 4;
    try (Exchange atDevice = client().initiate(SERVER);
        Exchange atPkm = server().respond(null)) {
      byte[] ns1 = sent(atDevice.next(BEGIN));
      TokenRejected refused = assertThrows(TokenRejected.class, () -> atPkm.next(ns1));
      byte[] alert = refused.lastMessage();
      assertNotNull(alert);
      TokenRejected heard = assertThrows(TokenRejected.class, () -> atDevice.next(alert));
      assertEquals(4, refused.reason());
      assertEquals(4, heard.reason());
      assertEquals(39, heard.alert());
    }
  }

  @Test
  void aTokenThatIsRefusedAtTheEnd() throws Exception {
    desk.refuseAtTheEnd = 200;
    try (Exchange atDevice = client().initiate(SERVER);
        Exchange atPkm = server().respond(null)) {
      byte[] ns2 = sent(atPkm.next(sent(atDevice.next(BEGIN))));
      byte[] ns34 = ((Step.Agreed) atDevice.next(ns2)).lastMessage();
      byte[] alert = assertThrows(TokenRejected.class, () -> atPkm.next(ns34)).lastMessage();
      assertNotNull(alert);
      assertEquals(200, assertThrows(TokenRejected.class, () -> atDevice.next(alert)).reason());
    }
  }

  @Test
  void aDeskThatFailsIsNoRefusalOfTheToken() throws Exception {
    desk.broken = true;
    try (Exchange atDevice = client().initiate(SERVER);
        Exchange atPkm = server().respond(null)) {
      byte[] ns1 = sent(atDevice.next(BEGIN));
      LookupUnavailable e = assertThrows(LookupUnavailable.class, () -> atPkm.next(ns1));
      assertInstanceOf(IllegalStateException.class, e.getCause().getCause());
    }
  }

  @Test
  void aServerThatServesNoEnrolment() throws Exception {
    NslAgreement plain = open(NslAgreement.of(pkm.view, pkm.own()));
    try (Exchange atDevice = client().initiate(SERVER);
        Exchange atServer = plain.respond(null)) {
      byte[] ns1 = sent(atDevice.next(BEGIN));
      assertThrows(Malformed.class, () -> atServer.next(ns1));
    }
  }

  @Test
  void anotherPkmThanTheTokenFilePins() throws Exception {
    byte[] other = pkm.record.recHash();
    other[0] ^= 1;
    NslAgreement client =
        open(NslAgreement.enrolling(device.view, new Enrolment(device.keys(), TOKEN, other)));
    try (Exchange atDevice = client.initiate(SERVER)) {
      RecordStale e = assertThrows(RecordStale.class, () -> atDevice.next(BEGIN));
      assertEquals(pkm.identity, e.identity().orElseThrow());
    }
  }

  @Test
  void aDeviceThatIsNotAdmittedIsNoServer() {
    assertThrows(IllegalStateException.class, () -> client().respond(null));
  }

  @Test
  void aTokenIsNotEmpty() {
    assertThrows(
        IllegalArgumentException.class, () -> new Enrolment(device.keys(), new byte[0], null));
    assertThrows(IllegalArgumentException.class, () -> new EnrolmentDesk.Refused(0, "no number"));
  }
}
