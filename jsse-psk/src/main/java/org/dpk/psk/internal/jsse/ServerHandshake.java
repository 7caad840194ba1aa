package org.dpk.psk.internal.jsse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.dpk.psk.AgreementException;
import org.dpk.psk.Psk;
import org.dpk.psk.PskAgreement;
import org.dpk.psk.PskAgreement.Step;
import org.dpk.psk.PskAgreement.Step.Agreed;
import org.dpk.psk.PskAgreement.Step.Send;
import org.dpk.psk.internal.preface.AgreementFrame;
import org.dpk.psk.internal.preface.Alert;
import org.dpk.psk.internal.preface.ClientHello;
import org.dpk.psk.internal.preface.FatalAlert;
import org.dpk.psk.internal.preface.Records;
import org.dpk.psk.internal.tls.Protocol;
import org.dpk.psk.internal.tls.TlsConnection;
import org.jspecify.annotations.Nullable;

/** The server's way to a key: decides on the first complete handshake message. */
final class ServerHandshake extends Handshake {

  private enum Awaited {
    HELLO,
    /** The client's next message of the agreement. */
    AGREEMENT,
    /** The real ClientHello, after the agreement. */
    REAL_HELLO,
    TLS
  }

  private Awaited awaited = Awaited.HELLO;
  private @Nullable String firstServerName;
  private boolean tls12;
  private @Nullable SSLEngine handedOver;

  ServerHandshake(HandshakeScope scope, Outbox outbox) {
    super(scope, outbox);
  }

  @Override
  boolean isSilent() {
    return false;
  }

  @Override
  @Nullable Task begin() {
    return null;
  }

  @Override
  @Nullable Task receive(byte[] buffer, int length) throws FatalAlert, SSLException {
    if (awaited == Awaited.TLS) {
      return receiveTls(buffer, length);
    }
    byte[] message = assemble(buffer, length);
    return message == null ? null : () -> follow(message);
  }

  /**
   * In TLS 1.2 the client names its key late: each record may ask a key source, and so block. In
   * TLS 1.3 the first hello has the binder, also before a HelloRetryRequest: nobody is asked after
   * it.
   */
  private @Nullable Task receiveTls(byte[] buffer, int length) throws SSLException {
    if (tls12) {
      return () -> receive(requireTls(), buffer, length);
    }
    receive(requireTls(), buffer, length);
    return null;
  }

  private void follow(byte[] message) throws FatalAlert, SSLException {
    switch (awaited) {
      case HELLO -> decide(message);
      case AGREEMENT -> goOn(message);
      default -> startWithAgreedKey(message);
    }
  }

  /** protocol.md "Transport": B decides on the first complete handshake message. */
  private void decide(byte[] message) throws FatalAlert, SSLException {
    ClientHello hello = ClientHello.parse(message);
    byte[] first = hello.agreement();
    Supplier<SSLEngine> ordinary = scope().ordinary();
    if (ordinary != null && first == null && OfferedKeys.protocols(hello, scope()).isEmpty()) {
      handOver(ordinary, message);
      return;
    }
    admitServerName(hello);
    firstServerName = hello.serverName();
    if (first == null) {
      startWithFixedKey(hello, message);
    } else if (first.length == 0) {
      startWithCachedKey(hello, message);
    } else {
      setExchange(requireAgreement().respond(scope().client()));
      advanceAndFollow(first);
    }
  }

  private void admitServerName(ClientHello hello) throws FatalAlert {
    String name = hello.serverName();
    if (name == null) {
      return;
    }
    SNIHostName host = ServerNames.received(name);
    scope().progress().requested(List.of(host));
    Collection<SNIMatcher> matchers = scope().settings().matchers();
    if (!matchers.isEmpty()
        && matchers.stream().noneMatch(m -> m.getType() == host.getType() && m.matches(host))) {
      throw FatalAlert.handshake(
          Alert.UNRECOGNIZED_NAME, "the client asks for " + name + ", which no SNI matcher admits");
    }
  }

  private PskAgreement requireAgreement() throws FatalAlert {
    PskAgreement agreement = context().agreement();
    if (agreement == null) {
      throw FatalAlert.handshake(
          Alert.HANDSHAKE_FAILURE,
          "the client wants to agree on a key, and this server has only keys that exist already");
    }
    if (!scope().settings().protocols().contains(Protocol.TLS_1_3)) {
      throw FatalAlert.handshake(
          Alert.PROTOCOL_VERSION, "agreed keys need TLSv1.3, which is not enabled");
    }
    return agreement;
  }

  private void startWithFixedKey(ClientHello hello, byte[] message)
      throws FatalAlert, SSLException {
    if (context().keyManagers().isEmpty()) {
      throw FatalAlert.handshake(
          Alert.HANDSHAKE_FAILURE,
          "the client speaks ordinary TLS, and this server has no keys for it");
    }
    Set<Protocol> protocols = OfferedKeys.protocols(hello, scope());
    if (protocols.isEmpty()) {
      throw FatalAlert.handshake(
          Alert.HANDSHAKE_FAILURE,
          "the client offers no pre-shared key: ordinary TLS, or a protocol that is not enabled");
    }
    tls12 = !protocols.contains(Protocol.TLS_1_3) || !hello.offersTls13();
    startTls(message, protocols, new FixedKeys(this));
  }

  private void handOver(Supplier<SSLEngine> ordinary, byte[] hello) throws SSLException {
    SSLEngine engine = ordinary.get();
    try {
      OrdinaryTls.replay(hello, engine);
    } catch (SSLException e) {
      send(OrdinaryTls.lastWords(engine));
      throw e;
    }
    handedOver = engine;
  }

  @Override
  @Nullable SSLEngine handedOver() {
    return handedOver;
  }

  private void startWithCachedKey(ClientHello hello, byte[] message)
      throws FatalAlert, SSLException {
    PskAgreement agreement = requireAgreement();
    Optional<Psk> key = cachedKey(agreement, hello);
    if (key.isEmpty() || !startWith(key.get(), message)) {
      sendMessage(agreement.keyUnknown());
      awaited = Awaited.AGREEMENT;
    }
  }

  /** False if the key was lost to another connection before anything was sent on this one. */
  private boolean startWith(Psk key, byte[] message) throws SSLException {
    CachedKey cached = new CachedKey(this, key);
    try (key) {
      setPeer(key.peer().orElseThrow());
      startTls(message, EnumSet.of(Protocol.TLS_1_3), cached);
      return true;
    } catch (SSLException e) {
      if (!cached.isLost()) {
        throw e;
      }
      discardTls(); // with the alert in it: the client can still be told to agree anew
      return false;
    }
  }

  /**
   * A key of a peer that may not use it any more is as good as unknown: the peer agrees anew.
   * Whoever saw an identity on the wire gets to here: only what is certain costs the peer its other
   * keys.
   */
  private Optional<Psk> cachedKey(PskAgreement agreement, ClientHello hello) {
    // a client has one to offer: each may cost a question to the store that servers share
    return hello.pskIdentities().stream()
        .findFirst()
        .flatMap(context().serverKeys()::find)
        .filter(known -> isConfirmed(agreement, known));
  }

  private boolean isConfirmed(PskAgreement agreement, Psk key) {
    try {
      agreement.confirm(key.peer().orElseThrow());
      return true;
    } catch (AgreementException e) {
      key.destroy();
      if (e.endsKeys()) {
        context().dropKeys(key.peer().orElseThrow());
      }
      return false;
    }
  }

  private void goOn(byte[] message) throws FatalAlert, SSLException {
    if (!AgreementFrame.isOne(message)) {
      throw FatalAlert.protocol(
          Alert.UNEXPECTED_MESSAGE, "a TLS message in the middle of the agreement");
    }
    beginExchangeIfNeeded();
    advanceAndFollow(AgreementFrame.message(message));
  }

  /** After keyUnknown the agreement begins without a ClientHello. */
  private void beginExchangeIfNeeded() throws FatalAlert {
    if (!hasExchange()) {
      setExchange(requireAgreement().respond(scope().client()));
    }
  }

  private void advanceAndFollow(byte[] message) throws FatalAlert, SSLException {
    Step step = advance(message);
    if (step instanceof Send send) {
      sendMessage(send.message());
      awaited = Awaited.AGREEMENT;
    } else if (step instanceof Agreed end) {
      if (end.lastMessage() != null) {
        sendMessage(end.lastMessage());
      }
      setAgreed(end);
      awaited = Awaited.REAL_HELLO;
    }
  }

  /** The real hello must want the same server, and the first key of this very agreement. */
  private void startWithAgreedKey(byte[] message) throws FatalAlert, SSLException {
    ClientHello hello = ClientHello.parse(message);
    admitServerName(hello);
    if (!Objects.equals(firstServerName, hello.serverName())) {
      throw FatalAlert.protocol(
          Alert.ILLEGAL_PARAMETER,
          "the agreement was begun for " + firstServerName + ", TLS is for " + hello.serverName());
    }
    Agreed end = Objects.requireNonNull(agreed());
    try (Psk first = end.keys().next()) {
      if (first == null) {
        throw FatalAlert.handshake(Alert.INTERNAL_ERROR, "the agreement yielded no key");
      }
      requireOnly(first, hello);
      setPeer(first.peer().orElse(end.peer()));
      startTls(message, EnumSet.of(Protocol.TLS_1_3), new AgreedKey(this, first, end));
    }
  }

  private static void requireOnly(Psk key, ClientHello hello) throws FatalAlert {
    List<byte[]> offered = hello.pskIdentities();
    if (offered.size() != 1 || !Arrays.equals(offered.get(0), key.identity())) {
      throw FatalAlert.protocol(
          Alert.ILLEGAL_PARAMETER, "the client offers another key than the one agreed on");
    }
  }

  private void startTls(byte[] hello, Set<Protocol> protocols, Choices choices)
      throws SSLException {
    awaited = Awaited.TLS;
    TlsConnection tls =
        TlsConnection.server(context().random(), scope().tls(protocols, false), choices);
    setTls(tls);
    for (byte[] record : Records.split(hello)) {
      receive(tls, record, record.length);
    }
  }

  @Override
  void completed() {}

  /** What the application, or the settings, say to the protocols that a client offers. */
  @Nullable String applicationProtocol(List<String> offered) throws SSLException {
    Function<List<String>, @Nullable String> selector = scope().selector();
    List<String> own = scope().settings().applicationProtocols();
    if (selector != null) {
      String selected = selector.apply(offered);
      if (selected == null || !selected.isEmpty() && !offered.contains(selected)) {
        throw new SSLHandshakeException("the application refused the ALPN protocols " + offered);
      }
      return selected.isEmpty() ? null : selected;
    }
    if (own.isEmpty()) {
      return null;
    }
    List<String> common = new ArrayList<>(own);
    common.retainAll(offered);
    if (common.isEmpty()) {
      throw new SSLHandshakeException(
          "no ALPN protocol in common: the client offers " + offered + ", this server has " + own);
    }
    return common.get(0);
  }
}
