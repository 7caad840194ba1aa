package org.dpk.psk.bctls;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import javax.net.ssl.SSLHandshakeException;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.dpk.psk.AgreementException;
import org.dpk.psk.PeerSpeaksNoAgreementException;
import org.dpk.psk.Psk;
import org.dpk.psk.PskAgreement;
import org.dpk.psk.PskAgreement.Step;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.PskPeer;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.internal.preface.AgreementFrame;
import org.jspecify.annotations.Nullable;

/**
 * A key that was agreed on over a connected socket, for TLS by bctls on the same socket.
 *
 * <pre>{@code
 * try (AgreedPsk agreed = AgreedPsk.connect(socket, agreement, server, List.of(), Duration.ofSeconds(10))) {
 *   TlsClientProtocol tls = new TlsClientProtocol(agreed.input(), agreed.output());
 *   // a TlsClient as TlsPskClientKey shows it, with getSNIServerNames() from agreed.sniServerNames()
 *   tls.connect(new Client(agreed.clientKey(crypto)));
 * }
 * }</pre>
 *
 * <p>Each connection has an agreement of its own here: keys for further connections, which the JSSE
 * engine caches, are erased. TLS 1.3 alone: offer no other version with such a key. One object for
 * each connection; not safe for use by several threads.
 */
public final class AgreedPsk implements AutoCloseable {

  private final Psk psk;
  private final PskPrincipal peer;
  private final @Nullable String serverName;
  private final InputStream input;
  private final OutputStream output;

  private AgreedPsk(Socket socket, Step.Agreed agreed, @Nullable String serverName)
      throws IOException {
    this.psk = firstOf(agreed);
    this.peer = agreed.peer();
    this.serverName = serverName;
    this.input = socket.getInputStream();
    this.output = new Joined(socket.getOutputStream(), agreed.lastMessage());
  }

  /**
   * Agrees on a key as the client.
   *
   * @param socket connected; nothing was read or written yet. Its read timeout is what it was
   *     afterwards
   * @param server whom to reach; a domain name goes out as server_name, and has to in TLS, too
   *     ({@link #sniServerNames})
   * @param protocols for ALPN, most wanted first; may be empty. Offer the same in TLS
   * @param limit for all messages together
   * @throws PeerSpeaksNoAgreementException if the server does not know agreements
   * @throws AgreementException if the two ends did not agree
   * @throws IOException if the connection fails, or the limit is over
   */
  public static AgreedPsk connect(
      Socket socket, PskAgreement agreement, PskPeer server, List<String> protocols, Duration limit)
      throws IOException {
    int timeout = socket.getSoTimeout();
    AgreementRun run = new AgreementRun(socket, limit);
    Step.Agreed agreed = run.initiate(agreement, server, protocols);
    socket.setSoTimeout(timeout);
    return new AgreedPsk(socket, agreed, run.serverName());
  }

  /**
   * Agrees on a key as the server. A client that has a cached key is asked for a new agreement.
   *
   * @param socket accepted; nothing was read or written yet. Its read timeout is what it was
   *     afterwards
   * @param limit for all messages together: a slow client holds the calling thread no longer
   * @throws AgreementException if the two ends did not agree
   * @throws SSLHandshakeException if the client does not speak this agreement
   * @throws IOException if the connection fails, or the limit is over
   */
  public static AgreedPsk accept(Socket socket, PskAgreement agreement, Duration limit)
      throws IOException {
    int timeout = socket.getSoTimeout();
    AgreementRun run = new AgreementRun(socket, limit);
    Step.Agreed agreed = run.respond(agreement);
    socket.setSoTimeout(timeout);
    return new AgreedPsk(socket, agreed, run.serverName());
  }

  private static Psk firstOf(Step.Agreed agreed) throws SSLHandshakeException {
    try (var keys = agreed.keys();
        Psk first = keys.next()) {
      if (first == null) {
        throw new SSLHandshakeException("the agreement came to no key");
      }
      return first.withPeer(agreed.peer());
    }
  }

  /** Whom the key authenticates, once TLS was keyed by it. */
  public PskPrincipal peer() {
    return peer;
  }

  /**
   * The server that was named before the key was agreed on. At the server: TLS proves the name in
   * its own ClientHello; abort if that is another.
   */
  public Optional<String> serverName() {
    return Optional.ofNullable(serverName);
  }

  /**
   * At the client: what the {@code TlsClient} returns from {@code getSNIServerNames()}, for the
   * server insists on the same name; null for none.
   */
  @SuppressWarnings("JdkObsolete") // as bctls has it
  public @Nullable Vector<ServerName> sniServerNames() {
    if (serverName == null) {
      return null;
    }
    byte[] name = serverName.getBytes(StandardCharsets.US_ASCII);
    return new Vector<>(List.of(new ServerName(NameType.host_name, name)));
  }

  /** The key for the {@code TlsClient}. Closed by its owner. */
  public TlsPskClientKey clientKey(TlsCrypto crypto) {
    return new TlsPskClientKey(crypto, psk);
  }

  /** The key for the {@code TlsServer}, which accepts it alone. Closed by its owner. */
  public TlsPskServerKeys serverKeys(TlsCrypto crypto) {
    return new TlsPskServerKeys(crypto, PskKeyManager.of(psk));
  }

  /** The bytes that belong to TLS. */
  public InputStream input() {
    return input;
  }

  /** Where TLS writes. The agreement's last message leaves with the first bytes of TLS. */
  public OutputStream output() {
    return output;
  }

  /** Erases the key. */
  @Override
  public void close() {
    psk.destroy();
  }

  /** Sends a message together with what is written next: one flight, and no wait for an ACK. */
  private static final class Joined extends FilterOutputStream {

    private byte @Nullable [] pending;

    Joined(OutputStream out, byte @Nullable [] lastMessage) {
      super(out);
      pending = lastMessage == null ? null : AgreementFrame.records(lastMessage);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (pending == null) {
        out.write(bytes, offset, length);
        return;
      }
      byte[] joined = Arrays.copyOf(pending, pending.length + length);
      System.arraycopy(bytes, offset, joined, pending.length, length);
      pending = null;
      out.write(joined);
    }
  }
}
