package org.dpk.provider.internal.light;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.dpk.provider.BlockRef;
import org.dpk.provider.IdHash;
import org.dpk.provider.IdentityChanged;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.anchor.LinkedHeaders;
import org.dpk.provider.internal.anchor.RecentBlocks;
import org.dpk.provider.internal.ethereum.ChangeListener;
import org.dpk.provider.internal.ethereum.ProofReader;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.light.KnownSlots.Known;
import org.dpk.provider.internal.light.KnownSlots.News;
import org.dpk.provider.internal.light.TrustedState.Coverage;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Proves at each new head what was answered before, by the cheapest that will do: the blooms of the
 * blocks between, one proof of the storage root, proofs of the slots. What is not proven is
 * reported as changed: nobody can hide a revocation beyond the next head. For one thread.
 */
final class Revalidation {

  private static final Logger LOG = System.getLogger(Revalidation.class.getName());

  /** How many headers are read below the first head, so that staples count soon. */
  static final int REACH = 32;

  /** How many slots are proven anew at one head: sixteen questions; some 5 MB on mainnet. */
  static final int MAX_SLOTS = 1_024;

  /** How many of these are for those that were not proven at earlier heads. */
  static final int MAX_SUSPECTS = MAX_SLOTS / 4;

  private final TrustedState state;
  private final Questions questions;
  private final Duration patience;
  private final ChangeListener listener;

  /**
   * @param patience for one question
   */
  Revalidation(
      TrustedState state, Questions questions, Duration patience, ChangeListener listener) {
    this.state = state;
    this.questions = questions;
    this.patience = patience;
    this.listener = listener;
  }

  /** Covers a head that is new, and proves at it what was answered. */
  void follow(AnchoredBlock head) {
    List<BlockHeader> linked = link(head);
    Coverage coverage = state.cover(head, linked);
    if (coverage.fork() != TrustedState.NO_FORK) {
      tell(listening -> listening.reorganised(coverage.fork()));
    }
    tellNews(head);
    proveAll(head, linked);
    BlockRef before = coverage.before();
    if (before != null && state.isOfThePresent(head)) {
      tell(listening -> listening.confirmed(before, head.block()));
    }
  }

  /** Proves what could not be proven when this head was new: a session may stand on it. */
  void retry(AnchoredBlock head) {
    Map<IdHash, Known> open = state.settle();
    if (!open.isEmpty()) {
      proveAll(head, List.of());
    }
  }

  /** The chain rests: what was answered is as it was. */
  void rest(AnchoredBlock head) {
    tell(listening -> listening.confirmed(head.block(), head.block()));
  }

  /** Reports what look-ups have found out before the proofs of a head did. */
  void tellNews(AnchoredBlock head) {
    state
        .takeNews()
        .forEach(
            (id, news) -> {
              if (news == News.UNWATCHED) {
                tell(listening -> listening.unwatched(id, head.block().number()));
              } else {
                tellChanged(id, true, head);
              }
            });
    if (state.covers(head)) {
      state.takeReplaced().forEach((id, was) -> tellChanged(id, mayBeRevoked(id, was), head));
    }
  }

  // ------------------------------------------------------------------------ the blocks between

  /** Headers spare proofs; without them everything is proven by the root or anew. */
  private List<BlockHeader> link(AnchoredBlock head) {
    try {
      return read(head, state.linked());
    } catch (RegistryException | RuntimeException e) {
      LOG.log(Level.DEBUG, "blocks before " + head.block() + " are not covered", e);
      return List.of();
    }
  }

  private List<BlockHeader> read(AnchoredBlock head, RecentBlocks covered)
      throws RegistryException {
    long number = head.block().number();
    long above =
        covered.newest().map(newest -> number - newest.block().number()).orElse((long) REACH + 1);
    int depth = above > RecentBlocks.MAX_DEPTH ? REACH : RecentBlocks.MAX_DEPTH;
    LinkedHeaders.Floor floor =
        new LinkedHeaders.Floor(
            Math.max(1, number - depth),
            head.block().timestamp() - RecentBlocks.MAX_AGE.toSeconds(),
            covered);
    return new LinkedHeaders(questions::headers, REACH)
        .upTo(number, head.block().hash(), floor, (int) Math.max(1, Math.min(above, REACH + 1)));
  }

  // ------------------------------------------------------------------------ what was answered

  private void proveAll(AnchoredBlock head, List<BlockHeader> linked) {
    Map<IdHash, Known> open = state.settle();
    if (open.isEmpty() && state.isRootKnown()) {
      return;
    }
    try {
      state.prove(head, questions.read(head, List.of(), patience).storageRoot());
      open = state.settle();
    } catch (RegistryException e) {
      LOG.log(Level.DEBUG, () -> "the storage root in " + head.block() + " is not proven", e);
    }
    proveSlots(head, linked, open);
  }

  private void proveSlots(AnchoredBlock head, List<BlockHeader> linked, Map<IdHash, Known> open) {
    Deadline deadline = Deadline.in(patience.multipliedBy(2));
    List<IdHash> order = order(head, linked, open);
    boolean works = true;
    int done = 0;
    while (works && done < Math.min(order.size(), MAX_SLOTS) && !deadline.isOver()) {
      int end = Math.min(Math.min(done + ProofReader.AT_ONCE, order.size()), MAX_SLOTS);
      works = proveSlots(head, order.subList(done, end), open, deadline);
      done = works ? end : done;
    }
    order.subList(done, order.size()).forEach(id -> suspect(id, open, head));
    open.forEach((id, known) -> dropNegative(id, known, head));
  }

  private boolean proveSlots(
      AnchoredBlock head, List<IdHash> ids, Map<IdHash, Known> open, Deadline deadline) {
    try {
      ProvenState proven = questions.read(head, ids, deadline.left());
      ids.forEach(id -> judge(id, open.get(id), proven));
      return true;
    } catch (RegistryException e) {
      LOG.log(Level.DEBUG, () -> "what was answered is not proven in " + head.block(), e);
      return false;
    }
  }

  private void judge(IdHash id, @Nullable Known was, ProvenState proven) {
    Slot is = proven.slot(id);
    if (was == null) {
      return;
    }
    state.prove(id, was, is, proven.block(), proven.storageRoot());
    if (!is.equals(was.slot())) {
      boolean revoked = is.status() == Slot.Status.REVOKED || mayBeRevoked(id, was);
      tellChanged(id, revoked, proven.block());
    }
  }

  /**
   * Whether a record may have been revoked before another took its place: a session that stands on
   * it has to end, however long somebody held the blocks back.
   */
  private boolean mayBeRevoked(IdHash id, Known was) {
    return !state.isUnrevokedSince(id, was.at());
  }

  /**
   * Those first that a node says have changed; then some of those that were not proven at earlier
   * heads, so that nobody stays so for ever; then those that were asked for last.
   */
  private List<IdHash> order(
      AnchoredBlock head, List<BlockHeader> linked, Map<IdHash, Known> open) {
    List<IdHash> suspects = new ArrayList<>();
    List<IdHash> latest = new ArrayList<>();
    open.forEach(
        (id, known) -> {
          if (known.isActive()) {
            (known.suspect() ? suspects : latest).add(id);
          }
        });
    suspects.sort(Comparator.comparingLong(id -> height(open.get(id))));
    Collections.reverse(latest);
    int some = Math.min(suspects.size(), MAX_SUSPECTS);
    List<IdHash> order = new ArrayList<>(suspects.subList(0, some));
    order.addAll(latest);
    order.addAll(suspects.subList(some, suspects.size()));
    if (order.size() > ProofReader.AT_ONCE && !linked.isEmpty()) {
      Set<IdHash> hinted = hints(linked.get(0).block().number(), head.block().number());
      order.sort((a, b) -> Boolean.compare(hinted.contains(b), hinted.contains(a)));
    }
    return order;
  }

  private static long height(@Nullable Known known) {
    return known == null ? 0 : known.at().block().number();
  }

  /** Logs say only where to look first. */
  private Set<IdHash> hints(long from, long to) {
    try {
      return questions.hints(from, to);
    } catch (RegistryException e) {
      LOG.log(Level.DEBUG, "no logs say where to look first", e);
      return Set.of();
    }
  }

  /** These are cached for seconds: a look-up costs less than to prove them all. */
  private void dropNegative(IdHash id, Known known, AnchoredBlock head) {
    if (!known.isActive()) {
      state.drop(id, known);
      tellChanged(id, false, head);
    }
  }

  private void suspect(IdHash id, Map<IdHash, Known> open, AnchoredBlock head) {
    Known was = open.get(id);
    if (was != null && !was.suspect()) {
      state.suspect(id, was);
      tellChanged(id, false, head);
    }
  }

  private void tellChanged(IdHash id, boolean revoked, AnchoredBlock head) {
    tell(listening -> listening.changed(new IdentityChanged(id, revoked, head.block().number())));
  }

  /** A listener's fault must not keep the watch from going on. */
  private void tell(Consumer<ChangeListener> what) {
    try {
      what.accept(listener);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a listener for changes on chain failed", e);
    }
  }
}
