package org.dpk.provider.internal.ethereum;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdHash;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.provider.internal.record.RecordFormatException;
import org.dpk.provider.internal.time.Deadline;

/**
 * Reads what the registry logged. A record is checked against the digest in its slot; what logs say
 * beyond that is the word of the node.
 */
public final class RecordLogs {

  private static final byte[] REVOCATION =
      HexFormat.of().parseHex(RegistryLog.Topics.REVOKED, 2, 66);

  private final EthereumNode node;

  /** Through this node, which stays the caller's to close. */
  public RecordLogs(EthereumNode node) {
    this.node = node;
  }

  /**
   * The record that a slot names, by one {@code eth_getLogs} of one block.
   *
   * @param slot that is active
   * @return its bytes, which hash to the slot's digest
   * @throws RegistryException.RecordUnavailable if the node has not its log
   * @throws RegistryException.Unproven if it has others in its place
   */
  public byte[] record(IdHash id, Slot slot) throws RegistryException {
    RpcCall question =
        RegistryLog.question(node.registry().contract(), slot.changed(), slot.changed(), id);
    List<RegistryLog> logs = ask(question);
    return named(logs, slot)
        .orElseThrow(() -> logs.isEmpty() ? missing(id, slot) : another(id, slot));
  }

  /** The first topic of what the registry logs when it revokes, 32 bytes. */
  public static byte[] revocationTopic() {
    return REVOCATION.clone();
  }

  /** Which identities changed in these blocks, both ends included, as the node says. */
  public Set<IdHash> changed(long from, long to) throws RegistryException {
    Set<IdHash> changed = new HashSet<>();
    for (RegistryLog log : ask(RegistryLog.question(node.registry().contract(), from, to))) {
      changed.add(log.id());
    }
    return changed;
  }

  private List<RegistryLog> ask(RpcCall question) throws RegistryException {
    Deadline deadline = Deadline.in(node.endpoint().limits().call());
    return RegistryLog.parse(node.ask(deadline, question).get(0));
  }

  /**
   * What a record says.
   *
   * @param bytes that the identity's slot names
   * @throws RegistryException.UnusableRecord if it does not parse, or is another identity's
   */
  public static IdentityRecord decode(DpkIdentity identity, byte[] bytes)
      throws RegistryException.UnusableRecord {
    try {
      IdentityRecord record = RecordCodec.decode(bytes);
      if (record.identity().equals(identity)) {
        return record;
      }
    } catch (RecordFormatException e) {
      throw new RegistryException.UnusableRecord(
          "the record of " + identity + " can't be used: " + e.getMessage(), e);
    }
    throw new RegistryException.UnusableRecord(
        "the record of " + identity + " can't be used: it names another identity", null);
  }

  /** Whether a slot names these bytes. */
  public static boolean names(Slot slot, byte[] record) {
    try {
      return slot.names(RecordCodec.digest(record));
    } catch (RecordFormatException e) {
      return false; // not what the contract admitted, since it reads the head
    }
  }

  /** The one record among the logs that the slot's digest names. */
  static Optional<byte[]> named(List<RegistryLog> logs, Slot slot) {
    for (RegistryLog log : logs) {
      if (log instanceof RegistryLog.Changed changed && names(slot, changed.record())) {
        return Optional.of(changed.record());
      }
    }
    return Optional.empty();
  }

  private static RegistryException another(IdHash id, Slot slot) {
    return new RegistryException.Unproven(
        "what the node gave for the record of %s of block %d is not what its slot names: the node lies, or is on a fork"
            .formatted(id, slot.changed()),
        null);
  }

  static RegistryException.RecordUnavailable missing(IdHash id, Slot slot) {
    return new RegistryException.RecordUnavailable(
        "the node has not the log of block %d, where the record of %s stands: use a node that keeps its logs"
            .formatted(slot.changed(), id));
  }
}
