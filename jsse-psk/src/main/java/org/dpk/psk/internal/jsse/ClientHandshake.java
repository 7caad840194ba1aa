package org.dpk.psk.internal.jsse;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.dpk.psk.AgreementException;
import org.dpk.psk.NamedPskPrincipal;
import org.dpk.psk.PeerSpeaksNoAgreementException;
import org.dpk.psk.Psk;
import org.dpk.psk.PskAgreement;
import org.dpk.psk.PskAgreement.Step;
import org.dpk.psk.PskAgreement.Step.Agreed;
import org.dpk.psk.PskAgreement.Step.Send;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.PskPeer;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.internal.preface.AgreementFrame;
import org.dpk.psk.internal.preface.Alert;
import org.dpk.psk.internal.preface.FatalAlert;
import org.dpk.psk.internal.preface.PrefaceHello;
import org.dpk.psk.internal.preface.Records;
import org.dpk.psk.internal.tls.Protocol;
import org.dpk.psk.internal.tls.TlsConnection;
import org.jspecify.annotations.Nullable;

/** The client's way to a key: one that is there, one that is cached, or one that is agreed on. */
final class ClientHandshake extends Handshake {

  private static final int RANDOM_LENGTH = 64;
  private static final byte[] BEGIN = new byte[0];

  private enum Awaited {
    /** The server's next message of the agreement. */
    AGREEMENT,
    /** The answer to a real ClientHello: TLS, or still a message of the agreement. */
    FIRST_ANSWER,
    TLS
  }

  private Awaited awaited = Awaited.TLS;
  private boolean helloSent;
  private boolean cached;
  private boolean serverAgrees;

  ClientHandshake(HandshakeScope scope, Outbox outbox) {
    super(scope, outbox);
  }

  @Override
  boolean isSilent() {
    return !helloSent;
  }

  @Override
  Task begin() {
    return this::chooseKey;
  }

  private void chooseKey() throws FatalAlert, SSLException {
    Optional<Psk> fixed = fixedKey();
    if (fixed.isPresent()) {
      startWithFixedKey(fixed.get());
      return;
    }
    PskAgreement agreement = context().agreement();
    if (agreement == null) {
      throw FatalAlert.handshake(
          Alert.HANDSHAKE_FAILURE, "there is no pre-shared key for " + described());
    }
    PskPeer server = requireServer();
    Optional<Psk> known = cachedKey(agreement, server);
    if (known.isPresent()) {
      startWithCachedKey(known.get());
    } else {
      agree(agreement, server);
    }
  }

  private Optional<Psk> fixedKey() {
    PskPeer server = scope().server() == null ? PskPeer.UNKNOWN : scope().server();
    for (PskKeyManager keys : context().keyManagers()) {
      Optional<Psk> key = fixedKey(keys, server);
      if (key.isPresent()) {
        return key;
      }
    }
    return Optional.empty();
  }

  /** A source of keys for a server only does not hinder a client that can agree on one. */
  private Optional<Psk> fixedKey(PskKeyManager keys, PskPeer server) {
    try {
      return keys.forServer(server);
    } catch (IllegalStateException e) {
      if (context().agreement() == null) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** The key was chosen for this server by configuration: who holds it is this server. */
  private void startWithFixedKey(Psk key) throws SSLException {
    try (key) {
      setPeer(key.peer().orElseGet(() -> named(key)));
      startTls(key, scope().settings().protocols(), false);
      awaited = Awaited.TLS;
    }
  }

  private PskPrincipal named(Psk key) {
    PskPeer server = scope().server();
    return server == null
        ? NamedPskPrincipal.ofIdentity(key.identity())
        : NamedPskPrincipal.ofHost(server);
  }

  private PskPeer requireServer() throws FatalAlert {
    PskPeer server = scope().server();
    if (server == null) {
      throw FatalAlert.handshake(
          Alert.HANDSHAKE_FAILURE,
          "no host: a key is agreed on with somebody; use createSSLEngine(host, port),"
              + " createSocket(host, port), or SSLParameters.setServerNames");
    }
    return server;
  }

  private String described() {
    PskPeer server = scope().server();
    return server == null ? "a server without a name" : server.host();
  }

  /** A key that is still good; keys of a peer that may not use them any more are dropped. */
  private Optional<Psk> cachedKey(PskAgreement agreement, PskPeer server) {
    Optional<Psk> known = context().clientKeys().take(server);
    if (known.isEmpty()) {
      return known;
    }
    PskPrincipal principal = known.get().peer().orElseThrow();
    try {
      requireNamed(agreement, principal, server);
      agreement.confirm(principal);
      return known;
    } catch (AgreementException | FatalAlert e) {
      // the new agreement that follows tells the reason
      known.get().destroy();
      if (!(e instanceof AgreementException refusal) || refusal.endsKeys()) {
        context().dropKeys(principal);
      }
      return Optional.empty();
    }
  }

  private void startWithCachedKey(Psk key) throws FatalAlert, SSLException {
    try (key) {
      cached = true;
      setPeer(key.peer().orElseThrow());
      startTls(key, requireTls13(), true);
      awaited = Awaited.FIRST_ANSWER;
    }
  }

  private void agree(PskAgreement agreement, PskPeer server) throws FatalAlert, SSLException {
    requireTls13();
    setExchange(agreement.initiate(server));
    follow(advance(BEGIN));
  }

  private Set<Protocol> requireTls13() throws FatalAlert {
    if (!scope().settings().protocols().contains(Protocol.TLS_1_3)) {
      throw FatalAlert.handshake(
          Alert.PROTOCOL_VERSION, "agreed keys need TLSv1.3, which is not enabled");
    }
    return EnumSet.of(Protocol.TLS_1_3);
  }

  private void follow(Step step) throws FatalAlert, SSLException {
    if (step instanceof Send send) {
      if (helloSent) {
        sendMessage(send.message());
      } else {
        sendPreface(send.message());
      }
      awaited = Awaited.AGREEMENT;
    } else if (step instanceof Agreed end) {
      startWithAgreedKey(end);
    }
  }

  private void sendPreface(byte[] message) throws FatalAlert {
    byte[] random = new byte[RANDOM_LENGTH];
    context().random().nextBytes(random);
    send(
        PrefaceHello.records(
            random, scope().serverName(), scope().settings().applicationProtocols(), message));
    helloSent = true;
  }

  private void startWithAgreedKey(Agreed end) throws FatalAlert, SSLException {
    setAgreed(end);
    requireNamed(context().agreement(), end.peer(), requireServer());
    if (end.lastMessage() != null) {
      sendMessage(end.lastMessage());
    }
    try (Psk first = end.keys().next()) {
      if (first == null) {
        throw FatalAlert.handshake(Alert.INTERNAL_ERROR, "the agreement yielded no key");
      }
      cached = false;
      setPeer(end.peer());
      startTls(first, requireTls13(), false);
      awaited = Awaited.FIRST_ANSWER;
    }
  }

  /** Endpoint identification (RFC 9525): the proven name is the one that was asked for. */
  private void requireNamed(@Nullable PskAgreement agreement, PskPrincipal peer, PskPeer server)
      throws FatalAlert {
    boolean matches =
        !scope().settings().identifiesEndpoint()
            || agreement != null && agreement.isNamed(peer, server);
    if (!matches) {
      throw FatalAlert.handshake(
          Alert.CERTIFICATE_UNKNOWN,
          "asked for " + server.host() + ", but the peer proved to be " + peer.getName());
    }
  }

  private void startTls(Psk key, Set<Protocol> protocols, boolean agreementMark)
      throws SSLException {
    setTls(
        TlsConnection.client(
            context().random(),
            scope().tls(protocols, agreementMark),
            own(key),
            scope().progress()));
    helloSent = true;
  }

  @Override
  @Nullable Task receive(byte[] buffer, int length) throws FatalAlert, SSLException {
    switch (awaited) {
      case AGREEMENT -> {
        return receiveAgreement(buffer, length);
      }
      case FIRST_ANSWER -> {
        if (isAssembling() || beginsAgreement(buffer, length)) {
          byte[] message = assemble(buffer, length);
          return message == null ? null : () -> answered(AgreementFrame.message(message));
        }
        requireNoRefusal(buffer, length);
        awaited = Awaited.TLS;
        receiveTls(buffer, length);
        return null;
      }
      default -> {
        receiveTls(buffer, length);
        return null;
      }
    }
  }

  /** A peer has a message for an unknown key: an alert like these comes from somebody else. */
  private void requireNoRefusal(byte[] buffer, int length) throws FatalAlert, SSLException {
    byte alert = buffer[length - 1];
    boolean speaksNoAgreement =
        alert == Alert.HANDSHAKE_FAILURE.description()
            || alert == Alert.PROTOCOL_VERSION.description()
            || alert == Alert.MISSING_EXTENSION.description();
    if (cached && buffer[0] == Records.ALERT && speaksNoAgreement) {
      throw speaksNoAgreement(buffer, length);
    }
  }

  private @Nullable Task receiveAgreement(byte[] buffer, int length)
      throws FatalAlert, SSLException {
    if (!serverAgrees && !isAssembling() && !beginsAgreement(buffer, length)) {
      throw speaksNoAgreement(buffer, length);
    }
    byte[] message = assemble(buffer, length);
    if (message == null) {
      return null;
    }
    if (!AgreementFrame.isOne(message)) {
      throw FatalAlert.protocol(
          Alert.UNEXPECTED_MESSAGE, "a TLS message in the middle of the agreement");
    }
    serverAgrees = true;
    return () -> follow(advance(AgreementFrame.message(message)));
  }

  private static boolean beginsAgreement(byte[] buffer, int length) {
    return buffer[0] == Records.HANDSHAKE
        && length > Records.HEADER_LENGTH
        && (buffer[Records.HEADER_LENGTH] & 0xFF) == AgreementFrame.HANDSHAKE_TYPE;
  }

  /** Alerts that a server with and without agreements raises alike. */
  private static boolean saysNothingOfAgreements(byte alert) {
    return alert == Alert.UNRECOGNIZED_NAME.description()
        || alert == Alert.ACCESS_DENIED.description()
        || alert == Alert.USER_CANCELED.description()
        || alert == Alert.INTERNAL_ERROR.description();
  }

  private FatalAlert speaksNoAgreement(byte[] buffer, int length) throws FatalAlert, SSLException {
    if (buffer[0] == Records.ALERT) {
      SSLException alert = receivedAlert(buffer, length);
      if (saysNothingOfAgreements(buffer[length - 1])) {
        throw alert;
      }
      return refused("an alert (" + alert.getMessage() + ")", alert);
    }
    return refused("an ordinary TLS handshake", null);
  }

  private FatalAlert refused(String answer, @Nullable Throwable cause) throws FatalAlert {
    return new FatalAlert(
        Alert.HANDSHAKE_FAILURE,
        new PeerSpeaksNoAgreementException(requireServer(), answer, cause));
  }

  /** The server answered a real ClientHello with a message of the agreement. */
  private void answered(byte[] message) throws FatalAlert, SSLException {
    PskAgreement agreement = context().agreement();
    serverAgrees = true;
    if (cached && agreement != null && agreement.isKeyUnknown(message)) {
      cached = false;
      discardTls();
      agree(agreement, requireServer());
      return;
    }
    // after the last message: only a refusal can follow
    Step step = advance(message);
    throw FatalAlert.protocol(
        Alert.UNEXPECTED_MESSAGE,
        "the agreement went on after its end: " + step.getClass().getSimpleName());
  }

  private void receiveTls(byte[] buffer, int length) throws FatalAlert, SSLException {
    TlsConnection tls = requireTls();
    try {
      receive(tls, buffer, length);
    } catch (SSLException e) {
      if (cached && tls.isKeyRefused()) {
        throw refused("an ordinary TLS handshake", e);
      }
      throw e;
    }
  }

  @Override
  void completed() {
    Agreed end = agreed();
    if (end != null && end.cacheable()) {
      setAgreed(null); // the series belongs to the cache
      context().clientKeys().put(requireKnown(), end.keys(), end.peer(), end.lifetime());
    }
  }

  private PskPeer requireKnown() {
    PskPeer server = scope().server();
    if (server == null) {
      throw new IllegalStateException("an agreement without a server");
    }
    return server;
  }
}
