package org.dpk.psk.standalone;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.standalone.StandaloneAgreement.Keeper;

/**
 * Answers agreements on a port until it is closed, each connection on a thread of its own. So many
 * connections at most, and fewer from one address: one more is closed as it comes. Keys are kept
 * one at a time.
 */
public final class AgreementListener implements AutoCloseable {

  /** How many connections there may be at a time. */
  public static final int MAX_CONNECTIONS = 64;

  /**
   * How many of them may come from one address, so that it does not take them all; of IPv6 from one
   * /64, since a host has as many addresses there as it likes (RFC 4291 §2.5.4).
   */
  public static final int MAX_OF_ADDRESS = 16;

  private static final int NETWORK_BYTES = 8;
  private static final int IDLE_SECONDS = 5;
  private static final int CLOSE_SECONDS = 5;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final StandaloneAgreement agreement;
  private final Keeper keeper;
  private final Observer observer;
  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService workers;
  private final Thread acceptor;
  private volatile boolean closed;

  /** Who hears how each connection ended; called on its thread, and does not block. */
  public interface Observer {

    /**
     * A key was agreed on and kept, and the client told so.
     *
     * @param client where it connected from
     */
    void agreed(InetAddress client, PskPrincipal peer);

    /**
     * There is no key.
     *
     * @param client where it connected from
     * @param reason an {@link IOException}, or what the keeper threw
     */
    void failed(InetAddress client, Exception reason);
  }

  private AgreementListener(
      StandaloneAgreement agreement, Keeper keeper, Observer observer, ServerSocket listening) {
    this.agreement = agreement;
    this.keeper = keeper;
    this.observer = observer;
    this.listening = listening;
    this.workers =
        new ThreadPoolExecutor(
            0,
            MAX_CONNECTIONS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> daemon(work, "dpk-agree"));
    this.acceptor = daemon(this::accept, "dpk-agree-accept");
  }

  /**
   * Starts to listen.
   *
   * @param address port 0 for a free one
   * @param keeper called by one thread at a time
   * @throws java.net.BindException if that is taken
   */
  public static AgreementListener start(
      InetSocketAddress address, StandaloneAgreement agreement, Keeper keeper, Observer observer)
      throws IOException {
    ServerSocket listening = new ServerSocket();
    try {
      listening.setReuseAddress(true);
      listening.bind(address);
    } catch (IOException | RuntimeException e) {
      listening.close();
      throw e;
    }
    AgreementListener listener = new AgreementListener(agreement, keeper, observer, listening);
    listener.acceptor.start();
    return listener;
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Where it listens. */
  public int port() {
    return listening.getLocalPort();
  }

  @SuppressWarnings("IllegalCatch") // whatever one client causes, the next one is answered
  private void accept() {
    while (!closed) {
      try {
        take(listening.accept());
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        // closed; or a client was gone before it was taken, or there is no room for one right now:
        // what the machine refuses is a file, or a thread (an OutOfMemoryError)
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void take(Socket socket) throws IOException {
    InetAddress client = socket.getInetAddress();
    long others = open.stream().filter(each -> isOne(client, each.getInetAddress())).count();
    if (others >= MAX_OF_ADDRESS) {
      refuse(socket, client);
      return;
    }
    open.add(socket);
    boolean taken = false;
    try {
      workers.execute(() -> answer(socket));
      taken = true;
    } catch (RejectedExecutionException e) {
      refuse(socket, client);
    } finally {
      if (!taken) {
        open.remove(socket);
        socket.close();
      }
    }
  }

  static boolean isOne(InetAddress client, InetAddress other) {
    return client instanceof Inet6Address && other instanceof Inet6Address
        ? Arrays.equals(client.getAddress(), 0, NETWORK_BYTES, other.getAddress(), 0, NETWORK_BYTES)
        : client.equals(other);
  }

  private void refuse(Socket socket, InetAddress client) throws IOException {
    socket.close();
    if (!closed) {
      observer.failed(client, new IOException("it has too many connections already"));
    }
  }

  @SuppressWarnings("IllegalCatch") // whatever it is: it is told, and the others go on
  private void answer(Socket socket) {
    InetAddress client = socket.getInetAddress();
    try (socket) {
      observer.agreed(client, agreement.respond(socket, this::keep));
    } catch (IOException | RuntimeException e) {
      if (!closed) {
        observer.failed(client, e);
      }
    } finally {
      open.remove(socket);
    }
  }

  private synchronized void keep(KeptKey key) throws IOException {
    keeper.keep(key);
  }

  /** Ends it, open connections too. */
  @Override
  public void close() throws IOException {
    closed = true;
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
    workers.shutdownNow();
    try {
      if (!workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("an agreement does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
