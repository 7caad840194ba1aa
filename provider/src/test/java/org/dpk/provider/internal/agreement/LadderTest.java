package org.dpk.provider.internal.agreement;

import static org.dpk.provider.internal.agreement.TwoEnds.SERVER;
import static org.dpk.provider.internal.agreement.TwoEnds.sent;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.dpk.provider.Assurance;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.DpkHandshakeException.Busy;
import org.dpk.provider.DpkHandshakeException.IdentityUnknown;
import org.dpk.provider.DpkHandshakeException.LookupUnavailable;
import org.dpk.provider.DpkHandshakeException.NotAuthentic;
import org.dpk.provider.HandshakeMetrics.Rung;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.Waiting;
import org.dpk.provider.internal.admission.AdmissionLimits;
import org.dpk.provider.internal.admission.LoadLimits;
import org.dpk.provider.internal.admission.LookupLimits;
import org.dpk.provider.internal.admission.NetworkLimits;
import org.dpk.provider.internal.admission.Rate;
import org.dpk.provider.internal.admission.RawNs1;
import org.dpk.psk.PskAgreement.Exchange;
import org.dpk.psk.PskAgreement.Step;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a responder does before it trusts NS1, rung by rung, and attacks on each. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LadderTest {

  private static final byte[] BEGIN = {};
  private static final int HEADER = 12;
  private static final int RETRY = 4;
  private static final int NS2 = 2;
  private static final Rate PLENTY = new Rate(1_000_000, 1_000);

  /** Load from the first message on. */
  private static final AdmissionLimits LOADED =
      AdmissionLimits.DEFAULT.withLoad(new LoadLimits(1, 100));

  private static final AdmissionLimits CALM =
      AdmissionLimits.DEFAULT.withLoad(new LoadLimits(1_000_000, 100));

  @RegisterExtension private final TwoEnds ends = new TwoEnds();
  private final End a = ends.a;
  private final End b = ends.b;
  private final AtomicLong nanos = ends.nanos;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void close() throws Exception {
    threads.shutdownNow();
    assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
  }

  private NslAgreement open(End end, AdmissionLimits limits) {
    return ends.open(
        NslAgreement.of(end.view, end.own()).limits(limits).lookupDeadline(Duration.ofSeconds(60)));
  }

  private NslAgreement server(AdmissionLimits limits) {
    return open(b, limits);
  }

  private NslAgreement client() {
    return open(a, AdmissionLimits.DEFAULT);
  }

  /** Somebody whom B has never seen, and does not find in its cache. */
  private NslAgreement stranger(int number, CompletableFuture<Lookup> answer) {
    End end = new End("dns:s" + number + ".example.org", 1_000 + number);
    end.view.put(b.record);
    b.view.stalled.put(end.identity, answer);
    return open(end, AdmissionLimits.DEFAULT);
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] ns1(NslAgreement client) throws Exception {
    try (Exchange atA = client.initiate(SERVER)) {
      return sent(atA.next(BEGIN));
    }
  }

  private static int type(byte[] message) {
    return message[1];
  }

  /** NS1 with a cookie, of which nothing else depends. */
  private static byte[] withCookie(byte[] ns1, byte[] cookie) {
    int before = ns1[HEADER];
    byte[] rest = Arrays.copyOfRange(ns1, HEADER + 1 + before, ns1.length);
    byte[] made = Arrays.copyOf(ns1, HEADER + 1 + cookie.length + rest.length);
    int body = made.length - HEADER;
    made[HEADER - 2] = (byte) (body >> 8);
    made[HEADER - 1] = (byte) body;
    made[HEADER] = (byte) cookie.length;
    System.arraycopy(cookie, 0, made, HEADER + 1, cookie.length);
    System.arraycopy(rest, 0, made, HEADER + 1 + cookie.length, rest.length);
    return made;
  }

  private static void run(NslAgreement client, NslAgreement server, @Nullable InetAddress from)
      throws DpkHandshakeException {
    try (Exchange atA = client.initiate(SERVER);
        Exchange atB = server.respond(from)) {
      byte[] message = sent(atA.next(BEGIN));
      while (true) {
        Step step = atA.next(sent(atB.next(message)));
        if (step instanceof Step.Agreed agreed) {
          assertInstanceOf(Step.Agreed.class, atB.next(agreed.lastMessage()));
          return;
        }
        message = sent(step);
      }
    } catch (DpkHandshakeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static long count(NslAgreement server, Rung rung) {
    return server.metrics().count(rung);
  }

  // ---- cookies

  @Test
  void withoutLoadNoCookieIsAskedFor() throws Exception {
    NslAgreement server = server(AdmissionLimits.DEFAULT);
    run(client(), server, address("192.0.2.7"));

    assertEquals(0, count(server, Rung.COOKIE_ASKED));
    assertEquals(1, count(server, Rung.ARRIVED));
    assertEquals(1, count(server, Rung.PRIVATE_KEY_USED));
    assertEquals(1, count(server, Rung.ANSWERED));
    assertEquals(1, count(server, Rung.AGREED));
    assertEquals(0, server.metrics().unfinished());
  }

  @Test
  void underLoadTheSameNs1ComesOnceMoreWithACookie() throws Exception {
    NslAgreement server = server(LOADED);
    try (Exchange atA = client().initiate(SERVER);
        Exchange atB = server.respond(address("192.0.2.7"))) {
      byte[] first = sent(atA.next(BEGIN));
      byte[] retry = sent(atB.next(first));

      assertEquals(RETRY, type(retry));
      assertArrayEquals(Arrays.copyOfRange(first, 2, 10), Arrays.copyOfRange(retry, 2, 10));
      assertEquals(0, count(server, Rung.PRIVATE_KEY_USED));
      assertEquals(0, server.metrics().unfinished(), "nothing is kept of it");
      assertTrue(server.metrics().underLoad());

      byte[] second = sent(atA.next(retry));
      assertArrayEquals(withCookie(first, RawNs1.cookieOf(retry)), second);
      Step.Agreed agreed = (Step.Agreed) atA.next(sent(atB.next(second)));
      assertInstanceOf(Step.Agreed.class, atB.next(agreed.lastMessage()));
    }
    assertEquals(1, count(server, Rung.COOKIE_ASKED));
    assertEquals(1, count(server, Rung.COOKIE_GOOD));
    assertEquals(1, count(server, Rung.PRIVATE_KEY_USED));
    assertEquals(1, count(server, Rung.AGREED));
  }

  @Test
  void whoDoesNotKnowWhereItsClientsAreAsksForCookiesTooAndLimitsNobody() throws Exception {
    NetworkLimits one = new NetworkLimits(16, 48, new Rate(1, 1), 1);
    NslAgreement server = server(LOADED.withNetworks(one));
    for (int i = 0; i < 5; i++) {
      run(client(), server, null);
    }
    assertEquals(5, count(server, Rung.COOKIE_GOOD));
    assertEquals(5, count(server, Rung.ADDRESS_UNKNOWN));
  }

  private void assertRefusedUnopened(NslAgreement server, Exchange atB, byte[] ns1) {
    Busy e = assertThrows(Busy.class, () -> atB.next(ns1));
    assertEquals(6, e.alert());
    assertEquals(0, count(server, Rung.PRIVATE_KEY_USED));
    assertEquals(1, count(server, Rung.COOKIE_REFUSED));
    assertEquals(0, server.metrics().unfinished());
  }

  @Test
  void aForgedCookieIsRefused() throws Exception {
    NslAgreement server = server(LOADED);
    byte[] ns1 = ns1(client());
    try (Exchange atB = server.respond(address("192.0.2.7"))) {
      byte[] cookie = RawNs1.cookieOf(sent(atB.next(ns1)));
      cookie[cookie.length - 1] ^= 1;
      assertRefusedUnopened(server, atB, withCookie(ns1, cookie));
    }
  }

  @Test
  void whoIgnoresRetryIsRefused() throws Exception {
    NslAgreement server = server(LOADED);
    byte[] ns1 = ns1(client());
    try (Exchange atB = server.respond(address("192.0.2.7"))) {
      sent(atB.next(ns1));
      assertRefusedUnopened(server, atB, ns1);
    }
  }

  @Test
  void aCookieOfAnotherAddressIsRefused() throws Exception {
    NslAgreement server = server(LOADED);
    byte[] ns1 = ns1(client());
    byte[] cookie;
    try (Exchange there = server.respond(address("192.0.2.8"))) {
      cookie = RawNs1.cookieOf(sent(there.next(ns1)));
    }
    try (Exchange here = server.respond(address("192.0.2.7"))) {
      assertEquals(RETRY, type(sent(here.next(withCookie(ns1, cookie)))));
      assertRefusedUnopened(server, here, withCookie(ns1, cookie));
    }
  }

  @Test
  void aCookieOfAnotherHandshakeIsRefused() throws Exception {
    NslAgreement server = server(LOADED);
    NslAgreement client = client();
    byte[] cookie;
    try (Exchange other = server.respond(address("192.0.2.7"))) {
      cookie = RawNs1.cookieOf(sent(other.next(ns1(client))));
    }
    byte[] ns1 = ns1(client);
    try (Exchange atB = server.respond(address("192.0.2.7"))) {
      assertEquals(RETRY, type(sent(atB.next(withCookie(ns1, cookie)))));
      assertRefusedUnopened(server, atB, withCookie(ns1, cookie));
    }
  }

  @Test
  void aCookieIsGoodForOnePrivateKeyOperation() throws Exception {
    NslAgreement server = server(LOADED);
    byte[] ns1 = ns1(client());
    byte[] good;
    try (Exchange atB = server.respond(address("192.0.2.7"))) {
      good = withCookie(ns1, RawNs1.cookieOf(sent(atB.next(ns1))));
      assertEquals(NS2, type(sent(atB.next(good))));
    }
    for (int i = 0; i < 5; i++) {
      try (Exchange again = server.respond(address("192.0.2.7"))) {
        assertThrows(NotAuthentic.class, () -> again.next(good));
      }
    }
    assertEquals(1, count(server, Rung.PRIVATE_KEY_USED));
    assertEquals(5, count(server, Rung.REPLAYED));
    assertEquals(0, count(server, Rung.UNDECRYPTABLE));
  }

  @Test
  void aCookieOfAnEarlierEpochIsRefused() throws Exception {
    NslAgreement server = server(LOADED);
    byte[] ns1 = ns1(client());
    try (Exchange atB = server.respond(address("192.0.2.7"))) {
      byte[] cookie = RawNs1.cookieOf(sent(atB.next(ns1)));
      nanos.addAndGet(Duration.ofMinutes(2).toNanos());
      try (Exchange other = server.respond(address("192.0.2.9"))) {
        sent(other.next(ns1(client()))); // there is load again
      }
      assertRefusedUnopened(server, atB, withCookie(ns1, cookie));
    }
  }

  @Test
  void afterRetryNoSecondOneIsAskedForByAlertFour() throws Exception {
    End rotated = new End("dns:server.example.org", 60);
    rotated.view.put(b.record(2, rotated.pair));
    rotated.view.put(a.record);
    a.view.putOnChainOnly(b.record(2, rotated.pair));
    NslAgreement server = open(rotated, LOADED);

    run(client(), server, address("192.0.2.7"));

    assertEquals(1, count(server, Rung.COOKIE_ASKED));
    assertEquals(1, count(server, Rung.KEY_UNKNOWN));
    assertEquals(3, count(server, Rung.ARRIVED));
  }

  @Test
  void loadThatBeginsAfterAlertFourStillAsks() throws Exception {
    End rotated = new End("dns:server.example.org", 60);
    rotated.view.put(b.record(2, rotated.pair));
    rotated.view.put(a.record);
    a.view.putOnChainOnly(b.record(2, rotated.pair));
    NslAgreement server = open(rotated, AdmissionLimits.DEFAULT.withLoad(new LoadLimits(2, 100)));

    run(client(), server, address("192.0.2.7"));

    assertEquals(1, count(server, Rung.COOKIE_ASKED));
    assertEquals(1, count(server, Rung.COOKIE_GOOD));
  }

  @Test
  void alertFourHoldsNoPlace() throws Exception {
    NslAgreement server = server(CALM);
    try (Exchange atB = server.respond(null)) {
      sent(atB.next(RawNs1.garbage(new Random(1), new byte[8]).encode()));
      assertEquals(0, server.metrics().unfinished());
    }
    assertEquals(1, count(server, Rung.KEY_UNKNOWN));
  }

  // ---- buckets and places

  @Test
  void aNetworkThatAsksTooOftenWaitsForItsBucket() throws Exception {
    NetworkLimits three = new NetworkLimits(16, 48, new Rate(3, 1), 100);
    NslAgreement server = server(LOADED.withNetworks(three));
    NslAgreement client = client();
    for (int i = 1; i <= 3; i++) {
      run(client, server, address("127.1.0." + i));
    }
    assertThrows(Busy.class, () -> run(client, server, address("127.1.200.4")));
    assertEquals(1, count(server, Rung.BUCKET_EMPTY));
    run(client, server, address("127.2.0.1"));

    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    run(client, server, address("127.1.0.1"));
    assertThrows(Busy.class, () -> run(client, server, address("127.1.0.1")));
  }

  @Test
  void whoHasNoCookieEmptiesNobodysBucket() throws Exception {
    NetworkLimits one = new NetworkLimits(16, 48, new Rate(1, 1), 100);
    NslAgreement server = server(LOADED.withNetworks(one));
    for (int i = 0; i < 50; i++) {
      try (Exchange atB = server.respond(address("127.1.0.1"))) {
        sent(atB.next(ns1(client())));
      }
    }
    run(client(), server, address("127.1.0.1"));
  }

  @Test
  void oneNetworkNeverFillsTheHouse() throws Exception {
    AdmissionLimits small =
        AdmissionLimits.DEFAULT
            .withUnfinished(20)
            .withLoad(new LoadLimits(1_000_000, 25))
            .withNetworks(new NetworkLimits(16, 48, PLENTY, 40));
    NslAgreement server = server(small);
    NslAgreement client = client();
    List<Exchange> held = new ArrayList<>();
    int stopped = 0;
    for (int i = 0; i < 40; i++) {
      Exchange atB = server.respond(address("127.66.0.1"));
      held.add(atB);
      try {
        byte[] ns1 = ns1(client);
        byte[] answer = sent(atB.next(ns1));
        if (type(answer) == RETRY) {
          sent(atB.next(withCookie(ns1, RawNs1.cookieOf(answer))));
        }
      } catch (Busy e) {
        stopped++;
      }
    }
    assertEquals(8, server.metrics().unfinished());
    assertEquals(32, stopped);
    assertEquals(32, count(server, Rung.SHARE_TAKEN));
    run(client, server, address("127.1.0.1"));
    for (Exchange each : held) {
      each.close();
    }
    assertEquals(0, server.metrics().unfinished());
  }

  @Test
  void whoKeepsAFullHouseWaitingMakesRoomAndHearsSo() throws Exception {
    AdmissionLimits two =
        CALM.withUnfinished(2).withNetworks(new NetworkLimits(16, 48, PLENTY, 100));
    NslAgreement server = server(two);
    NslAgreement client = client();
    try (Exchange atA = client.initiate(SERVER);
        Exchange slow = server.respond(address("127.66.0.1"));
        Exchange other = server.respond(address("127.67.0.1"))) {
      byte[] ns34 = ((Step.Agreed) atA.next(sent(slow.next(sent(atA.next(BEGIN)))))).lastMessage();
      sent(other.next(ns1(client)));
      nanos.addAndGet(Duration.ofMillis(1_001).toNanos());

      run(client, server, address("127.1.0.1"));

      assertEquals(1, count(server, Rung.DISPLACED));
      assertThrows(Busy.class, () -> slow.next(ns34));
    }
  }

  // ---- boxes

  @Test
  void garbageIsCountedAndHoldsNothing() throws Exception {
    NslAgreement server = server(CALM);
    Random random = new Random(2);
    byte[] kid = Arrays.copyOf(b.record.recHash(), 8);
    for (int i = 0; i < 20; i++) {
      try (Exchange atB = server.respond(null)) {
        byte[] bogus = RawNs1.garbage(random, kid).encode();
        assertThrows(NotAuthentic.class, () -> atB.next(bogus));
      }
    }
    try (Exchange atB = server.respond(null)) {
      assertThrows(DpkHandshakeException.Malformed.class, () -> atB.next(new byte[] {1, 9}));
    }
    assertEquals(20, count(server, Rung.UNDECRYPTABLE));
    assertEquals(20, count(server, Rung.PRIVATE_KEY_USED));
    assertEquals(1, count(server, Rung.MALFORMED));
    assertEquals(20, count(server, Rung.ARRIVED));
    assertEquals(0, server.metrics().unfinished());
  }

  // ---- look-ups

  private static LookupLimits strangers(int atOnce, Rate rate) {
    return new LookupLimits(64, atOnce, 4, rate, PLENTY);
  }

  private static Lookup active(End end) {
    return MapRegistry.active(end.record.record());
  }

  /** Its record is not in B's cache; the chain answers at once. */
  private void uncache(End end) {
    b.view.stalled.put(end.identity, CompletableFuture.completedFuture(active(end)));
  }

  private List<Future<?>> crowd(int count, NslAgreement server, CompletableFuture<Lookup> answer) {
    List<Future<?>> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      NslAgreement stranger = stranger(i, answer);
      runs.add(
          threads.submit(
              () -> assertThrows(DpkHandshakeException.class, () -> run(stranger, server, null))));
    }
    return runs;
  }

  @Test
  void strangersNeverStarveKnownDevices() throws Exception {
    NslAgreement server = server(LOADED.withLookups(strangers(4, PLENTY)));
    NslAgreement device = client();
    run(device, server, null);
    uncache(a);
    CompletableFuture<Lookup> stalled = new CompletableFuture<>();
    List<Future<?>> runs = crowd(40, server, stalled);
    Waiting.until(
        "the others were sent away", () -> server.metrics().count(Rung.OVER_BUDGET_STRANGER) == 36);

    for (int i = 0; i < 10; i++) {
      run(device, server, null);
    }

    assertEquals(4, count(server, Rung.LOOKUP_STRANGER));
    assertTrue(count(server, Rung.LOOKUP_KNOWN) >= 10);
    stalled.completeExceptionally(new RegistryException("too late", null));
    for (Future<?> each : runs) {
      each.get(20, TimeUnit.SECONDS);
    }
    assertEquals(0, server.metrics().unfinished());
  }

  @Test
  void whoClaimsAKnownDevicesNameStarvesNoOther() throws Exception {
    NslAgreement server = server(LOADED.withLookups(new LookupLimits(2, 4, 4, PLENTY, PLENTY)));
    End other = new End("dns:other.example.org", 9);
    other.view.put(b.record);
    b.view.put(other.record);
    run(client(), server, null);
    run(open(other, AdmissionLimits.DEFAULT), server, null);
    CompletableFuture<Lookup> stalled = new CompletableFuture<>();
    b.view.stalled.put(a.identity, stalled);
    uncache(other);
    NslAgreement pretender = client();
    List<Future<?>> runs = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      runs.add(threads.submit(() -> assertThrowsBusyOrNothing(pretender, server)));
    }
    Waiting.until("all but a few were sent away", () -> count(server, Rung.CROWD) >= 20);

    for (int i = 0; i < 10; i++) {
      run(open(other, AdmissionLimits.DEFAULT), server, null);
    }
    stalled.complete(active(a));
    for (Future<?> each : runs) {
      each.get(20, TimeUnit.SECONDS);
    }
  }

  private static void assertThrowsBusyOrNothing(NslAgreement client, NslAgreement server) {
    try {
      run(client, server, null);
    } catch (LookupUnavailable e) {
      assertTrue(String.valueOf(e.getMessage()).contains("busy"), e.getMessage());
    } catch (DpkHandshakeException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void strangersAreFewInASecondToo() throws Exception {
    NslAgreement server = server(CALM.withLookups(strangers(4, new Rate(3, 1))));
    for (int i = 0; i < 3; i++) {
      assertThrows(IdentityUnknown.class, () -> runAbsent(server));
    }
    assertThrows(LookupUnavailable.class, () -> runAbsent(server));
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThrows(IdentityUnknown.class, () -> runAbsent(server));
    assertThrows(IdentityUnknown.class, () -> runAbsent(server));
    assertThrows(LookupUnavailable.class, () -> runAbsent(server));
    assertEquals(5, count(server, Rung.LOOKUP_STRANGER));
    assertEquals(0, count(server, Rung.LOOKUP_REFETCH), "the chain was asked a moment ago");
    assertEquals(2, count(server, Rung.OVER_BUDGET_STRANGER));
    run(client(), server, null);
  }

  private int absents;

  private void runAbsent(NslAgreement server) throws DpkHandshakeException {
    End end = new End("dns:absent" + absents + ".example.org", 5_000 + absents++);
    Lookup absent = new Lookup.Absent(end.identity, MapRegistry.BLOCK, Assurance.TRUSTED_NODE);
    end.view.put(b.record);
    b.view.stalled.put(end.identity, CompletableFuture.completedFuture(absent));
    run(open(end, AdmissionLimits.DEFAULT), server, null);
  }

  @Test
  void whoIsKnownToBeNobodyCostsOneQuestionInHalfAMinute() throws Exception {
    NslAgreement server = server(CALM);
    End end = new End("dns:nobody.example.org", 77);
    end.view.put(b.record);
    NslAgreement nobody = open(end, AdmissionLimits.DEFAULT);
    for (int i = 0; i < 10; i++) {
      assertThrows(IdentityUnknown.class, () -> run(nobody, server, null));
    }
    assertEquals(1, count(server, Rung.LOOKUP_REFETCH));
    assertEquals(0, count(server, Rung.LOOKUP_STRANGER));
    assertEquals(19, count(server, Rung.CACHED_REFUSAL));
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    assertThrows(IdentityUnknown.class, () -> run(nobody, server, null));
    assertEquals(2, count(server, Rung.LOOKUP_REFETCH));
    assertEquals(11, count(server, Rung.NOT_AS_CLAIMED));
  }

  @Test
  void nobodyWearsTheChainOutByVersionsThatNobodyHas() throws Exception {
    NslAgreement server =
        server(CALM.withLookups(new LookupLimits(64, 4, 4, PLENTY, new Rate(2, 1))));
    for (int i = 0; i < 10; i++) {
      End end = new End("dns:future" + i + ".example.org", 300 + i);
      b.view.put(end.record);
      end.view.put(end.record(99, end.pair));
      end.view.put(b.record);
      NslAgreement future = open(end, AdmissionLimits.DEFAULT);
      assertThrows(DpkHandshakeException.class, () -> run(future, server, null));
    }
    assertEquals(2, count(server, Rung.LOOKUP_REFETCH));
    assertEquals(8, count(server, Rung.OVER_BUDGET_REFETCH));
    assertFalse(server.metrics().underLoad());
  }
}
