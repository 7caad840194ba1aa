package org.dpk.provider.internal.enrol;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.ethereum.EthereumNode;
import org.dpk.provider.internal.ethereum.RegistryEntry;
import org.dpk.provider.internal.ethereum.RegistryReader;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.provider.internal.record.RecordFormatException;
import org.dpk.provider.internal.registry.FullMode;
import org.dpk.provider.internal.registry.RegistryAccess;

/**
 * The chain as a device sees it while it enrols: one node, what is asked of it, and what is
 * believed of the registry.
 */
final class ChainSession implements AutoCloseable {

  // registry.md "The record"
  private static final int VERSION_OFFSET = 1;
  private static final int NOT_AFTER_OFFSET = 57;

  private final EthereumNode node;
  private final RegistryReader reader;
  private final RegistryView view;
  private final boolean isLight;

  private ChainSession(EthereumNode node, RegistryView view, boolean isLight) {
    this.node = node;
    this.reader = new RegistryReader(node);
    this.view = view;
    this.isLight = isLight;
  }

  /**
   * Connects to the first node that answers, and is the right one.
   *
   * @throws RegistryException if none does: what the last of them had
   */
  static ChainSession connect(TokenFile token, EnrolmentSettings settings)
      throws EnrolmentException, RegistryException {
    RegistryException last = null;
    for (URI node : settings.nodesOr(token.nodes())) {
      try {
        ChainEndpoint endpoint = new ChainEndpoint(node, token.registry(), settings.limits());
        RegistryView view =
            new RegistryView(access(endpoint, token, settings), settings.limits().lookup());
        return new ChainSession(EthereumNode.connect(endpoint), view, settings.light().isPresent());
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

  private static RegistryAccess access(
      ChainEndpoint endpoint, TokenFile token, EnrolmentSettings settings) {
    return settings
        .light()
        .<RegistryAccess>map(
            light ->
                light.access(token.registry(), settings.nodes(), token.nodes(), settings.limits()))
        .orElseGet(() -> new FullMode(List.of(endpoint)));
  }

  /** The registry, as it is believed; belongs to this. */
  KeyRegistry registry() throws RegistryException {
    return view.registry();
  }

  /** What the registry says of an identity, as it is believed. */
  Lookup find(DpkIdentity identity) throws IOException {
    return isLight ? view.find(identity) : reader.find(identity);
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
  IdentityRecord requirePkm(TokenFile token) throws IOException {
    if (!(find(token.pkm()) instanceof Lookup.Active found)) {
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
    view.close();
    node.close();
  }
}
