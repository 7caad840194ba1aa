package org.dpk.provider.internal.light;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdHash;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.ethereum.RecordLogs;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Has the records that slots name, from whoever has them: the digest authenticates them. Safe for
 * use by several threads.
 */
final class LightRecords implements AutoCloseable {

  /** A mirror that does not answer must not cost the look-up. */
  private static final Duration MIRROR_PATIENCE = Duration.ofSeconds(2);

  private final Providers providers;
  private final @Nullable RecordMirror mirror;

  /**
   * @param mirror closed with this; null for none
   */
  LightRecords(Providers providers, @Nullable RecordMirror mirror) {
    this.providers = providers;
    this.mirror = mirror;
  }

  /** From these nodes, and the mirror where the settings name one. */
  static LightRecords of(LightSettings settings, Providers providers) {
    URI mirror = settings.mirror();
    Duration connect = settings.nodes().get(0).limits().connect();
    return new LightRecords(providers, mirror == null ? null : new RecordMirror(mirror, connect));
  }

  /** Whether a record that somebody brought is the one that a slot names. */
  static boolean isNamed(@Nullable EncodedRecord brought, Slot slot) {
    return brought != null && slot.names(brought.digest());
  }

  /**
   * The record of an identity whose slot is active.
   *
   * @param brought by somebody; null if nobody did
   * @throws RegistryException.RecordUnavailable if nobody has it: no reason to take it for absent
   * @throws RegistryException.UnusableRecord if it does not parse
   */
  IdentityRecord read(
      DpkIdentity identity,
      IdHash id,
      Slot slot,
      @Nullable EncodedRecord brought,
      Deadline deadline)
      throws RegistryException {
    if (brought != null && isNamed(brought, slot) && brought.identity().equals(identity)) {
      return brought.record();
    }
    Optional<byte[]> mirrored =
        mirror == null ? Optional.empty() : mirror.record(id, slot, patience(deadline));
    byte[] bytes =
        mirrored.isPresent()
            ? mirrored.get()
            : providers.ask(deadline.left(), node -> new RecordLogs(node).record(id, slot));
    return RecordLogs.decode(identity, bytes);
  }

  private static Duration patience(Deadline deadline) {
    Duration left = deadline.left();
    return left.compareTo(MIRROR_PATIENCE) < 0 ? left : MIRROR_PATIENCE;
  }

  @Override
  public void close() {
    if (mirror != null) {
      mirror.close();
    }
  }
}
