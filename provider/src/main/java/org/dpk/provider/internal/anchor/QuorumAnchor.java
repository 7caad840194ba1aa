package org.dpk.provider.internal.anchor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dpk.provider.Assurance;
import org.dpk.provider.BlockRef;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.anchor.QuorumSettings.Tip;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Trusts a block that k of n nodes name, for chains that give a light client nothing to verify:
 * development chains, rollups.
 *
 * <p><b>Trusted:</b> that no k of the nodes lie together, and that they are independent; one
 * operator with two addresses is one node. Compared is the hash that a header's fields make, at one
 * height. k liars choose the state at will; fewer can, if without them fewer than k are left,
 * withhold every new block (the head then stays, and gets old), and nothing else. With k of n nodes
 * where k is not more than half of n, two groups can each vouch for a block of their own: if that
 * shows at one height within a second, neither is taken.
 *
 * <p>Costs one exchange with each node where they are at the same block and the depth is zero, else
 * two. Answers of more than k are not waited for once k name the same block.
 */
public final class QuorumAnchor implements Anchor {

  private static final String FILE = "quorum.anchor";
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** How far behind the block that was trusted before nodes may be that are catching up. */
  private static final int MAX_LAG = RecentBlocks.MAX_DEPTH;

  private static final int STATE_LENGTH = 8 + 32 + 8 + 32 + 32;

  private final QuorumSettings settings;
  private final List<HeaderSource> sources;
  private final StateFile file;
  private final Poll poll = new Poll();
  private volatile @Nullable AnchoredBlock head;
  private boolean resumed;

  QuorumAnchor(QuorumSettings settings, List<HeaderSource> sources, @Nullable Path folder) {
    int required = settings.required();
    if (sources.size() < required || sources.size() > QuorumSettings.MAX_NODES) {
      throw new IllegalArgumentException(
          "%d of at most %d nodes have to agree, and %d are named"
              .formatted(required, QuorumSettings.MAX_NODES, sources.size()));
    }
    if (required > 1
        && sources.stream().map(HeaderSource::name).distinct().count() < sources.size()) {
      throw new IllegalArgumentException(
          "nodes that are to agree are different ones, and one is named twice");
    }
    this.settings = settings;
    this.sources = List.copyOf(sources);
    this.file = new StateFile(folder, FILE, FILE.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public Optional<AnchoredBlock> head() {
    return Optional.ofNullable(head);
  }

  @Override
  public Assurance assurance() {
    return Assurance.QUORUM;
  }

  @Override
  public Duration interval() {
    return settings.interval();
  }

  @Override
  public synchronized AnchoredBlock follow(Duration patience) throws RegistryException {
    Deadline deadline = Deadline.in(patience);
    resume();
    Poll.Answers<BlockHeader> tips =
        poll.ask(sources, this::tip, this::isNoneNewer, grace(), firstPatience(patience));
    if (tips.given().size() < settings.required()) {
      throw tooFew(tips);
    }
    return advance(agreed(tips, deadline));
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
        ? source.finalized(naming(), patience)
        : source.newest(naming(), patience);
  }

  /** Whether enough have the same block, and those who are silent yet can't make it a newer one. */
  private boolean isNoneNewer(Collection<BlockHeader> tips) {
    return inSameBlock(tips).values().stream()
        .filter(this::isEnough)
        .map(same -> same.get(0).block().number())
        .anyMatch(height -> isNewer(height) || !canBeExceeded(height, tips));
  }

  private boolean isNewer(long height) {
    AnchoredBlock before = head;
    return before == null || height - settings.depth() > before.block().number();
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
                  (source, patience) -> source.headers(naming(), height, 1, patience).get(0),
                  headers -> false,
                  Duration.ZERO,
                  deadline.remaining())
              .given());
    }
    votes.values().removeIf(header -> header.block().number() != height);
    return votes;
  }

  private AnchoredBlock advance(BlockHeader agreed) throws RegistryException {
    AnchoredBlock before = head;
    AnchoredBlock next = AnchoredBlock.of(agreed);
    if (before != null && agreed.block().number() < before.block().number()) {
      requireInReach(agreed.block(), before.block());
      return before;
    }
    if (before != null && isReplaced(before.block(), next.block())) {
      throw new RegistryException.Unanchored(
          "the nodes call %s final, and called %s so before: one of them is not of this chain; remove the remembered block if the chain was started anew"
              .formatted(next.block(), before.block()),
          null);
    }
    if (before == null || !before.block().equals(next.block())) {
      head = next;
      file.remember(encode(next));
    }
    return next;
  }

  /** A node may lag; a chain that was started anew is another one. */
  private void requireInReach(BlockRef agreed, BlockRef before)
      throws RegistryException.RolledBack {
    if (before.number() - agreed.number() > MAX_LAG) {
      throw new RegistryException.RolledBack(
          "the nodes have nothing above %s, and %s was trusted before: they are far behind, or lead back. If the chain itself was started anew, remove %s"
              .formatted(agreed, before, file.place()));
    }
  }

  private boolean isReplaced(BlockRef before, BlockRef next) {
    return settings.tip() == Tip.FINALIZED
        && before.number() == next.number()
        && !before.equals(next);
  }

  // ------------------------------------------------------------------------ across restarts

  private void resume() throws RegistryException.Unanchored {
    if (!resumed) {
      Optional<byte[]> state = file.read();
      if (state.isPresent()) {
        head = decode(state.get());
      }
      resumed = true;
    }
  }

  private static byte[] encode(AnchoredBlock block) {
    return ByteBuffer.allocate(STATE_LENGTH)
        .putLong(block.block().number())
        .put(block.block().hash())
        .putLong(block.block().timestamp())
        .put(block.parentHash())
        .put(block.stateRoot())
        .array();
  }

  private AnchoredBlock decode(byte[] state) throws RegistryException.Unanchored {
    if (state.length != STATE_LENGTH) {
      throw file.unusable("is not what an anchor wrote");
    }
    ByteBuffer in = ByteBuffer.wrap(state);
    long number = in.getLong();
    byte[] hash = take(in);
    return new AnchoredBlock(new BlockRef(number, hash, in.getLong()), take(in), take(in));
  }

  private static byte[] take(ByteBuffer in) {
    byte[] bytes = new byte[32];
    in.get(bytes);
    return bytes;
  }

  // ------------------------------------------------------------------------ who said what

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
    synchronized (this) {
      file.flush();
    }
  }
}
