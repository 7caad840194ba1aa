package org.dpk.provider.internal.nsl;

import java.util.Optional;

/**
 * The keys that a run yields, one after the other (protocol.md "Key schedule", "What the key
 * becomes"): {@code ms_i}, of which {@code epsk_i} and {@code pskid_i} are taken, and which is then
 * replaced by {@code ms_{i+1}}.
 *
 * <p>Safe for use by several threads; no key is handed out twice.
 */
public final class KeyRatchet implements AutoCloseable {

  /** Length of a key and of an exported key in bytes. */
  public static final int KEY_LENGTH = 32;

  /** Length of a key's name in bytes. */
  public static final int ID_LENGTH = 16;

  /** The message type of a confirmation; none that a run takes. */
  private static final int CONFIRM_TYPE = 8;

  private final Suite suite;
  private final Primitives.Source source;
  private final byte[] ctx;
  private final int uses;
  private Secret ms;
  private int next;
  private boolean closed;

  KeyRatchet(Suite suite, Primitives.Source source, byte[] ms0, byte[] ctx, int uses) {
    this.suite = suite;
    this.source = source;
    this.ms = Secret.owning(ms0);
    this.ctx = ctx;
    this.uses = uses;
  }

  /** How many keys there are in all, 1 to 65535. */
  public int uses() {
    return uses;
  }

  /** The next key; empty when all are handed out, or this is closed. */
  public synchronized Optional<ExternalPsk> next() {
    if (closed || next == uses) {
      return Optional.empty();
    }
    Primitives primitives = source.of(suite);
    byte[] context = new WireWriter(ctx.length + 4).fixed(ctx).uint32(next).done();
    byte[] epsk = HkdfLabel.expand(primitives, ms.reveal(), "epsk", context, KEY_LENGTH);
    byte[] pskid = HkdfLabel.expand(primitives, ms.reveal(), "pskid", context, ID_LENGTH);
    next++;
    turn(HkdfLabel.expand(primitives, ms.reveal(), "ratchet", context, suite.hashLength()));
    return Optional.of(new ExternalPsk(primitives, epsk, pskid));
  }

  // the last secret of all is of no use: it is not kept
  private void turn(byte[] following) {
    ms.close();
    ms = Secret.owning(following);
    if (next == uses) {
      close();
    }
  }

  @Override
  public synchronized void close() {
    ms.close();
    closed = true;
  }

  /** {@code epsk_i} and {@code pskid_i}: keys one thing. Belongs to one thread. */
  public static final class ExternalPsk implements AutoCloseable {

    private final Primitives primitives;
    private final Secret epsk;
    private final byte[] pskid;

    private ExternalPsk(Primitives primitives, byte[] epsk, byte[] pskid) {
      this.primitives = primitives;
      this.epsk = Secret.owning(epsk);
      this.pskid = pskid;
    }

    /** {@code pskid_i}, {@value KeyRatchet#ID_LENGTH} bytes; a copy. */
    public byte[] id() {
      return pskid.clone();
    }

    /** {@code epsk_i} itself, {@value KeyRatchet#KEY_LENGTH} bytes; the caller erases it. */
    byte[] revealSecret() {
      return epsk.reveal().clone();
    }

    /**
     * The key for one target.
     *
     * @param target its name in protocol.md, such as {@code "tls13 sha256"}
     * @return {@value KeyRatchet#KEY_LENGTH} bytes; the caller erases them
     */
    public byte[] export(String target) {
      return HkdfLabel.expand(primitives, epsk.reveal(), target, pskid, KEY_LENGTH);
    }

    /**
     * CONFIRM: the responder says with it that it keeps the key which was handed to another program
     * (protocol.md "Transport"). The same at both ends; it may be sent in clear.
     */
    public byte[] confirmation() {
      byte[] tag = HkdfLabel.expand(primitives, epsk.reveal(), "static confirm", pskid, KEY_LENGTH);
      return new WireWriter(NslMessage.HEADER_LENGTH + tag.length)
          .uint8(NslMessage.VERSION)
          .uint8(CONFIRM_TYPE)
          .fixed(new byte[NslMessage.HS_ID_LENGTH])
          .vector16(tag)
          .done();
    }

    @Override
    public void close() {
      epsk.close();
    }
  }
}
