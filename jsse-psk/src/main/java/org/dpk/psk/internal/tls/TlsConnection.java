package org.dpk.psk.internal.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.bouncycastle.tls.TlsProtocol;
import org.dpk.psk.Psk;
import org.dpk.psk.internal.preface.Alert;
import org.dpk.psk.internal.preface.Records;
import org.jspecify.annotations.Nullable;

/**
 * One TLS connection without I/O: records in, records out.
 *
 * <p>Every method that fails has put the alert into the output, where there is one to be sent. Not
 * safe for use by several threads.
 */
public final class TlsConnection {

  private static final int CHANGE_CIPHER_SPEC_LENGTH = Records.HEADER_LENGTH + 1;

  private static final PlaintextSink NOWHERE = (buffer, offset, length) -> {};

  private final TlsChannel channel;
  private final TlsProtocol protocol;
  private final Supplier<@Nullable TlsOutcome> outcome;
  private final @Nullable PskTlsClient client;
  private final DirectOutput directOutput;
  private boolean outputClosed;

  private TlsConnection(
      TlsChannel channel,
      HybridTlsCrypto crypto,
      Supplier<@Nullable TlsOutcome> outcome,
      @Nullable PskTlsClient client) {
    this.channel = channel;
    this.directOutput = crypto.directOutput();
    this.protocol = channel.protocol();
    this.outcome = outcome;
    this.client = client;
  }

  /**
   * A client, its ClientHello already in the output.
   *
   * @param key needed until the handshake ends; the caller destroys it then
   */
  public static TlsConnection client(
      SecureRandom random, TlsSettings settings, Psk key, Negotiated listener) throws SSLException {
    HybridTlsCrypto crypto = new HybridTlsCrypto(random);
    PskTlsClient peer = new PskTlsClient(crypto, settings, key, listener);
    ClientChannel channel = new ClientChannel();
    TlsConnection connection = new TlsConnection(channel, crypto, peer::outcome, peer);
    connection.attempt(() -> channel.connect(peer));
    return connection;
  }

  /** A server that waits for its ClientHello. */
  public static TlsConnection server(
      SecureRandom random, TlsSettings settings, ServerChoices choices) throws SSLException {
    HybridTlsCrypto crypto = new HybridTlsCrypto(random);
    PskTlsServer peer = new PskTlsServer(crypto, settings, choices);
    ServerChannel channel = new ServerChannel();
    TlsConnection connection = new TlsConnection(channel, crypto, peer::outcome, null);
    connection.attempt(() -> channel.accept(peer));
    return connection;
  }

  /** Takes one record of the handshake. */
  public void receive(byte[] buffer, int offset, int length) throws SSLException {
    receive(buffer, offset, length, NOWHERE);
  }

  /** Whether a record that is received is left as it is, and not opened in place. */
  public boolean leavesInput() {
    return isTls13();
  }

  private boolean isTls13() {
    TlsOutcome open = outcome();
    return open != null && open.suite().protocol() == Protocol.TLS_1_3;
  }

  /**
   * Takes one record.
   *
   * @param buffer is overwritten, unless {@link #leavesInput}
   * @param sink gets the application data within
   */
  public void receive(byte[] buffer, int offset, int length, PlaintextSink sink)
      throws SSLException {
    channel.inbound().open(sink);
    try {
      attempt(() -> protocol.offerInput(buffer, offset, length));
    } finally {
      channel.inbound().shut();
    }
  }

  /**
   * The most application data that a record can hold.
   *
   * @param header the first five bytes of the record
   */
  public int plaintextLimit(byte[] header) throws SSLException {
    return call(() -> protocol.previewInputRecord(header).getContentLimit());
  }

  /** What the handshake negotiated; null until it is complete. */
  public @Nullable TlsOutcome outcome() {
    return outcome.get();
  }

  /** Client side: whether the server went on without the key. */
  public boolean isKeyRefused() {
    return client != null && client.isKeyRefused();
  }

  /** Whether the peer has sent close_notify. */
  public boolean isInputClosed() {
    return channel.inbound().isCloseNotified() || protocol.isClosed();
  }

  /** Whether nothing more can be written. */
  public boolean isOutputClosed() {
    return outputClosed || protocol.isClosed();
  }

  /**
   * How many bytes wait to be sent. A client's change_cipher_spec, which only middleboxes want (RFC
   * 8446 §D.4), waits for the Finished that follows it: together they are one packet.
   */
  public int pending() {
    int available = protocol.getAvailableOutputBytes();
    boolean waits = available == CHANGE_CIPHER_SPEC_LENGTH && client != null && outcome() == null;
    return waits ? 0 : available;
  }

  /**
   * Moves whole records to a buffer, as many as fit.
   *
   * @return the number of bytes; 0 if the first record does not fit
   */
  public int drain(ByteBuffer to) {
    int moved = 0;
    while (protocol.getAvailableOutputBytes() > 0) {
      int record = protocol.previewOutputRecord();
      if (record > to.remaining()) {
        break;
      }
      moved += protocol.readOutput(to, record);
    }
    return moved;
  }

  /** How many bytes a record with so much application data has, a due KeyUpdate included. */
  public int sealedLength(int plaintextLength) throws SSLException {
    return call(() -> protocol.previewOutputRecord(plaintextLength).getRecordSize());
  }

  /**
   * Seals 1 to {@link Records#MAX_FRAGMENT} bytes into one record, with nothing else waiting to be
   * sent.
   *
   * @param to has room for {@link #sealedLength}
   * @return how many bytes went there: all of {@link #sealedLength}
   */
  public int write(byte[] buffer, int offset, int length, ByteBuffer to) throws SSLException {
    int before = to.position();
    if (isTls13() && !isKeyUpdateDue(length) && !overlap(buffer, offset, length, to)) {
      directOutput.set(to);
    }
    try {
      attempt(() -> protocol.writeApplicationData(buffer, offset, length));
    } finally {
      directOutput.clear();
    }
    if (to.position() == before) {
      return drain(to);
    }
    // of a record that went past its queue, bctls has an empty header there
    protocol.readOutput(new byte[Records.HEADER_LENGTH], 0, Records.HEADER_LENGTH);
    return to.position() - before;
  }

  private boolean isKeyUpdateDue(int length) throws SSLException {
    return sealedLength(length) > length + Records.HEADER_LENGTH + Tls13RecordCipher.EXPANSION;
  }

  /** Whether a record would be written over what is still to be sealed. */
  private static boolean overlap(byte[] buffer, int offset, int length, ByteBuffer to) {
    if (!to.hasArray() || to.array() != buffer) {
      return false;
    }
    int record = to.arrayOffset() + to.position();
    int end = record + Records.HEADER_LENGTH + length + Tls13RecordCipher.EXPANSION;
    return record < offset + length && offset < end;
  }

  /** Sends close_notify, after user_canceled where the handshake is not complete. */
  public void closeOutput() throws SSLException {
    if (isOutputClosed()) {
      return;
    }
    outputClosed = true;
    if (protocol.isConnected()) {
      attempt(channel::sendCloseNotify);
    } else {
      attempt(protocol::close);
    }
  }

  /** Asks the peer for new keys and changes the own ones; TLS 1.3, after the handshake. */
  public void updateKeys() throws SSLException {
    attempt(channel::updateKeys);
  }

  /** Sends a fatal alert, unless the connection is closed. */
  public void abort(Alert alert, String message) throws SSLException {
    if (!protocol.isClosed()) {
      attempt(() -> channel.abort((short) alert.description(), message));
    }
  }

  /** What an alert in front of TLS means to the application. */
  public static SSLException receivedAlert(int description) {
    return TlsFailure.received((short) description, false);
  }

  private void attempt(Action action) throws SSLException {
    call(
        () -> {
          action.run();
          return 0;
        });
  }

  private int call(Operation operation) throws SSLException {
    try {
      return operation.run();
    } catch (IOException e) {
      throw TlsFailure.translate(e, outcome() != null);
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  private interface Operation {
    int run() throws IOException;
  }
}
