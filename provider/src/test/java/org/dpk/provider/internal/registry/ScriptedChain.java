package org.dpk.provider.internal.registry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dpk.provider.Assurance;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.ethereum.ChangeListener;
import org.dpk.provider.internal.record.EncodedRecord;
import org.jspecify.annotations.Nullable;

/** A node that says what a test wants, when it wants it: also what no sound node says. */
final class ScriptedChain implements LookupSource {

  private static final EthereumAddress SOMEBODY =
      EthereumAddress.parse("0x00000000000000000000000000000000000000aa");

  /** One question that was asked; the test answers it. */
  record Question(DpkIdentity identity, CompletableFuture<Lookup> answer) {}

  private final Deque<Question> questions = new ArrayDeque<>();
  private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
  private int asked;

  static Lookup active(DpkIdentity identity, long version, long block) {
    IdentityRecord record =
        new IdentityRecord(version, SOMEBODY, SOMEBODY, 0, 0, identity, List.of(), List.of());
    return new Lookup.Active(record, block(block), Assurance.TRUSTED_NODE);
  }

  static Lookup absent(DpkIdentity identity, long block) {
    return new Lookup.Absent(identity, block(block), Assurance.TRUSTED_NODE);
  }

  static Lookup revoked(DpkIdentity identity, long changed, long block) {
    return new Lookup.Revoked(identity, changed, block(block), Assurance.TRUSTED_NODE);
  }

  private static BlockRef block(long number) {
    byte[] hash = new byte[32];
    hash[31] = (byte) number;
    return new BlockRef(number, hash, number);
  }

  @Override
  public RegistryId id() {
    return new RegistryId(31337, SOMEBODY);
  }

  @Override
  public CompletableFuture<Lookup> find(
      DpkIdentity identity, Freshness wanted, @Nullable EncodedRecord brought) {
    CompletableFuture<Lookup> answer = new CompletableFuture<>();
    asked++;
    questions.addLast(new Question(identity, answer));
    return answer;
  }

  /** Answers the oldest question that is open. */
  void answer(Lookup lookup) {
    questions.removeFirst().answer.complete(lookup);
  }

  /** The oldest question that is open, to be answered later. */
  Question take() {
    return questions.removeFirst();
  }

  void fail(RegistryException failure) {
    questions.removeFirst().answer.completeExceptionally(failure);
  }

  /** How many questions were asked in all. */
  int asked() {
    return asked;
  }

  int open() {
    return questions.size();
  }

  @Override
  public AutoCloseable watch(ChangeListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  ChangeListener listener() {
    return listeners.get(0);
  }

  @Override
  public void close() {
    listeners.clear();
  }
}
