package org.dpk.provider.internal.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.dpk.provider.Assurance;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdentityChanged;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.RecordCodec;

/**
 * One end's view of a chain, in a map: what its cache would say, and what the chain would. It can
 * stall, fail and lag behind as a real one can't be made to.
 */
public final class MapRegistry implements KeyRegistry {

  public static final BlockRef BLOCK = new BlockRef(100, new byte[32], 1_767_225_600L);

  private static final RegistryId ID =
      new RegistryId(31337, EthereumAddress.parse("0x5fbdb2315678afecb367f032d93f642f64180aa3"));

  public final Map<DpkIdentity, Lookup> cached = new ConcurrentHashMap<>();
  public final Map<DpkIdentity, Lookup> chain = new ConcurrentHashMap<>();
  public final Map<DpkIdentity, RegistryException> failures = new ConcurrentHashMap<>();
  public final Map<DpkIdentity, CompletableFuture<Lookup>> stalled = new ConcurrentHashMap<>();
  public final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Consumer<IdentityChanged>> listeners = new CopyOnWriteArrayList<>();

  /** Admits or replaces a record, here and on chain, without an event. */
  public void put(EncodedRecord record) {
    put(new Lookup.Active(record.record(), BLOCK, Assurance.TRUSTED_NODE));
  }

  public void put(Lookup lookup) {
    cached.put(lookup.identity(), lookup);
    chain.put(lookup.identity(), lookup);
  }

  public void revoke(DpkIdentity identity) {
    put(new Lookup.Revoked(identity, 101, BLOCK, Assurance.TRUSTED_NODE));
  }

  /** The cache lags behind. */
  public void putOnChainOnly(EncodedRecord record) {
    chain.put(record.identity(), new Lookup.Active(record.record(), BLOCK, Assurance.TRUSTED_NODE));
  }

  void report(DpkIdentity identity, boolean revoked) {
    IdentityChanged change = new IdentityChanged(RecordCodec.idHash(identity), revoked, 101);
    new ArrayList<>(listeners).forEach(listener -> listener.accept(change));
  }

  int listeners() {
    return listeners.size();
  }

  @Override
  public RegistryId id() {
    return ID;
  }

  /** The cache has an answer to everything, except where it stalls or fails. */
  @Override
  public Optional<Lookup> known(DpkIdentity identity, Freshness wanted) {
    boolean asks = failures.containsKey(identity) || stalled.containsKey(identity);
    return asks || wanted.equals(Freshness.NOW)
        ? Optional.empty()
        : Optional.of(find(identity, wanted).join());
  }

  @Override
  public CompletableFuture<Lookup> find(DpkIdentity identity, Freshness wanted) {
    asked.add(identity + (wanted.equals(Freshness.NOW) ? " now" : ""));
    if (failures.containsKey(identity)) {
      return CompletableFuture.failedFuture(failures.get(identity));
    }
    if (stalled.containsKey(identity)) {
      return stalled.get(identity);
    }
    Map<DpkIdentity, Lookup> view = wanted.equals(Freshness.NOW) ? chain : cached;
    if (wanted.equals(Freshness.NOW) && chain.containsKey(identity)) {
      cached.put(identity, chain.get(identity));
    }
    return CompletableFuture.completedFuture(
        view.getOrDefault(identity, new Lookup.Absent(identity, BLOCK, Assurance.TRUSTED_NODE)));
  }

  @Override
  public AutoCloseable onChange(Consumer<IdentityChanged> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void close() {}

  public static Lookup active(IdentityRecord record) {
    return new Lookup.Active(record, BLOCK, Assurance.TRUSTED_NODE);
  }
}
