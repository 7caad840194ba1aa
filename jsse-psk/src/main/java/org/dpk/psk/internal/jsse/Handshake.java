package org.dpk.psk.internal.jsse;

import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.dpk.psk.AgreementException;
import org.dpk.psk.Psk;
import org.dpk.psk.PskAgreement.Exchange;
import org.dpk.psk.PskAgreement.Step;
import org.dpk.psk.PskAgreement.Step.Agreed;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.internal.preface.AgreementFrame;
import org.dpk.psk.internal.preface.Alert;
import org.dpk.psk.internal.preface.FatalAlert;
import org.dpk.psk.internal.preface.HandshakeAssembler;
import org.dpk.psk.internal.preface.Records;
import org.dpk.psk.internal.tls.TlsConnection;
import org.jspecify.annotations.Nullable;

/**
 * From the first byte to the end of the TLS handshake: find or agree on a key, then TLS
 * (protocol.md "Transport").
 *
 * <p>While a {@link Task} is under way nothing else touches this; its owner sees to that.
 */
abstract class Handshake {

  /** Of an agreement, on one connection: two runs of four, and some. */
  private static final int MAX_MESSAGES = 12;

  private static final int FATAL = 2;

  private final HandshakeScope scope;
  private final Outbox outbox;
  private final HandshakeAssembler assembler = new HandshakeAssembler();
  private final byte[] sessionId = new byte[PskSession.ID_LENGTH];
  private @Nullable TlsConnection tls;
  private @Nullable Exchange exchange;
  private @Nullable PskPrincipal peer;
  private @Nullable Agreed agreed;
  private int messages;
  private final List<Psk> owned = new ArrayList<>();

  Handshake(HandshakeScope scope, Outbox outbox) {
    this.scope = scope;
    this.outbox = outbox;
  }

  /** Whether the peer has heard nothing from this end: then it needs no alert either. */
  abstract boolean isSilent();

  /** What is to be done before anything is received; null for nothing. */
  abstract @Nullable Task begin();

  /**
   * Takes one record.
   *
   * @param buffer stays untouched by its owner until the task is done
   * @return what is to be done next in a delegated task; null for nothing
   */
  abstract @Nullable Task receive(byte[] buffer, int length) throws FatalAlert, SSLException;

  /** Whoever goes on with this connection instead; null where this does. */
  @Nullable SSLEngine handedOver() {
    return null;
  }

  /** TLS has ended its handshake: what was agreed on may be used from now on. */
  abstract void completed();

  HandshakeScope scope() {
    return scope;
  }

  PskContext context() {
    return scope.context();
  }

  @Nullable TlsConnection tls() {
    return tls;
  }

  /** In a delegated task: the source of randomness may read a file. */
  void setTls(TlsConnection connection) {
    tls = connection;
    context().random().nextBytes(sessionId);
  }

  /** Random; there when TLS has begun. */
  byte[] sessionId() {
    return sessionId;
  }

  /** Whom the key of this connection authenticates. */
  @Nullable PskPrincipal peer() {
    return peer;
  }

  void setPeer(PskPrincipal principal) {
    peer = principal;
  }

  @Nullable Agreed agreed() {
    return agreed;
  }

  void setAgreed(@Nullable Agreed step) {
    agreed = step;
  }

  Exchange exchange() throws FatalAlert {
    if (exchange == null) {
      throw FatalAlert.protocol(
          Alert.UNEXPECTED_MESSAGE, "a message of an agreement that has not begun");
    }
    return exchange;
  }

  boolean hasExchange() {
    return exchange != null;
  }

  void setExchange(Exchange begun) {
    exchange = begun;
  }

  /** A copy of a key that is destroyed when the handshake ends. */
  Psk own(Psk key) {
    Psk copy = key.copy();
    owned.add(copy);
    return copy;
  }

  /** Erases what the handshake held, whatever became of it. Idempotent. */
  void close() {
    owned.forEach(Psk::destroy);
    if (exchange != null) {
      exchange.close();
      exchange = null;
    }
    if (agreed != null) {
      agreed.keys().close();
      agreed = null;
    }
  }

  void discardTls() {
    tls = null;
  }

  /** Unprotected records, before those of TLS. */
  void send(byte[] records) {
    outbox.add(records);
  }

  void sendMessage(byte[] message) {
    outbox.add(AgreementFrame.records(message));
  }

  /** Runs the agreement one step further. */
  Step advance(byte[] message) throws FatalAlert, AgreementException {
    if (++messages > MAX_MESSAGES) {
      throw FatalAlert.protocol(
          Alert.UNEXPECTED_MESSAGE, "an agreement of more than " + MAX_MESSAGES + " messages");
    }
    return exchange().next(message);
  }

  /** Puts handshake messages together; null until one is complete. */
  byte @Nullable [] assemble(byte[] buffer, int length) throws FatalAlert, SSLException {
    switch (buffer[0]) {
      case Records.HANDSHAKE -> {
        return assembler.add(buffer, Records.HEADER_LENGTH, length - Records.HEADER_LENGTH);
      }
      case Records.ALERT -> throw receivedAlert(buffer, length);
      default ->
          throw FatalAlert.protocol(
              Alert.UNEXPECTED_MESSAGE,
              "a record of type " + buffer[0] + " where a handshake was to begin");
    }
  }

  boolean isAssembling() {
    return assembler.isInside();
  }

  /** An alert in front of TLS ends the handshake, whatever its level. */
  static SSLException receivedAlert(byte[] buffer, int length) throws FatalAlert {
    if (length != Records.HEADER_LENGTH + 2) {
      throw FatalAlert.protocol(Alert.DECODE_ERROR, "a malformed alert");
    }
    if (buffer[Records.HEADER_LENGTH] != FATAL) {
      return new SSLHandshakeException("the peer closed the connection during the handshake");
    }
    return TlsConnection.receivedAlert(buffer[Records.HEADER_LENGTH + 1] & 0xFF);
  }

  /** Gives a record to TLS. */
  static void receive(TlsConnection tls, byte[] buffer, int length) throws SSLException {
    tls.receive(buffer, 0, length);
  }

  TlsConnection requireTls() {
    if (tls == null) {
      throw new IllegalStateException("TLS has not begun");
    }
    return tls;
  }
}
