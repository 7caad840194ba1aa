package org.dpk.provider.internal.anchor;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.ProofException;
import org.dpk.provider.internal.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Follows a chain whose headers carry their validators' seals, from a checkpoint, over nodes that
 * need no trust: who serves a header does not matter, only who sealed it.
 */
abstract class CheckpointAnchor implements Anchor {

  /** For how long it waits for the other nodes once one has something newer. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Checkpoint checkpoint;
  private final Duration interval;
  private final List<HeaderSource> sources;
  private final StateFile file;
  private final Poll poll = new Poll();
  private volatile @Nullable AnchoredBlock head;

  /**
   * @param kind the beginning of the file's name; each checkpoint has a file of its own, so that
   *     who gives another one begins with it
   * @param identity what else tells this anchor's memory from that of another one
   */
  CheckpointAnchor(
      Checkpoint checkpoint,
      Duration interval,
      List<HeaderSource> sources,
      @Nullable Path folder,
      String kind,
      String identity) {
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("somebody has to serve headers, and nobody is named");
    }
    this.checkpoint = checkpoint;
    this.interval = interval;
    this.sources = List.copyOf(sources);
    byte[] words = (kind + " " + identity + " " + checkpoint).getBytes(StandardCharsets.UTF_8);
    String name = kind + "-" + HexFormat.of().formatHex(checkpoint.hash(), 0, 8) + ".anchor";
    this.file = new StateFile(folder, name, words);
  }

  // ------------------------------------------------------------------------ what a chain knows

  /** Begins at a header whose hash the user trusts. */
  abstract void start(BlockHeader header) throws ProofException;

  /** Goes on with what {@link #state} gave. */
  abstract void resume(byte[] state) throws ProofException;

  /** What is to be remembered. */
  abstract byte[] state();

  /** The newest header that the seals vouch for. */
  abstract BlockHeader trusted();

  /**
   * Moves on towards a header, as far as seals vouch for the way.
   *
   * @throws ProofException if they do not; as far as they did, it has moved
   * @throws RegistryException if a header on the way can't be had
   */
  abstract void advance(BlockHeader tip, HeaderRange headers)
      throws ProofException, RegistryException;

  // ------------------------------------------------------------------------ as an anchor

  @Override
  public final Optional<AnchoredBlock> head() {
    return Optional.ofNullable(head);
  }

  @Override
  public final Duration interval() {
    return interval;
  }

  @Override
  public final synchronized AnchoredBlock follow(Duration patience) throws RegistryException {
    Deadline deadline = Deadline.in(patience);
    AnchoredBlock before = head == null ? begin(patience.dividedBy(2)) : head;
    Poll.Answers<BlockHeader> tips =
        poll.ask(
            sources,
            (source, time) -> source.newest(naming(), time),
            headers -> isAnyNewer(headers, before),
            GRACE,
            deadline.remaining().dividedBy(2));
    if (tips.given().isEmpty()) {
      throw nobody("its newest block", tips);
    }
    return follow(tips, before, deadline);
  }

  private static boolean isAnyNewer(Collection<BlockHeader> headers, AnchoredBlock head) {
    return headers.stream().anyMatch(each -> isNewer(each, head));
  }

  private static boolean isNewer(BlockHeader header, AnchoredBlock head) {
    return header.block().number() > head.block().number();
  }

  /**
   * The newest first: whoever lies about his height costs the time to see that, and has no more of
   * it than his part.
   */
  private AnchoredBlock follow(
      Poll.Answers<BlockHeader> tips, AnchoredBlock before, Deadline deadline)
      throws RegistryException.Unanchored {
    List<String> failures = new ArrayList<>();
    List<Map.Entry<HeaderSource, BlockHeader>> newer =
        tips.given().entrySet().stream()
            .filter(each -> isNewer(each.getValue(), before))
            .sorted(Comparator.comparingLong(each -> -each.getValue().block().number()))
            .toList();
    for (int i = 0; i < newer.size(); i++) {
      Map.Entry<HeaderSource, BlockHeader> each = newer.get(i);
      Deadline part = Deadline.in(deadline.remaining().dividedBy(newer.size() - i));
      try {
        advance(each.getValue(), new HeaderRange(each.getKey(), naming(), part));
      } catch (ProofException | RegistryException e) {
        failures.add(each.getKey().name() + ": " + e.getMessage());
      }
      AnchoredBlock now = publish();
      if (isNewer(trusted(), before)) {
        return now;
      }
    }
    if (!failures.isEmpty() && newer.size() == tips.given().size()) {
      throw new RegistryException.Unanchored(
          "nobody shows blocks after %s that the chain's validators vouch for: %s"
              .formatted(before.block(), String.join("; ", failures)),
          null);
    }
    return before;
  }

  private AnchoredBlock begin(Duration patience) throws RegistryException {
    Optional<byte[]> state = file.read();
    if (state.isEmpty()) {
      startAt(fetchCheckpoint(patience));
      return publish();
    }
    try {
      resume(state.get());
    } catch (ProofException e) {
      throw file.unusable("is not what an anchor wrote (" + e.getMessage() + ")");
    }
    return publish();
  }

  private void startAt(BlockHeader header) throws RegistryException.Unanchored {
    try {
      start(header);
    } catch (ProofException e) {
      throw new RegistryException.Unanchored(
          "the chain can't be followed from " + checkpoint + ": " + e.getMessage(), e);
    }
  }

  private BlockHeader fetchCheckpoint(Duration patience) throws RegistryException {
    Poll.Answers<BlockHeader> answers =
        poll.ask(
            sources,
            (source, time) -> source.headers(naming(), checkpoint.number(), 1, time).get(0),
            headers -> headers.stream().anyMatch(this::isCheckpoint),
            Duration.ZERO,
            patience);
    Optional<BlockHeader> found =
        answers.given().values().stream().filter(this::isCheckpoint).findFirst();
    if (found.isPresent()) {
      return found.get();
    }
    if (answers.given().isEmpty()) {
      throw nobody("block " + checkpoint.number(), answers);
    }
    throw new RegistryException.Unanchored(
        "at the height of the trusted %s the nodes have another block: they serve another chain, or the checkpoint is wrong"
            .formatted(checkpoint),
        null);
  }

  private boolean isCheckpoint(BlockHeader header) {
    return header.block().number() == checkpoint.number()
        && Arrays.equals(header.block().hash(), checkpoint.hash());
  }

  private static RegistryException nobody(String what, Poll.Answers<BlockHeader> answers) {
    String message = "no node gives the header of " + what + ", check them: " + answers.failures();
    return answers.isSilence()
        ? new RegistryException.Unreachable(message, answers.firstFailure())
        : new RegistryException.Unanchored(message, answers.firstFailure());
  }

  private AnchoredBlock publish() {
    AnchoredBlock before = head;
    AnchoredBlock now = AnchoredBlock.of(trusted());
    if (before != null && before.equals(now)) {
      return before;
    }
    head = now;
    file.remember(state());
    return now;
  }

  @Override
  public final void close() {
    poll.close();
    synchronized (this) {
      file.flush();
    }
  }
}
