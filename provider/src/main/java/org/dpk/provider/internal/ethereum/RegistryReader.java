package org.dpk.provider.internal.ethereum;

import static org.dpk.contracts.DpkRegistry.FUNC_GETPENDING;
import static org.dpk.contracts.DpkRegistry.FUNC_GETPKMKEY;
import static org.dpk.contracts.DpkRegistry.FUNC_ISPKM;
import static org.dpk.contracts.DpkRegistry.FUNC_OWNER;

import java.math.BigInteger;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dpk.provider.Assurance;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdHash;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.ethereum.Slot.Status;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.provider.internal.time.Deadline;
import org.jspecify.annotations.Nullable;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Bool;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes26;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.abi.datatypes.generated.Uint40;
import org.web3j.abi.datatypes.generated.Uint8;

/**
 * Reads the registry through one trusted node, every answer on an identity at one block hash. Safe
 * for use by several threads; every call blocks for at most the endpoint's look-up deadline.
 */
@SuppressWarnings("rawtypes") // web3j's own signatures
public final class RegistryReader {

  private static final AbiFunction GET_PENDING =
      new AbiFunction(
          FUNC_GETPENDING,
          List.of(new TypeReference<Bytes26>() {}, new TypeReference<Uint256>() {}));
  private static final AbiFunction GET_PKM_KEY =
      new AbiFunction(
          FUNC_GETPKMKEY,
          List.of(
              new TypeReference<Bytes32>() {},
              new TypeReference<Bytes26>() {},
              new TypeReference<Uint40>() {},
              new TypeReference<Uint8>() {}));
  private static final AbiFunction IS_PKM =
      new AbiFunction(FUNC_ISPKM, List.of(new TypeReference<Bool>() {}));
  private static final AbiFunction OWNER =
      new AbiFunction(FUNC_OWNER, List.of(new TypeReference<Address>() {}));

  /** How often a block may be reorganised away under a look-up. */
  private static final int ATTEMPTS = 3;

  private final EthereumNode node;
  private final EthereumAddress contract;
  private final PinnedSlots slots;

  /** Reads through this node, which stays the caller's to close. */
  public RegistryReader(EthereumNode node) {
    this.node = node;
    this.contract = node.registry().contract();
    this.slots = new PinnedSlots(node);
  }

  /**
   * What the newest block says of an identity.
   *
   * @throws RegistryException.UnusableRecord if its record does not parse
   */
  public Lookup find(DpkIdentity identity) throws RegistryException {
    return lookup(identity, read(RecordCodec.idHash(identity), EnumSet.of(Status.ACTIVE)));
  }

  /**
   * What a block says of an identity whose record is here already, if it is the right one: one slot
   * is read, and no log.
   *
   * @param brought by whoever; checked against the slot
   * @param known a block of a moment ago; null to ask for the newest
   * @throws RegistryException.UnusableRecord if its record does not parse
   */
  public Lookup find(DpkIdentity identity, EncodedRecord brought, @Nullable BlockRef known)
      throws RegistryException {
    Deadline deadline = Deadline.in(node.endpoint().limits().lookup());
    IdHash id = RecordCodec.idHash(identity);
    BlockRef block = known == null ? newest(deadline) : known;
    Slot slot;
    try {
      slot = slots.ask(id, block, deadline).slot();
    } catch (PinnedSlots.BlockGone e) {
      return find(identity);
    }
    if (names(slot, brought, identity)) {
      return new Lookup.Active(brought.record(), block, Assurance.TRUSTED_NODE);
    }
    if (known != null) {
      return find(identity); // perhaps it has been admitted, or changed, since
    }
    boolean active = slot.status() == Status.ACTIVE;
    List<RegistryLog> logs = active ? logs(id, slot, deadline) : List.of();
    return lookup(identity, new Reading(id, slot, block, logs));
  }

  private static boolean names(Slot slot, EncodedRecord brought, DpkIdentity identity) {
    return slot.status() == Status.ACTIVE
        && slot.names(brought.digest())
        && brought.identity().equals(identity);
  }

  private BlockRef newest(Deadline deadline) throws RegistryException {
    BlockRef block = Answers.block(node.ask(deadline, EthereumNode.NEWEST_BLOCK).get(0).require());
    new RegistryCheck(node.endpoint()).checkAge(block, Instant.now());
    return block;
  }

  private static Lookup lookup(DpkIdentity identity, Reading reading) throws RegistryException {
    return switch (reading.slot.status()) {
      case ABSENT -> new Lookup.Absent(identity, reading.block, Assurance.TRUSTED_NODE);
      case REVOKED ->
          new Lookup.Revoked(
              identity, reading.slot.changed(), reading.block, Assurance.TRUSTED_NODE);
      case ACTIVE ->
          new Lookup.Active(
              RecordLogs.decode(identity, recordOf(reading)),
              reading.block,
              Assurance.TRUSTED_NODE);
    };
  }

  /** What a change of the identity must name: its last head and body hash. */
  public RegistryEntry entry(DpkIdentity identity) throws RegistryException {
    return entry(RecordCodec.idHash(identity));
  }

  /** As {@link #entry(DpkIdentity)}. */
  public RegistryEntry entry(IdHash id) throws RegistryException {
    Reading reading = read(id, EnumSet.of(Status.ACTIVE, Status.REVOKED));
    return switch (reading.slot.status()) {
      case ABSENT ->
          new RegistryEntry(reading.slot, new byte[0], new byte[32], new byte[0], reading.block);
      case ACTIVE -> RegistryEntry.ofRecord(reading.slot, recordOf(reading), reading.block);
      case REVOKED -> {
        RegistryLog.Revoked log = tombstoneOf(reading);
        yield new RegistryEntry(
            reading.slot, log.head(), log.bodyHash(), new byte[0], reading.block);
      }
    };
  }

  /** Whether an address may admit identities. */
  public boolean isPkm(EthereumAddress address) throws RegistryException {
    return (Boolean) ask(IS_PKM, new Address(address.toString())).get(0).getValue();
  }

  /** Which identity's record holds a PKM's keys; empty if the address is no PKM or stored none. */
  public Optional<IdHash> pkmKey(EthereumAddress pkm) throws RegistryException {
    byte[] id = (byte[]) ask(GET_PKM_KEY, new Address(pkm.toString())).get(0).getValue();
    return isZero(id) ? Optional.empty() : Optional.of(IdHash.of(id));
  }

  /**
   * The digest of the record that waits for approval under a token and a wallet.
   *
   * @param tokenHash 32 bytes
   * @return its first 26 bytes; empty if nothing waits, or its time is over
   */
  public Optional<byte[]> pending(byte[] tokenHash, EthereumAddress client)
      throws RegistryException {
    byte[] digest =
        (byte[])
            ask(GET_PENDING, new Bytes32(tokenHash), new Address(client.toString()))
                .get(0)
                .getValue();
    return isZero(digest) ? Optional.empty() : Optional.of(digest);
  }

  private static boolean isZero(byte[] bytes) {
    return new BigInteger(1, bytes).signum() == 0;
  }

  /** Who owns the contract. */
  public EthereumAddress owner() throws RegistryException {
    return EthereumAddress.parse((String) ask(OWNER).get(0).getValue());
  }

  private List<Type> ask(AbiFunction function, Type<?>... arguments) throws RegistryException {
    Deadline deadline = Deadline.in(node.endpoint().limits().call());
    return function.decode(node.ask(deadline, function.call(contract, "latest", arguments)).get(0));
  }

  // ------------------------------------------------------------------------ one block, one answer

  /** A slot at one block, and the logs of its last change where they were wanted. */
  private record Reading(IdHash id, Slot slot, BlockRef block, List<RegistryLog> logs) {}

  private Reading read(IdHash id, Set<Status> withLogs) throws RegistryException {
    Deadline deadline = Deadline.in(node.endpoint().limits().lookup());
    for (int attempt = 1; ; attempt++) {
      try {
        return readOnce(id, withLogs, deadline);
      } catch (PinnedSlots.BlockGone e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * Two exchanges: the newest block together with a guess at the slot, which may already be that of
   * the next block; then the slot at that block's hash together with the logs that the guess names.
   */
  private Reading readOnce(IdHash id, Set<Status> withLogs, Deadline deadline)
      throws RegistryException {
    List<RpcReply> first = node.ask(deadline, EthereumNode.NEWEST_BLOCK, slots.newest(id));
    BlockRef block = Answers.block(first.get(0).require());
    new RegistryCheck(node.endpoint()).checkAge(block, Instant.now());
    Slot guess = PinnedSlots.slot(first.get(1));
    if (!withLogs.contains(guess.status())) {
      Slot slot = slots.ask(id, block, deadline).slot();
      List<RegistryLog> logs =
          withLogs.contains(slot.status()) ? logs(id, slot, deadline) : List.of();
      return new Reading(id, slot, block, logs);
    }
    PinnedSlots.Answer second = slots.ask(id, block, deadline, logsOf(id, guess));
    Slot slot = second.slot();
    List<RegistryLog> logs =
        slot.equals(guess) || !withLogs.contains(slot.status())
            ? RegistryLog.parse(second.others().get(0))
            : logs(id, slot, deadline);
    return new Reading(id, slot, block, logs);
  }

  private List<RegistryLog> logs(IdHash id, Slot slot, Deadline deadline) throws RegistryException {
    return RegistryLog.parse(node.ask(deadline, logsOf(id, slot)).get(0));
  }

  private RpcCall logsOf(IdHash id, Slot slot) {
    return RegistryLog.question(contract, slot.changed(), slot.changed(), id);
  }

  // ------------------------------------------------------------------------ what the logs say

  private static byte[] recordOf(Reading reading) throws RegistryException {
    return RecordLogs.named(reading.logs, reading.slot)
        .orElseThrow(() -> RecordLogs.missing(reading.id, reading.slot));
  }

  private static RegistryLog.Revoked tombstoneOf(Reading reading) throws RegistryException {
    for (RegistryLog log : reading.logs) {
      if (log instanceof RegistryLog.Revoked revoked
          && reading.slot.names(RecordCodec.digest(revoked.head(), revoked.bodyHash()))) {
        return revoked;
      }
    }
    throw RecordLogs.missing(reading.id, reading.slot);
  }
}
