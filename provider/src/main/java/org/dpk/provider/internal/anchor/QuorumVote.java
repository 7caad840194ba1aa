package org.dpk.provider.internal.anchor;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dpk.provider.BlockRef;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.anchor.QuorumSettings.Tip;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockNaming;
import org.dpk.provider.internal.time.Deadline;

/**
 * Which block k of n nodes name now, whatever they named before. One vote at a time.
 *
 * <p>Taken is the newest height that k nodes have; if they differ there, the next lower one that
 * one of them named. Two groups of k at one height: neither.
 */
final class QuorumVote implements AutoCloseable {

  /** Below every height. */
  static final long NONE = Long.MIN_VALUE;

  /** How long others may take to name another block, where they could outvote those who agree. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final QuorumSettings settings;
  private final List<HeaderSource> sources;
  private final Poll poll = new Poll();

  QuorumVote(QuorumSettings settings, List<HeaderSource> sources) {
    this.settings = settings;
    this.sources = List.copyOf(sources);
  }

  /**
   * Asks all nodes.
   *
   * @param before the height that is trusted already, {@link #NONE} if none is: for a block above
   *     it nobody else is waited for
   * @throws RegistryException.Unreachable if no node is in reach
   * @throws RegistryException.Unanchored if too few answer, or they do not agree
   */
  BlockHeader take(long before, Duration patience) throws RegistryException {
    Deadline deadline = Deadline.in(patience);
    Poll.Answers<BlockHeader> tips =
        poll.ask(
            sources,
            this::tip,
            answers -> isNoneNewer(answers, before),
            grace(),
            firstPatience(patience));
    if (tips.given().size() < settings.required()) {
      throw tooFew(tips);
    }
    return agreed(tips, deadline);
  }

  /** Half of the time is kept for a second question to those who answered the first. */
  private Duration firstPatience(Duration patience) {
    boolean isOnlyQuestion = sources.size() == 1 && settings.depth() == 0;
    return isOnlyQuestion ? patience : patience.dividedBy(2);
  }

  /** Where the others could outvote the first ones, they are waited for. */
  private Duration grace() {
    return 2 * settings.required() > sources.size() ? Duration.ZERO : GRACE;
  }

  private BlockHeader tip(HeaderSource source, Duration patience) throws RegistryException {
    return settings.tip() == Tip.FINALIZED
        ? source.finalized(BlockNaming.ETHEREUM, patience)
        : source.newest(BlockNaming.ETHEREUM, patience);
  }

  /** Whether enough have the same block, and a newer one can't come from those who are silent. */
  private boolean isNoneNewer(Collection<BlockHeader> tips, long before) {
    return inSameBlock(tips).values().stream()
        .filter(this::isEnough)
        .map(same -> same.get(0).block().number())
        .anyMatch(height -> height - settings.depth() > before || !canBeExceeded(height, tips));
  }

  private boolean canBeExceeded(long height, Collection<BlockHeader> tips) {
    long above = tips.stream().filter(tip -> tip.block().number() > height).count();
    return above + sources.size() - tips.size() >= settings.required();
  }

  private boolean isEnough(List<BlockHeader> same) {
    return same.size() >= settings.required();
  }

  private static Map<ByteBuffer, List<BlockHeader>> inSameBlock(Collection<BlockHeader> headers) {
    return headers.stream()
        .collect(Collectors.groupingBy(each -> ByteBuffer.wrap(each.block().hash())));
  }

  /** From the newest height that enough nodes have, downwards: a liar above costs one round. */
  private BlockHeader agreed(Poll.Answers<BlockHeader> tips, Deadline deadline)
      throws RegistryException {
    Map<Long, String> said = new LinkedHashMap<>();
    List<Long> heights =
        tips.given().values().stream()
            .map(tip -> tip.block().number())
            .distinct()
            .sorted(Comparator.reverseOrder())
            .toList();
    for (long height : heights) {
      Map<HeaderSource, BlockHeader> able = atLeast(height, tips.given());
      if (able.size() >= settings.required()) {
        long target = Math.max(0, height - settings.depth());
        Map<HeaderSource, BlockHeader> votes = votes(able, target, deadline);
        List<List<BlockHeader>> winners =
            inSameBlock(votes.values()).values().stream().filter(this::isEnough).toList();
        if (winners.size() == 1) {
          return winners.get(0).get(0);
        }
        said.put(target, list(votes));
      }
    }
    throw disagreement(said, tips);
  }

  private static Map<HeaderSource, BlockHeader> atLeast(
      long height, Map<HeaderSource, BlockHeader> tips) {
    Map<HeaderSource, BlockHeader> able = new LinkedHashMap<>(tips);
    able.values().removeIf(tip -> tip.block().number() < height);
    return able;
  }

  /** What these nodes have at a height; asked are those that have not said it yet. */
  private Map<HeaderSource, BlockHeader> votes(
      Map<HeaderSource, BlockHeader> tips, long height, Deadline deadline) {
    Map<HeaderSource, BlockHeader> votes = new LinkedHashMap<>(tips);
    votes.values().removeIf(tip -> tip.block().number() != height);
    List<HeaderSource> others =
        tips.keySet().stream().filter(source -> !votes.containsKey(source)).toList();
    if (!others.isEmpty() && !deadline.isOver()) {
      votes.putAll(
          poll.ask(
                  others,
                  (source, patience) ->
                      source.headers(BlockNaming.ETHEREUM, height, 1, patience).get(0),
                  headers -> false,
                  Duration.ZERO,
                  deadline.remaining())
              .given());
    }
    votes.values().removeIf(header -> header.block().number() != height);
    return votes;
  }

  private RegistryException tooFew(Poll.Answers<BlockHeader> tips) {
    String message =
        "%d of %d nodes have to agree on a block, and %d answered: check the others (%s)"
            .formatted(settings.required(), sources.size(), tips.given().size(), tips.failures());
    return tips.isSilence()
        ? new RegistryException.Unreachable(message, tips.firstFailure())
        : new RegistryException.Unanchored(message, tips.firstFailure());
  }

  private RegistryException disagreement(Map<Long, String> said, Poll.Answers<BlockHeader> tips) {
    String heights =
        said.entrySet().stream()
            .map(each -> "at height " + each.getKey() + " " + each.getValue())
            .collect(Collectors.joining("; "));
    String silent = tips.refused().isEmpty() ? "" : "; no answer from " + tips.failures();
    return new RegistryException.Unanchored(
        "%d of %d nodes have to agree on a block, and do not: %s%s. Find out which one lies or is on a fork, and remove it"
            .formatted(settings.required(), sources.size(), heights, silent),
        null);
  }

  private static String list(Map<HeaderSource, BlockHeader> votes) {
    return votes.entrySet().stream()
        .map(each -> each.getKey().name() + " says " + shortened(each.getValue().block()))
        .collect(Collectors.joining(", "));
  }

  private static String shortened(BlockRef block) {
    return "0x" + HexFormat.of().formatHex(block.hash(), 0, 4) + "…";
  }

  @Override
  public void close() {
    poll.close();
  }
}
