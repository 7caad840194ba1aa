package org.dpk.provider.internal.agreement;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkPrincipal;
import org.dpk.provider.IdHash;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.RecordCodec;
import org.jspecify.annotations.Nullable;

/**
 * Who has keys or sessions with this end: the peers whose principal somebody still holds. A change
 * on chain names the hash of an identity only; this finds the name that goes with it. Safe for use
 * by several threads.
 */
final class LivePeers {

  private final Map<IdHash, List<Entry>> entries = new HashMap<>();
  private final ReferenceQueue<DpkPrincipal> gone = new ReferenceQueue<>();

  /**
   * The principal of a peer: one object for the same pair of records, as long as it is held.
   *
   * @param own the record of this end that the peer's keys were agreed with
   */
  synchronized DpkPrincipal of(EncodedRecord peer, EncodedRecord own) {
    forgetTheGone();
    List<Entry> known =
        entries.computeIfAbsent(RecordCodec.idHash(peer.identity()), hash -> new ArrayList<>(1));
    for (Entry entry : known) {
      DpkPrincipal principal = entry.get();
      if (principal != null && entry.peer.equals(peer) && entry.own.equals(own)) {
        return principal;
      }
    }
    DpkPrincipal principal = Certificates.principal(peer.record());
    known.add(new Entry(principal, gone, peer, own));
    return principal;
  }

  /** Who a live peer is. */
  synchronized Optional<DpkIdentity> identity(IdHash hash) {
    forgetTheGone();
    return Optional.ofNullable(entries.get(hash)).map(known -> known.get(0).peer.identity());
  }

  /** The record of this end that the keys of a principal were agreed with. */
  synchronized Optional<EncodedRecord> ownRecord(DpkPrincipal principal) {
    return entries.getOrDefault(RecordCodec.idHash(principal.identity()), List.of()).stream()
        .filter(entry -> entry.refersTo(principal))
        .map(entry -> entry.own)
        .findFirst();
  }

  synchronized int size() {
    forgetTheGone();
    return entries.size();
  }

  private void forgetTheGone() {
    for (Reference<? extends DpkPrincipal> next = gone.poll(); next != null; next = gone.poll()) {
      forget((Entry) next);
    }
  }

  private void forget(Entry entry) {
    IdHash hash = RecordCodec.idHash(entry.peer.identity());
    List<Entry> known = entries.get(hash);
    if (known != null && known.remove(entry) && known.isEmpty()) {
      entries.remove(hash);
    }
  }

  private static final class Entry extends WeakReference<DpkPrincipal> {
    final EncodedRecord peer;
    final EncodedRecord own;

    Entry(
        DpkPrincipal principal,
        @Nullable ReferenceQueue<DpkPrincipal> queue,
        EncodedRecord peer,
        EncodedRecord own) {
      super(principal, queue);
      this.peer = peer;
      this.own = own;
    }
  }
}
