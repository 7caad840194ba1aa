package org.dpk.provider.internal.enrol;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.ethereum.EthereumNode;
import org.dpk.provider.internal.ethereum.RegistryEntry;
import org.dpk.provider.internal.ethereum.RegistryReader;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.provider.internal.record.RecordFormatException;

/** The chain as a device sees it while it enrols: one node, and what is asked of it. */
final class ChainSession implements AutoCloseable {

  // registry.md "The record"
  private static final int VERSION_OFFSET = 1;
  private static final int NOT_AFTER_OFFSET = 57;

  private final ChainEndpoint endpoint;
  private final EthereumNode node;
  private final RegistryReader reader;

  private ChainSession(ChainEndpoint endpoint, EthereumNode node) {
    this.endpoint = endpoint;
    this.node = node;
    this.reader = new RegistryReader(node);
  }

  /**
   * Connects to the first node that answers, and is the right one.
   *
   * @throws RegistryException if none does: what the last of them had
   */
  static ChainSession connect(TokenFile token, EnrolmentSettings settings)
      throws EnrolmentException, RegistryException {
    List<URI> nodes = settings.nodes().isEmpty() ? token.nodes() : settings.nodes();
    RegistryException last = null;
    for (URI node : nodes) {
      try {
        ChainEndpoint endpoint = new ChainEndpoint(node, token.registry(), settings.limits());
        return new ChainSession(endpoint, EthereumNode.connect(endpoint));
      } catch (RegistryException e) {
        last = e;
      }
    }
    if (last == null) {
      throw new EnrolmentException(
          "the token file names no Ethereum node: name one of chain " + token.registry().chainId(),
          null);
    }
    throw last;
  }

  /** Where this is connected to. */
  ChainEndpoint endpoint() {
    return endpoint;
  }

  /** The connection; it belongs to this. */
  EthereumNode node() {
    return node;
  }

  /**
   * The PKM's record.
   *
   * @throws EnrolmentException.PkmChanged if it is not the one that the token file pins
   */
  IdentityRecord requirePkm(TokenFile token) throws RegistryException, EnrolmentException {
    if (!(reader.find(token.pkm()) instanceof Lookup.Active found)) {
      throw new EnrolmentException.PkmChanged(
          "the chain knows no active record of the PKM "
              + token.pkm()
              + ": ask the operator for a new token file");
    }
    byte[] hash = RecordCodec.recHash(RecordCodec.encode(found.record()));
    if (!Arrays.equals(hash, token.pkmRecordHash())) {
      throw new EnrolmentException.PkmChanged(
          "the PKM "
              + token.pkm()
              + " has another record on chain than the token file pins: it changed its keys, or the"
              + " file was changed; ask the operator for a new token file");
    }
    if (!reader.isPkm(found.record().owner())) {
      throw new EnrolmentException.PkmChanged(
          token.pkm() + " is no PKM of the registry any more: ask the operator");
    }
    return found.record();
  }

  /** What the registry holds of the device's identity. */
  RegistryEntry entry(DpkIdentity identity) throws RegistryException {
    return reader.entry(identity);
  }

  /** Whether the registry holds exactly this record, active. */
  static boolean isActive(RegistryEntry entry, byte[] record) {
    return entry.slot().status() == Slot.Status.ACTIVE
        && Arrays.equals(
            entry.slot().digest(), 0, Slot.DIGEST_LENGTH, digest(record), 0, Slot.DIGEST_LENGTH);
  }

  /** The version that the identity's next record has to have. */
  static long nextVersion(RegistryEntry entry) {
    byte[] head = entry.head();
    return head.length == 0 ? 1 : ByteBuffer.wrap(head).getLong(VERSION_OFFSET) + 1;
  }

  /** Whether the identity has an active record that has not ended by itself. */
  static boolean isTaken(RegistryEntry entry) {
    if (entry.slot().status() != Slot.Status.ACTIVE) {
      return false;
    }
    long notAfter = ByteBuffer.wrap(entry.head()).getLong(NOT_AFTER_OFFSET);
    return notAfter == 0 || notAfter > entry.block().timestamp();
  }

  /** Whether this record waits for the PKM's approval. */
  boolean isPending(byte[] tokenHash, EthereumAddress client, byte[] record)
      throws RegistryException {
    Optional<byte[]> pending = reader.pending(tokenHash, client);
    return pending.isPresent()
        && Arrays.equals(pending.get(), Arrays.copyOf(digest(record), Slot.DIGEST_LENGTH));
  }

  private static byte[] digest(byte[] record) {
    try {
      return RecordCodec.digest(record);
    } catch (RecordFormatException e) {
      throw new IllegalArgumentException("an identity file holds records that parse", e);
    }
  }

  @Override
  public void close() {
    node.close();
  }
}
