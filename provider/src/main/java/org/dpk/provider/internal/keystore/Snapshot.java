package org.dpk.provider.internal.keystore;

import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.dpk.provider.IdentityFileException;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.internal.identity.IdentityDocument;
import org.dpk.provider.internal.identity.PlacedRecord;
import org.dpk.provider.internal.identity.UnlockedDocument;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.provider.internal.record.RecordFormatException;
import org.dpk.psk.SyntheticIssuer;
import org.jspecify.annotations.Nullable;

/**
 * What a key store shows at one moment. Immutable: a change makes another one.
 *
 * @param document the identity file; null for a store without identity
 * @param unlocked the same with its key; null if it was loaded without a password
 * @param access which registry to ask; null if none is known
 * @param registry the handle on it; null if none is known or no node is
 * @param listed the entries that need no look-up, by alias: one's own and those it was pinned to
 * @param seen others that were looked up, by alias with version, the oldest first
 */
record Snapshot(
    @Nullable IdentityDocument document,
    @Nullable UnlockedDocument unlocked,
    @Nullable Path file,
    @Nullable ChainAccess access,
    @Nullable KeyRegistry registry,
    Map<String, Entry> listed,
    Map<String, Entry.Foreign> seen) {

  /** The alias of the issuer's certificate. */
  static final String ISSUER = "dpk-issuer";

  private static final int MOST_SEEN = 256;

  /** Nothing but the issuer. */
  static Snapshot empty(@Nullable ChainAccess access, @Nullable KeyRegistry registry) {
    return new Snapshot(
        null, null, null, access, registry, withIssuer(new LinkedHashMap<>()), Map.of());
  }

  /**
   * @throws IdentityFileException.Unreadable if a record in the document can't be used
   */
  static Snapshot of(
      IdentityDocument document,
      @Nullable UnlockedDocument unlocked,
      @Nullable Path file,
      ChainAccess access,
      @Nullable KeyRegistry registry)
      throws IdentityFileException {
    return new Snapshot(
        document, unlocked, file, access, registry, withIssuer(entries(document)), Map.of());
  }

  /** The same with a change of one's own document. */
  Snapshot with(UnlockedDocument changed) throws IdentityFileException {
    return new Snapshot(
        changed.document(),
        changed,
        file,
        access,
        registry,
        withIssuer(entries(changed.document())),
        seen);
  }

  /** The same with another entry seen; the oldest ones are forgotten. */
  Snapshot withSeen(Entry.Foreign entry) {
    Map<String, Entry.Foreign> more = new LinkedHashMap<>(seen);
    more.put(aliasOf(entry.record()).toString(), entry);
    while (more.size() > MOST_SEEN) {
      more.remove(more.keySet().iterator().next());
    }
    return new Snapshot(document, unlocked, file, access, registry, listed, more);
  }

  /**
   * What a store lists: one alias per identity. Earlier versions answer to their names only, since
   * the JDK's key managers choose among the listed keys, and theirs are good no more.
   */
  List<String> aliases() {
    return listed.keySet().stream().filter(alias -> !isVersioned(alias)).toList();
  }

  /** The chain behind the store; empty if none is known. */
  Optional<ChainEntry> chainEntry() {
    return Optional.ofNullable(access)
        .map(known -> new ChainEntry(known, document == null ? Map.of() : document.peers()));
  }

  private static boolean isVersioned(String alias) {
    return Alias.parse(alias).filter(parsed -> parsed.version().isPresent()).isPresent();
  }

  /** An entry that needs no look-up. */
  Optional<Entry> listed(String alias) {
    Entry exact = listed.get(alias);
    return exact != null ? Optional.of(exact) : Alias.parse(alias).flatMap(this::listed);
  }

  /** The alias under which a certificate was handed out. */
  Optional<String> aliasOf(Certificate certificate) {
    for (Map<String, ? extends Entry> entries : List.of(listed, seen)) {
      for (Map.Entry<String, ? extends Entry> each : entries.entrySet()) {
        if (each.getValue().certificate().equals(certificate)) {
          return Optional.of(each.getKey());
        }
      }
    }
    return Optional.empty();
  }

  static Alias aliasOf(IdentityRecord record) {
    return Alias.of(record.identity(), record.version());
  }

  private Optional<Entry> listed(Alias alias) {
    Entry inForce = listed.get(Alias.of(alias.identity()).toString());
    if (inForce != null && alias.means(versionOf(inForce))) {
      return Optional.of(inForce);
    }
    return Optional.ofNullable(listed.get(alias.toString()));
  }

  private static long versionOf(Entry entry) {
    if (entry instanceof Entry.Own own) {
      return own.record().version();
    }
    return entry instanceof Entry.Foreign foreign ? foreign.record().version() : 0;
  }

  private static Map<String, Entry> entries(IdentityDocument document)
      throws IdentityFileException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    if (document.current().isPresent()) {
      own(entries, Alias.of(document.identity()), document.current().get());
    }
    for (PlacedRecord earlier : document.earlier()) {
      own(entries, aliasOf(decode(earlier)), earlier);
    }
    PlacedRecord pkm = document.pkm().map(pinned -> pinned.record()).orElse(null);
    if (pkm != null) {
      IdentityRecord record = decode(pkm);
      Entry.foreign(record, pkm.block())
          .ifPresent(entry -> entries.put(Alias.of(record.identity()).toString(), entry));
    }
    return entries;
  }

  private static void own(Map<String, Entry> entries, Alias alias, PlacedRecord placed)
      throws IdentityFileException {
    Entry.own(decode(placed), placed.bytes(), placed.block())
        .ifPresent(entry -> entries.put(alias.toString(), entry));
  }

  private static IdentityRecord decode(PlacedRecord placed) throws IdentityFileException {
    try {
      return RecordCodec.decode(placed.bytes());
    } catch (RecordFormatException e) {
      throw new IdentityFileException.Unreadable(
          "the identity file holds a record that can't be used (" + e.getMessage() + ")", e);
    }
  }

  private static Map<String, Entry> withIssuer(Map<String, Entry> entries) {
    var certificate = SyntheticIssuer.ofThisProcess().certificate();
    Date created = Objects.requireNonNull(certificate.getNotBefore());
    entries.put(ISSUER, new Entry.Issuer(List.of(certificate), created));
    return entries;
  }

  /** Whose store it is, nothing else. */
  @Override
  public String toString() {
    return "Snapshot[" + (document == null ? "no identity" : document.identity()) + "]";
  }
}
