package org.dpk.provider.internal.agreement;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.dpk.provider.internal.agreement.TwoEnds.SERVER;
import static org.dpk.provider.internal.agreement.TwoEnds.sent;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.dpk.provider.Assurance;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.DpkHandshakeException.Busy;
import org.dpk.provider.DpkHandshakeException.IdentityRevoked;
import org.dpk.provider.DpkHandshakeException.IdentityUnknown;
import org.dpk.provider.DpkHandshakeException.KeyUnknown;
import org.dpk.provider.DpkHandshakeException.LookupUnavailable;
import org.dpk.provider.DpkHandshakeException.NotAuthentic;
import org.dpk.provider.DpkHandshakeException.PolicyDenied;
import org.dpk.provider.DpkHandshakeException.RecordStale;
import org.dpk.provider.DpkHandshakeException.RoleDenied;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkPrincipal;
import org.dpk.provider.HostIdentity;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.admission.AdmissionLimits;
import org.dpk.provider.internal.admission.LoadLimits;
import org.dpk.provider.internal.admission.LookupLimits;
import org.dpk.provider.internal.admission.Rate;
import org.dpk.provider.internal.nsl.KeyTerms;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.psk.Psk;
import org.dpk.psk.PskAgreement.Exchange;
import org.dpk.psk.PskAgreement.Invalidation;
import org.dpk.psk.PskAgreement.Step;
import org.dpk.psk.PskPeer;
import org.dpk.psk.PskSeries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NslAgreementTest {

  private static final byte[] BEGIN = {};

  /** Room for one run; load as soon as it is taken. */
  private static final AdmissionLimits ROOM_FOR_ONE =
      AdmissionLimits.DEFAULT.withUnfinished(1).withLoad(new LoadLimits(1_000_000, 100));

  private static final AdmissionLimits NO_STRANGERS =
      AdmissionLimits.DEFAULT.withLookups(
          new LookupLimits(1, 0, 0, new Rate(1, 1), new Rate(1, 1)));

  @RegisterExtension private final TwoEnds ends = new TwoEnds();
  private final End a = ends.a;
  private final End b = ends.b;
  private final AtomicLong nanos = ends.nanos;

  private NslAgreement of(End end) {
    return open(NslAgreement.of(end.view, end.own()));
  }

  private NslAgreement open(NslAgreementBuilder builder) {
    return ends.open(builder);
  }

  /** Both results of a run without obstacles. */
  private record Both(Step.Agreed atA, Step.Agreed atB) {}

  private static Both run(NslAgreement client, NslAgreement server) throws DpkHandshakeException {
    try (Exchange atA = client.initiate(SERVER);
        Exchange atB = server.respond(null)) {
      byte[] ns2 = sent(atB.next(withCookie(atA, atB, server)));
      Step.Agreed agreedA = (Step.Agreed) atA.next(ns2);
      Step.Agreed agreedB = (Step.Agreed) atB.next(agreedA.lastMessage());
      return new Both(agreedA, agreedB);
    } catch (DpkHandshakeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void bothEndsGetTheSameKeysAndEachOthersName() throws Exception {
    Both both = run(of(a), of(b));

    assertEquals("dns:server.example.org", both.atA().peer().getName());
    assertEquals(a.identity.toString(), both.atB().peer().getName());
    assertEquals(b.record.record(), ((DpkPrincipal) both.atA().peer()).record());
    assertNull(both.atB().lastMessage());
    assertTrue(both.atA().cacheable() && both.atB().cacheable());
    assertEquals(Duration.ofHours(12), both.atA().lifetime());
    assertEquals(64, assertSameKeys(both));
  }

  private static int assertSameKeys(Both both) {
    PskSeries seriesA = both.atA().keys();
    PskSeries seriesB = both.atB().keys();
    int count = 0;
    for (Psk a = seriesA.next(); a != null; a = seriesA.next(), count++) {
      Psk b = seriesB.next();
      assertNotNull(b);
      assertEquals(a, b);
      assertEquals(22, a.identity().length);
      assertTrue(new String(a.identity(), US_ASCII).matches("[A-Za-z0-9_-]{22}"));
      assertSame(both.atA().peer(), a.peer().orElseThrow());
      assertSame(both.atB().peer(), b.peer().orElseThrow());
    }
    assertNull(seriesB.next());
    return count;
  }

  @Test
  void theCertificatesOfAPeerNameIt() throws Exception {
    Both both = run(of(a), of(b));
    DpkPrincipal server = (DpkPrincipal) both.atA().peer();

    assertEquals(
        List.of(List.of(2, "server.example.org")),
        List.copyOf(server.certificates().get(0).getSubjectAlternativeNames()));
    assertArrayEquals(
        Suite.shownBy(b.pair.publicKey()).orElseThrow(),
        server.certificates().get(0).getPublicKey().getEncoded());
    assertSame(server.certificates(), server.certificates());
  }

  @Test
  void oneUseIsNotCacheable() throws Exception {
    NslAgreement server =
        open(NslAgreement.of(b.view, b.own()).terms(new KeyTerms(Duration.ofMinutes(1), 1)));
    Both both = run(of(a), server);

    assertFalse(both.atA().cacheable());
    assertFalse(both.atB().cacheable());
    assertEquals(1, assertSameKeys(both));
  }

  // ---- what the initiator finds on chain

  @Test
  void aServerThatIsNotRegistered() throws Exception {
    a.view.chain.remove(b.identity);
    a.view.cached.remove(b.identity);
    IdentityUnknown e = assertThrows(IdentityUnknown.class, () -> run(of(a), of(b)));
    assertEquals(b.identity, e.identity().orElseThrow());
    assertTrue(e.getMessage().contains("not registered"), e.getMessage());
    assertNull(e.lastMessage());
  }

  @Test
  void aServerThatIsRevoked() {
    a.view.revoke(b.identity);
    IdentityRevoked e = assertThrows(IdentityRevoked.class, () -> run(of(a), of(b)));
    assertEquals(b.identity, e.identity().orElseThrow());
  }

  @Test
  void aServerWhoseRecordHasExpired() {
    a.view.put(b.record(1, b.pair, 0, MapRegistry.BLOCK.timestamp() - 1));
    RecordStale e = assertThrows(RecordStale.class, () -> run(of(a), of(b)));
    assertEquals(b.identity, e.identity().orElseThrow());
  }

  @Test
  void aServerWhoseRecordIsUnusable() {
    a.view.failures.put(b.identity, new RegistryException.UnusableRecord("no keys", null));
    assertThrows(RecordStale.class, () -> run(of(a), of(b)));
  }

  @Test
  void aChainThatDoesNotAnswer() {
    RegistryException down = new RegistryException.Unreachable("no node", null);
    a.view.failures.put(b.identity, down);
    LookupUnavailable e = assertThrows(LookupUnavailable.class, () -> run(of(a), of(b)));
    assertSame(down, e.getCause());
    assertTrue(e.getMessage().contains("no node"), e.getMessage());
  }

  @Test
  void aLookUpThatNeverEndsHasADeadline() {
    a.view.stalled.put(b.identity, new CompletableFuture<>());
    NslAgreement client =
        open(NslAgreement.of(a.view, a.own()).lookupDeadline(Duration.ofMillis(20)));
    LookupUnavailable e = assertThrows(LookupUnavailable.class, () -> run(client, of(b)));
    assertInstanceOf(RegistryException.Unreachable.class, e.getCause());
  }

  @Test
  void ourselvesNotRegisteredRevokedOrWithOtherKeys() {
    a.view.put(a.record(2, End.pair(99)));
    RecordStale other = assertThrows(RecordStale.class, () -> run(of(a), of(b)));
    assertEquals(a.identity, other.identity().orElseThrow());
    a.view.revoke(a.identity);
    assertThrows(IdentityRevoked.class, () -> run(of(a), of(b)));
    a.view.cached.remove(a.identity);
    assertThrows(IdentityUnknown.class, () -> run(of(a), of(b)));
    a.view.failures.put(a.identity, new RegistryException.Unreachable("no node", null));
    assertThrows(LookupUnavailable.class, () -> run(of(a), of(b)));
  }

  @Test
  void destroyedKeysAgreeOnNothing() {
    NslAgreement client = of(a);
    a.pair.destroy();
    DpkHandshakeException e = assertThrows(DpkHandshakeException.class, () -> run(client, of(b)));
    assertTrue(e.getMessage().contains("destroyed"), e.getMessage());
  }

  // ---- what the responder finds on chain, and what the initiator hears of it

  /** NS1, with a cookie if one is asked for. */
  private static byte[] withCookie(Exchange atA, Exchange atB, NslAgreement server)
      throws Exception {
    byte[] ns1 = sent(atA.next(BEGIN));
    return server.metrics().underLoad() ? sent(atA.next(sent(atB.next(ns1)))) : ns1;
  }

  /** The two exceptions of a run that the responder ends. */
  private record Refusal(DpkHandshakeException atB, DpkHandshakeException atA) {}

  private static Refusal refusal(NslAgreement client, NslAgreement server) throws Exception {
    try (Exchange atA = client.initiate(SERVER);
        Exchange atB = server.respond(null)) {
      byte[] ns1 = withCookie(atA, atB, server);
      DpkHandshakeException refused =
          assertThrows(DpkHandshakeException.class, () -> atB.next(ns1));
      byte[] alert = refused.lastMessage();
      assertNotNull(alert);
      return new Refusal(refused, assertThrows(DpkHandshakeException.class, () -> atA.next(alert)));
    }
  }

  @Test
  void aClientThatIsNotRegistered() throws Exception {
    b.view.cached.remove(a.identity);
    b.view.chain.remove(a.identity);
    Refusal refusal = refusal(of(a), of(b));

    assertInstanceOf(IdentityUnknown.class, refusal.atB());
    assertInstanceOf(IdentityUnknown.class, refusal.atA());
    assertEquals(a.identity, refusal.atB().identity().orElseThrow());
    assertEquals(a.identity, refusal.atA().identity().orElseThrow());
    assertEquals(32, refusal.atA().alert());
    assertTrue(refusal.atA().getMessage().contains("enrol it first"));
  }

  @Test
  void aClientThatIsRevoked() throws Exception {
    b.view.revoke(a.identity);
    Refusal refusal = refusal(of(a), of(b));

    assertInstanceOf(IdentityRevoked.class, refusal.atB());
    assertInstanceOf(IdentityRevoked.class, refusal.atA());
    assertEquals(33, refusal.atA().alert());
  }

  @Test
  void aClientThatCantBeLookedUp() throws Exception {
    b.view.failures.put(a.identity, new RegistryException.Unreachable("no node", null));
    Refusal refusal = refusal(of(a), of(b));

    assertInstanceOf(LookupUnavailable.class, refusal.atB());
    assertInstanceOf(LookupUnavailable.class, refusal.atA());
    b.view.failures.put(a.identity, new RegistryException.UnusableRecord("junk", null));
    assertInstanceOf(RecordStale.class, refusal(of(a), of(b)).atA());
  }

  @Test
  void aServerThatCantLookItselfUpIsBusy() throws Exception {
    b.view.failures.put(b.identity, new RegistryException.Unreachable("no node", null));
    Refusal refusal = refusal(of(a), of(b));

    assertInstanceOf(Busy.class, refusal.atA());
    assertTrue(refusal.atB().getMessage().contains("no node"));
  }

  @Test
  void aNewClientIsLookedUpPastTheCacheButNotTooOften() throws Exception {
    b.view.cached.remove(a.identity); // a negative cache that lags behind
    NslAgreement server = of(b);
    NslAgreement client = of(a);
    assertEquals(64, assertSameKeys(run(client, server)));
    assertTrue(b.view.asked.contains(a.identity + " now"));

    b.view.cached.remove(a.identity);
    b.view.asked.clear();
    assertInstanceOf(IdentityUnknown.class, refusal(client, server).atB());
    assertFalse(b.view.asked.contains(a.identity + " now"));

    nanos.addAndGet(Duration.ofSeconds(31).toNanos());
    assertEquals(64, assertSameKeys(run(client, server)));
  }

  @Test
  void aClientThatRotatedIsSeenAtOnce() throws Exception {
    End rotated = a;
    rotated.view.put(a.record(2, a.pair));
    b.view.putOnChainOnly(a.record(2, a.pair));

    Both both = run(of(a), of(b));

    assertEquals(2, ((DpkPrincipal) both.atB().peer()).record().version());
  }

  @Test
  void aClientWithAnOldRecordIsToldAndLooksAgain() throws Exception {
    b.view.put(a.record(2, a.pair));
    a.view.putOnChainOnly(a.record(2, a.pair));
    NslAgreement client = of(a);
    NslAgreement server = of(b);

    Refusal refusal = refusal(client, server);
    assertInstanceOf(RecordStale.class, refusal.atA());
    assertEquals(34, refusal.atA().alert());

    assertEquals(64, assertSameKeys(run(client, server)));
  }

  @Test
  void policyIsJudgedLastAndTold() throws Exception {
    judgedLastAndTold(Policy.Judgement.DENIED, PolicyDenied.class, 35);
    judgedLastAndTold(Policy.Judgement.WRONG_ROLE, RoleDenied.class, 38);
  }

  private void judgedLastAndTold(
      Policy.Judgement judgement, Class<? extends DpkHandshakeException> type, int alertCode)
      throws Exception {
    List<String> judged = new ArrayList<>();
    NslAgreement server =
        open(
            NslAgreement.of(b.view, b.own())
                .policy(
                    principal -> {
                      judged.add(principal.getName());
                      return judgement;
                    }));
    try (Exchange atA = of(a).initiate(SERVER);
        Exchange atB = server.respond(null)) {
      byte[] ns2 = sent(atB.next(sent(atA.next(BEGIN))));
      assertTrue(judged.isEmpty());
      Step.Agreed agreedA = (Step.Agreed) atA.next(ns2);
      DpkHandshakeException refused = assertThrows(type, () -> atB.next(agreedA.lastMessage()));
      assertEquals(List.of(a.identity.toString()), judged);
      byte[] alert = refused.lastMessage();
      assertNotNull(alert);
      DpkHandshakeException heard = assertThrows(type, () -> atA.next(alert));
      assertEquals(alertCode, heard.alert());
      assertEquals(a.identity, heard.identity().orElseThrow());
    }
  }

  @Test
  void aRevocationBetweenNs2AndNs34IsSeen() throws Exception {
    try (Exchange atA = of(a).initiate(SERVER);
        Exchange atB = of(b).respond(null)) {
      byte[] ns2 = sent(atB.next(sent(atA.next(BEGIN))));
      byte[] ns34 = ((Step.Agreed) atA.next(ns2)).lastMessage();
      b.view.revoke(a.identity);
      assertThrows(IdentityRevoked.class, () -> atB.next(ns34));
    }
  }

  @Test
  void aRotationOfOurselvesBetweenNs2AndNs34IsSeen() throws Exception {
    try (Exchange atA = of(a).initiate(SERVER);
        Exchange atB = of(b).respond(null)) {
      byte[] ns2 = sent(atB.next(sent(atA.next(BEGIN))));
      byte[] ns34 = ((Step.Agreed) atA.next(ns2)).lastMessage();
      b.view.put(b.record(2, b.pair));
      b.view.report(b.identity, false);
      assertThrows(RecordStale.class, () -> atB.next(ns34));
    }
  }

  // ---- the server rotates

  @Test
  void aClientThatDoesNotKnowOfTheRotationLooksAgainOnce() throws Exception {
    b.view.put(b.record(2, b.pair));
    a.view.putOnChainOnly(b.record(2, b.pair));
    try (Exchange atA = of(a).initiate(SERVER);
        Exchange atB = of(b).respond(null)) {
      byte[] unknownKid = sent(atB.next(sent(atA.next(BEGIN))));
      byte[] again = sent(atA.next(unknownKid));
      assertTrue(a.view.asked.contains(b.identity + " now"));
      byte[] ns2 = sent(atB.next(again));
      Step.Agreed agreedA = (Step.Agreed) atA.next(ns2);
      Step.Agreed agreedB = (Step.Agreed) atB.next(agreedA.lastMessage());
      assertEquals(64, assertSameKeys(new Both(agreedA, agreedB)));
    }
  }

  @Test
  void aServerThatDoesNotKnowOfItsOwnRotationLooksAgain() throws Exception {
    NslAgreement server = of(b);
    run(of(a), server);
    b.view.putOnChainOnly(b.record(2, b.pair));
    a.view.put(b.record(2, b.pair));

    Both both = run(of(a), server);

    assertEquals(2, ((DpkPrincipal) both.atA().peer()).record().version());
    assertTrue(b.view.asked.contains(b.identity + " now"));
  }

  @Test
  void aServerWithoutTheKeyOfItsRecordIsSaidToBeSo() throws Exception {
    End impostor = new End("dns:server.example.org", 50);
    impostor.view.put(a.record);
    try (Exchange atA = of(a).initiate(SERVER);
        Exchange atB = of(impostor).respond(null)) {
      byte[] unknownKid = sent(atB.next(sent(atA.next(BEGIN))));
      KeyUnknown e = assertThrows(KeyUnknown.class, () -> atA.next(unknownKid));
      assertEquals(b.identity, e.identity().orElseThrow());
    }
  }

  @Test
  void anEarlierRecordIsGoodForTheOverlap() throws Exception {
    // rotated on chain to another key; the client has not noticed
    End rotated = new End("dns:server.example.org", 60);
    rotated.view.put(b.record(2, rotated.pair));
    rotated.view.put(a.record);
    OwnIdentity own = new OwnIdentity(rotated.identity, List.of(rotated.pair), List.of(b.keys()));
    NslAgreement server = open(NslAgreement.of(rotated.view, own));

    assertEquals(64, assertSameKeys(run(of(a), server)));
  }

  // ---- load

  @Test
  void unfinishedRunsAreBounded() throws Exception {
    NslAgreement server = open(NslAgreement.of(b.view, b.own()).limits(ROOM_FOR_ONE));
    Exchange first = server.respond(null);
    first.next(sent(of(a).initiate(SERVER).next(BEGIN)));

    assertInstanceOf(Busy.class, refusal(of(a), server).atA());

    first.close();
    first.close();
    assertEquals(64, assertSameKeys(run(of(a), server)));
    assertEquals(64, assertSameKeys(run(of(a), server)));
  }

  @Test
  void connectionsThatNobodyClosesDoNotFillTheHouse() throws Exception {
    NslAgreement server = open(NslAgreement.of(b.view, b.own()).limits(ROOM_FOR_ONE));
    server.respond(null).next(sent(of(a).initiate(SERVER).next(BEGIN)));
    assertInstanceOf(Busy.class, refusal(of(a), server).atA());

    nanos.addAndGet(Duration.ofMinutes(2).toNanos());
    assertEquals(64, assertSameKeys(run(of(a), server)));
  }

  @Test
  void aSlowLookUpIsNotTheClientsFault() throws Exception {
    CompletableFuture<Lookup> slow =
        new CompletableFuture<>() {
          @Override
          public Lookup get(long timeout, TimeUnit unit) {
            nanos.addAndGet(Duration.ofSeconds(14).toNanos());
            return MapRegistry.active(a.record.record());
          }
        };
    b.view.stalled.put(a.identity, slow);
    assertEquals(64, assertSameKeys(run(of(a), of(b))));
  }

  @Test
  void aClientThatTakesTooLongIsSentAway() throws Exception {
    try (Exchange atA = of(a).initiate(SERVER);
        Exchange atB = of(b).respond(null)) {
      byte[] ns2 = sent(atB.next(sent(atA.next(BEGIN))));
      byte[] ns34 = ((Step.Agreed) atA.next(ns2)).lastMessage();
      nanos.addAndGet(Duration.ofSeconds(11).toNanos());
      assertThrows(Busy.class, () -> atB.next(ns34));
    }
  }

  @Test
  void lookUpsOfStrangersAreBoundedApart() throws Exception {
    b.view.stalled.put(a.identity, new CompletableFuture<>());
    NslAgreement server = open(NslAgreement.of(b.view, b.own()).limits(NO_STRANGERS));
    Refusal refusal = refusal(of(a), server);
    assertInstanceOf(LookupUnavailable.class, refusal.atA());
  }

  @Test
  void theSameNs1OnAnotherConnectionIsRefused() throws Exception {
    NslAgreement server = of(b);
    byte[] ns1;
    try (Exchange atA = of(a).initiate(SERVER)) {
      ns1 = sent(atA.next(BEGIN));
    }
    try (Exchange first = server.respond(null);
        Exchange second = server.respond(null)) {
      first.next(ns1);
      NotAuthentic e = assertThrows(NotAuthentic.class, () -> second.next(ns1));
      assertEquals(7, e.alert());
    }
  }

  // ---- keys that are cached

  @Test
  void aCachedKeyIsConfirmedAsLongAsNothingChanges() throws Exception {
    NslAgreement client = of(a);
    NslAgreement server = of(b);
    Both both = run(client, server);

    client.confirm(both.atA().peer());
    server.confirm(both.atB().peer());
  }

  @Test
  void aCachedKeyEndsWithAnyChangeOfThePeer() throws Exception {
    NslAgreement server = of(b);
    Both both = run(of(a), server);

    b.view.put(a.record(2, a.pair));
    assertThrows(RecordStale.class, () -> server.confirm(both.atB().peer()));
    b.view.revoke(a.identity);
    assertThrows(IdentityRevoked.class, () -> server.confirm(both.atB().peer()));
    b.view.cached.remove(a.identity);
    assertThrows(IdentityUnknown.class, () -> server.confirm(both.atB().peer()));
    b.view.failures.put(a.identity, new RegistryException.Unreachable("no node", null));
    assertThrows(LookupUnavailable.class, () -> server.confirm(both.atB().peer()));
  }

  @Test
  void aCachedKeyEndsWhenTheRecordExpires() throws Exception {
    long now = MapRegistry.BLOCK.timestamp();
    EncodedRecord dated = a.record(2, a.pair, 0, now + 60);
    a.view.put(dated);
    b.view.put(dated);
    NslAgreement server = of(b);
    Both both = run(of(a), server);
    server.confirm(both.atB().peer());

    BlockRef later = new BlockRef(200, new byte[32], now + 61);
    b.view.put(new Lookup.Active(dated.record(), later, Assurance.TRUSTED_NODE));
    assertThrows(RecordStale.class, () -> server.confirm(both.atB().peer()));
  }

  @Test
  void aCachedKeyEndsWithAnyChangeOfOurselves() throws Exception {
    NslAgreement server = of(b);
    Both both = run(of(a), server);
    List<Invalidation> heard = new ArrayList<>();
    server.onInvalidated(heard::add);

    b.view.put(b.record(2, b.pair)); // nobody reports it
    assertThrows(RecordStale.class, () -> server.confirm(both.atB().peer()));
    assertEquals(List.of(new Invalidation(null, false)), heard);
    assertThrows(RecordStale.class, () -> server.confirm(both.atB().peer()));
  }

  @Test
  void whatWasAgreedWithAnEarlierRecordOfOursKeysOneConnection() throws Exception {
    EncodedRecord newer = b.record(2, End.pair(3));
    b.view.put(newer); // a does not know of it yet
    OwnIdentity rotated =
        new OwnIdentity(b.identity, List.of(End.pair(3), b.pair), List.of(b.keys()));
    NslAgreement server = open(NslAgreement.of(b.view, rotated));

    Both both = run(of(a), server);

    assertFalse(both.atB().cacheable());
    assertThrows(RecordStale.class, () -> server.confirm(both.atB().peer()));
    assertEquals(64, assertSameKeys(both));
  }

  @Test
  void aRevocationThatWasMissedIsFoundOut() throws Exception {
    NslAgreement server = of(b);
    Both both = run(of(a), server);
    List<Invalidation> heard = new ArrayList<>();
    server.onInvalidated(heard::add);
    String name = both.atB().peer().getName();

    b.view.revoke(a.identity);
    b.view.report(a.identity, false); // what a registry says after a gap
    assertEquals(List.of(new Invalidation(name, false), new Invalidation(name, true)), heard);

    b.view.revoke(b.identity);
    b.view.report(b.identity, false);
    assertEquals(new Invalidation(null, true), heard.get(heard.size() - 1));
  }

  // ---- keys that another process of the server agreed on

  @Test
  void anotherProcessKnowsThePeerAgain() throws Exception {
    NslAgreement first = of(b);
    byte[] description = first.describe(run(of(a), first).atB().peer()).orElseThrow();
    NslAgreement second = of(b);

    DpkPrincipal known = (DpkPrincipal) second.recognise(description);

    assertEquals(a.identity, known.identity());
    assertEquals(a.record.record(), known.record());
    second.confirm(known);
    List<Invalidation> heard = new ArrayList<>();
    second.onInvalidated(heard::add);
    b.view.report(a.identity, true);
    assertEquals(List.of(new Invalidation(known.getName(), true)), heard);
  }

  @Test
  void aDescriptionEndsWithAnyChange() throws Exception {
    NslAgreement first = of(b);
    byte[] description = first.describe(run(of(a), first).atB().peer()).orElseThrow();

    b.view.put(a.record(2, a.pair));
    assertEndsKeys(RecordStale.class, of(b), description);
    b.view.revoke(a.identity);
    assertEndsKeys(IdentityRevoked.class, of(b), description);
    b.view.put(a.record);
    b.view.put(b.record(2, b.pair));
    assertEndsKeys(RecordStale.class, of(b), description);
    b.view.failures.put(a.identity, new RegistryException.Unreachable("no node", null));
    NslAgreement offline = of(b);
    assertFalse(
        assertThrows(LookupUnavailable.class, () -> offline.recognise(description)).endsKeys());
  }

  private static void assertEndsKeys(
      Class<? extends DpkHandshakeException> type, NslAgreement server, byte[] description) {
    assertTrue(assertThrows(type, () -> server.recognise(description)).endsKeys());
  }

  @Test
  void aDescriptionOfAnotherFormatIsNotUnderstood() throws Exception {
    NslAgreement server = of(b);
    byte[] description = server.describe(run(of(a), server).atB().peer()).orElseThrow();
    for (int length = 0; length < 67; length++) {
      byte[] cut = java.util.Arrays.copyOf(description, length);
      assertThrows(DpkHandshakeException.class, () -> server.recognise(cut));
    }
    description[0] = 2;
    assertThrows(DpkHandshakeException.class, () -> server.recognise(description));
  }

  @Test
  void changesOnChainAreReported() throws Exception {
    NslAgreement server = of(b);
    Both both = run(of(a), server);
    List<Invalidation> heard = new ArrayList<>();
    AutoCloseable registration = server.onInvalidated(heard::add);

    b.view.report(a.identity, false);
    b.view.report(a.identity, true);
    b.view.report(DpkIdentity.parse("dns:nobody.example.org"), true);
    b.view.report(b.identity, true);

    String name = both.atB().peer().getName();
    assertEquals(
        List.of(
            new Invalidation(name, false),
            new Invalidation(name, true),
            new Invalidation(null, true)),
        heard);
    registration.close();
    b.view.report(b.identity, false);
    assertEquals(3, heard.size());
  }

  @Test
  void theSamePeerIsTheSamePrincipal() throws Exception {
    NslAgreement server = of(b);
    Both first = run(of(a), server);
    Both second = run(of(a), server);

    assertSame(first.atB().peer(), second.atB().peer());
  }

  @Test
  void closingEndsTheReports() throws Exception {
    NslAgreement server = of(b);
    assertEquals(1, b.view.listeners());
    server.close();
    assertEquals(0, b.view.listeners());
  }

  // ---- names

  @Test
  void aPeerIsNamedByItsIdentityOrByConfiguration() throws Exception {
    NslAgreement client =
        open(
            NslAgreement.of(b.view, b.own())
                .hosts(HostIdentity.of(Map.of("Sensor.local", a.identity))));
    NslAgreement server = of(a);
    Step.Agreed agreed;
    try (Exchange atA = client.initiate(new PskPeer("sensor.local", 8443));
        Exchange atB = server.respond(null)) {
      agreed = (Step.Agreed) atA.next(sent(atB.next(sent(atA.next(BEGIN)))));
    }
    assertEquals(a.identity.toString(), agreed.peer().getName());
    assertTrue(client.isNamed(agreed.peer(), new PskPeer("sensor.local", 8443)));
    assertFalse(client.isNamed(agreed.peer(), SERVER));
    assertFalse(client.isNamed(agreed.peer(), new PskPeer("127.1", 443)));
  }

  @Test
  void aHostThatNamesNoIdentity() {
    DpkHandshakeException e =
        assertThrows(DpkHandshakeException.class, () -> of(a).initiate(new PskPeer("127.1", 443)));
    assertTrue(e.getMessage().contains("127.1"), e.getMessage());
  }

  @Test
  void keyUnknownIsAMessageOfItsOwn() throws Exception {
    NslAgreement client = of(a);
    assertTrue(client.isKeyUnknown(client.keyUnknown()));
    assertFalse(client.isKeyUnknown(sent(client.initiate(SERVER).next(BEGIN))));
  }
}
