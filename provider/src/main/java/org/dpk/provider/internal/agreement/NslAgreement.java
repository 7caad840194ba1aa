package org.dpk.provider.internal.agreement;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.DpkHandshakeException.IdentityRevoked;
import org.dpk.provider.DpkHandshakeException.IdentityUnknown;
import org.dpk.provider.DpkHandshakeException.LookupUnavailable;
import org.dpk.provider.DpkHandshakeException.RecordStale;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkPrincipal;
import org.dpk.provider.Freshness;
import org.dpk.provider.HandshakeMetrics;
import org.dpk.provider.HostIdentity;
import org.dpk.provider.IdHash;
import org.dpk.provider.IdentityChanged;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.admission.Admission;
import org.dpk.provider.internal.admission.Handshakes;
import org.dpk.provider.internal.nsl.HedgedRandomness;
import org.dpk.provider.internal.nsl.KeyUnknownMessage;
import org.dpk.provider.internal.nsl.Validity;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.psk.PskAgreement;
import org.dpk.psk.PskPeer;
import org.dpk.psk.PskPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Keys by DPK-NSL/1 (protocol.md), with both identities looked up in the registry.
 *
 * <p>Safe for use by several threads. The registry and the private keys stay their owner's; {@link
 * #close()} ends the reports and erases what was made of the keys.
 */
public final class NslAgreement implements PskAgreement, AutoCloseable {

  private final KeyRegistry registry;
  private final HostIdentity hosts;
  private final @Nullable Enrolment enrolment;
  private final Parts parts;
  private final HedgedRandomness random;
  private final List<Consumer<Invalidation>> listeners = new CopyOnWriteArrayList<>();
  private final @Nullable IdHash ownHash;
  private final @Nullable Handshakes shown;
  private final Doubts doubts;
  private final AutoCloseable changes;

  NslAgreement(NslAgreementBuilder builder) {
    this.registry = builder.registry;
    this.hosts = builder.hosts;
    this.enrolment = builder.enrolment;
    this.random = new HedgedRandomness(builder.firstPair(), builder.generator, builder.clock);
    OwnIdentity own = builder.own;
    this.shown = builder.handshakes();
    Admission admission = builder.admission(shown);
    LookUps lookUps =
        new LookUps(registry, builder.lookupDeadline, admission.lookups(), admission.counters());
    OwnView view = own == null ? null : new OwnView(own, lookUps, this::report, builder.nanoClock);
    this.ownHash = own == null ? null : RecordCodec.idHash(own.identity());
    this.parts = builder.parts(admission, lookUps, view, random);
    this.doubts = new Doubts(registry, this::revoked);
    this.changes = registry.onChange(this::changed);
  }

  /** An agreement of an identity that is on chain. */
  public static NslAgreementBuilder of(KeyRegistry registry, OwnIdentity own) {
    return new NslAgreementBuilder(registry, own, null);
  }

  /** An agreement of a device that is to be admitted: it initiates only, and only towards a PKM. */
  public static NslAgreementBuilder enrolling(KeyRegistry registry, Enrolment enrolment) {
    return new NslAgreementBuilder(registry, null, enrolment);
  }

  @Override
  public Exchange initiate(PskPeer server) throws DpkHandshakeException {
    DpkIdentity identity;
    try {
      identity = hosts.of(server);
    } catch (IllegalArgumentException e) {
      throw new DpkHandshakeException(
          "the host " + server.host() + " names no identity: " + e.getMessage(), null, 0, null, e);
    }
    return new InitiatorExchange(parts, identity, enrolment);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if this end only enrols
   */
  @Override
  public Exchange respond(@Nullable InetAddress client) {
    if (parts.own() == null) {
      throw new IllegalStateException("a device that is not admitted yet is no server");
    }
    if (shown != null) {
      shown.publish();
    }
    return new ResponderExchange(parts, parts.own(), parts.admission().visitor(client));
  }

  /** What became of the clients that came to this agreement. */
  public HandshakeMetrics metrics() {
    return parts.admission().metrics();
  }

  @Override
  public void confirm(PskPrincipal peer) throws DpkHandshakeException {
    OwnView own = parts.own();
    if (!(peer instanceof DpkPrincipal principal) || own == null) {
      throw new DpkHandshakeException(
          "a key of " + peer.getName() + " is good for one connection only", null, 0, null, null);
    }
    own.current();
    if (!parts.livePeers().ownRecord(principal).map(own::isInForce).orElse(false)) {
      throw new RecordStale(
          "our own record changed: a new key is agreed", own.identity(), null, null);
    }
    requireSame(principal.record(), inForce(principal.identity()));
  }

  /** The record that is good now. */
  private IdentityRecord inForce(DpkIdentity identity) throws DpkHandshakeException {
    Lookup lookup;
    try {
      lookup = parts.lookUps().find(identity, Freshness.RECENT);
    } catch (RegistryException e) {
      throw new LookupUnavailable(
          "could not look up " + identity + ": " + e.getMessage(), identity, null, e);
    }
    if (lookup instanceof Lookup.Revoked) {
      throw new IdentityRevoked(identity + " is revoked", identity, null, null);
    }
    if (!(lookup instanceof Lookup.Active active)) {
      throw new IdentityUnknown(identity + " is not registered any more", identity, null, null);
    }
    if (!Validity.at(active.block(), active.record())) {
      throw changed(identity);
    }
    return active.record();
  }

  private static void requireSame(IdentityRecord agreed, IdentityRecord now)
      throws DpkHandshakeException {
    if (!agreed.equals(now)) {
      throw changed(now.identity());
    }
  }

  private static RecordStale changed(DpkIdentity identity) {
    return new RecordStale(
        "the record of " + identity + " changed: a new key is agreed", identity, null, null);
  }

  @Override
  public Optional<byte[]> describe(PskPrincipal peer) {
    return peer instanceof DpkPrincipal principal
        ? parts
            .livePeers()
            .ownRecord(principal)
            .map(own -> PeerDescription.of(principal.record(), own).bytes())
        : Optional.empty();
  }

  @Override
  public PskPrincipal recognise(byte[] description) throws DpkHandshakeException {
    OwnView view = parts.own();
    if (view == null) {
      throw new DpkHandshakeException("a device that enrols is no server", null, 0, null, null);
    }
    PeerDescription described = PeerDescription.parse(description);
    EncodedRecord own = view.current().record();
    EncodedRecord peer = EncodedRecord.of(inForce(described.identity()));
    if (!described.means(peer, own)) {
      throw changed(described.identity());
    }
    return parts.livePeers().of(peer, own);
  }

  @Override
  public boolean isNamed(PskPrincipal peer, PskPeer server) {
    try {
      return peer instanceof DpkPrincipal principal
          && hosts.of(server).equals(principal.identity());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public byte[] keyUnknown() {
    return KeyUnknownMessage.create();
  }

  @Override
  public boolean isKeyUnknown(byte[] message) {
    return KeyUnknownMessage.is(message);
  }

  @Override
  public AutoCloseable onInvalidated(Consumer<Invalidation> listener) {
    // each registration is its own, even of the same listener
    Consumer<Invalidation> registration = listener::accept;
    listeners.add(registration);
    return () -> listeners.remove(registration);
  }

  private void changed(IdentityChanged change) {
    OwnView own = parts.own();
    if (own != null && change.idHash().equals(ownHash)) {
      own.changed(change.revoked());
      doubtUnlessRevoked(own.identity(), change);
    } else {
      parts
          .livePeers()
          .identity(change.idHash())
          .ifPresent(
              peer -> {
                report(new Invalidation(peer.toString(), change.revoked()));
                doubtUnlessRevoked(peer, change);
              });
    }
  }

  /** After a gap the chain only says that there may have been a change: perhaps a revocation. */
  private void doubtUnlessRevoked(DpkIdentity identity, IdentityChanged change) {
    if (!change.revoked()) {
      doubts.add(identity);
    }
  }

  private void revoked(DpkIdentity identity) {
    OwnView own = parts.own();
    if (own != null && identity.equals(own.identity())) {
      own.changed(true);
    } else {
      report(new Invalidation(identity.toString(), true));
    }
  }

  private void report(Invalidation invalidation) {
    listeners.forEach(listener -> listener.accept(invalidation));
  }

  /** Ends the reports, and further runs. */
  @Override
  public void close() throws Exception {
    listeners.clear();
    doubts.close();
    random.destroy();
    changes.close();
  }
}
