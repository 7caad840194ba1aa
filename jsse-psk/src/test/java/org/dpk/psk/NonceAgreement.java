package org.dpk.psk;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A small agreement for tests of what carries one: both ends know a secret, exchange nonces and
 * prove the secret with an HMAC. Two messages and a last one, as NSL has.
 *
 * <pre>
 * client → server   1 ‖ nonce ‖ name
 * server → client   2 ‖ nonce ‖ name
 * client → server   3 ‖ HMAC(secret, "client" ‖ nonces ‖ names)
 * </pre>
 */
public final class NonceAgreement implements PskAgreement {

  private static final int NONCE = 16;
  private static final byte[] KEY_UNKNOWN = {6};
  private static final byte[] REFUSED = {9};
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String ownName;
  private final byte[] secret;
  private final List<Consumer<Invalidation>> listeners = new CopyOnWriteArrayList<>();
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();

  /** How many runs came to a key at this end. */
  public final AtomicInteger runs = new AtomicInteger();

  /** Where the last client connected from, as this end was told. */
  public volatile @Nullable InetAddress lastClient;

  public volatile int uses = 100;
  public volatile boolean cacheable = true;
  public volatile Duration lifetime = Duration.ofMinutes(10);

  /** Told of each key that a series gives out. */
  public volatile Consumer<Psk> onKey = key -> {};

  public NonceAgreement(String ownName, String secret) {
    this.ownName = ownName;
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
  }

  /** The peer may use no key any more, and its sessions end. */
  public void revoke(String peer) {
    revoked.add(peer);
    listeners.forEach(listener -> listener.accept(new Invalidation(peer, true)));
  }

  @Override
  public Exchange initiate(PskPeer server) {
    return new Initiator();
  }

  @Override
  public Exchange respond(@Nullable InetAddress client) {
    lastClient = client;
    return new Responder();
  }

  @Override
  public void confirm(PskPrincipal peer) throws AgreementException {
    if (revoked.contains(peer.getName())) {
      throw new Revoked(peer.getName() + " was revoked");
    }
  }

  /** A peer's keys have ended. */
  public static final class Revoked extends AgreementException {
    private static final long serialVersionUID = 1L;

    public Revoked(String message) {
      super(message, REFUSED, null);
    }

    @Override
    public boolean endsKeys() {
      return true;
    }
  }

  @Override
  public Optional<byte[]> describe(PskPrincipal peer) {
    return Optional.of(ascii(peer.getName()));
  }

  @Override
  public PskPrincipal recognise(byte[] description) throws AgreementException {
    PskPrincipal peer = principal(text(description, 0));
    confirm(peer);
    return peer;
  }

  @Override
  public boolean isNamed(PskPrincipal peer, PskPeer server) {
    return peer.getName().equals(server.host());
  }

  @Override
  public byte[] keyUnknown() {
    return KEY_UNKNOWN.clone();
  }

  @Override
  public boolean isKeyUnknown(byte[] message) {
    return Arrays.equals(message, KEY_UNKNOWN);
  }

  @Override
  public AutoCloseable onInvalidated(Consumer<Invalidation> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private final class Initiator implements Exchange {
    private final byte[] nonce = nonce();
    private int round;

    @Override
    public Step next(byte[] message) throws AgreementException {
      if (round++ == 0) {
        return new Step.Send(join(new byte[] {1}, nonce, ascii(ownName)));
      }
      byte[] theirs = expect(2, message);
      String peer = text(message, 1 + NONCE);
      confirm(principal(peer));
      byte[] proof = hmac(secret, ascii("client"), nonce, theirs, names(ownName, peer));
      return agreed(join(new byte[] {3}, proof), nonce, theirs, peer);
    }

    @Override
    public void close() {}
  }

  private final class Responder implements Exchange {
    private final byte[] nonce = nonce();
    private byte @Nullable [] theirs;
    private String peer = "";

    @Override
    public Step next(byte[] message) throws AgreementException {
      if (theirs == null) {
        theirs = expect(1, message);
        peer = text(message, 1 + NONCE);
        return new Step.Send(join(new byte[] {2}, nonce, ascii(ownName)));
      }
      byte[] proof = hmac(secret, ascii("client"), theirs, nonce, names(peer, ownName));
      byte[] expected = join(new byte[] {3}, proof);
      if (!MessageDigest.isEqual(expected, message)) {
        throw new AgreementException(peer + " does not know the secret", REFUSED, null);
      }
      confirm(principal(peer));
      return agreed(null, theirs, nonce, peer);
    }

    @Override
    public void close() {}
  }

  private Step agreed(byte @Nullable [] last, byte[] clients, byte[] servers, String peer) {
    runs.incrementAndGet();
    byte[] master = hmac(secret, ascii("keys"), clients, servers);
    return new Step.Agreed(
        last, new Series(master, uses, onKey), principal(peer), lifetime, cacheable);
  }

  private static byte[] names(String client, String server) {
    return ascii(client.length() + client + server);
  }

  private static PskPrincipal principal(String name) {
    return NamedPskPrincipal.ofIdentity(ascii(name));
  }

  private static byte[] expect(int type, byte[] message) throws AgreementException {
    if (message.length < 1 + NONCE || message[0] != type) {
      throw new AgreementException("the peer refused, or sent nonsense", null, null);
    }
    return Arrays.copyOfRange(message, 1, 1 + NONCE);
  }

  private static final class Series implements PskSeries {
    private final byte[] master;
    private final Consumer<Psk> listener;
    private int left;
    private int i;

    Series(byte[] master, int uses, Consumer<Psk> listener) {
      this.master = master;
      this.left = uses;
      this.listener = listener;
    }

    @Override
    public synchronized @Nullable Psk next() {
      if (left-- <= 0) {
        return null;
      }
      byte[] index = {(byte) (i >>> 8), (byte) i++};
      byte[] identity = Arrays.copyOf(hmac(master, ascii("id"), index), 16);
      Psk key = Psk.of(identity, hmac(master, ascii("key"), index));
      listener.accept(key);
      return key;
    }

    @Override
    public synchronized @Nullable ExportedPsk export() {
      Psk key = next();
      return key == null ? null : new ExportedPsk(key, hmac(master, ascii("kept"), key.identity()));
    }

    @Override
    public synchronized void close() {
      left = 0;
    }
  }

  private static byte[] nonce() {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    return nonce;
  }

  private static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(join(parts));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] join(byte[]... parts) {
    byte[] joined = new byte[0];
    for (byte[] part : parts) {
      int at = joined.length;
      joined = Arrays.copyOf(joined, at + part.length);
      System.arraycopy(part, 0, joined, at, part.length);
    }
    return joined;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(byte[] message, int from) {
    return new String(message, from, message.length - from, StandardCharsets.US_ASCII);
  }
}
