package org.dpk.provider.internal.light;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dpk.provider.BlockRef;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.ethereum.EthereumNode;
import org.dpk.provider.internal.ethereum.NodeHeaders;
import org.dpk.provider.internal.ethereum.NodeProbe;
import org.dpk.provider.internal.ethereum.ProofReader;
import org.dpk.provider.internal.light.ProviderReport.AtBlock;
import org.dpk.provider.internal.light.ProviderReport.AtDepth;
import org.dpk.provider.internal.light.ProviderReport.Served;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockNaming;
import org.dpk.provider.internal.proof.ProofException;
import org.dpk.provider.internal.proof.StateProof;
import org.jspecify.annotations.Nullable;

/** One execution node under examination. */
final class ProviderProbe implements Examination<ProviderReport> {

  /** From what every node has to what only archives have. */
  static final List<Long> DEPTHS = List.of(0L, 64L, 128L, 1_024L, 10_000L, 90_000L);

  private static final int SAMPLES = 5;

  private interface Step {
    void run() throws RegistryException;
  }

  private final ChainEndpoint endpoint;
  private final BlockNaming naming;
  private final List<Long> blocksWithLogs;
  private final EthereumNode node;
  private final NodeProbe asked;
  private final NodeHeaders headers;

  private Optional<String> objection = Optional.of("it did not answer in time");
  private @Nullable BigInteger chainId;
  private @Nullable BlockRef newest;
  private @Nullable BlockRef finalized;
  private @Nullable Boolean batches;
  private @Nullable Duration latency;
  private final List<AtDepth> proofs = new ArrayList<>();
  private final List<AtBlock> logs = new ArrayList<>();

  ProviderProbe(ChainEndpoint endpoint, BlockNaming naming, List<Long> blocksWithLogs) {
    this.endpoint = endpoint;
    this.naming = naming;
    this.blocksWithLogs = blocksWithLogs;
    this.node = EthereumNode.unchecked(endpoint);
    this.asked = new NodeProbe(node);
    this.headers = new NodeHeaders(node);
  }

  @Override
  public void run() {
    Optional<String> wrong = failureOf(() -> setChainId(asked.chainId()));
    if (wrong.isPresent()) {
      set(() -> objection = wrong);
      return;
    }
    Optional<String> unfit = failureOf(node::check);
    set(() -> objection = unfit);
    Optional<String> headless = failureOf(this::findNewest);
    if (headless.isPresent()) {
      set(() -> objection = unfit.or(() -> headless));
      return;
    }
    DEPTHS.forEach(this::findProof);
    blocksWithLogs.forEach(this::findLogs);
    for (Step step : List.<Step>of(this::findFinalized, this::findBatches, this::findLatency)) {
      var unknown = failureOf(step); // then it stays so
    }
  }

  private synchronized void set(Runnable change) {
    change.run();
  }

  private synchronized void setChainId(BigInteger id) {
    chainId = id;
  }

  private static Optional<String> failureOf(Step step) {
    try {
      step.run();
      return Optional.empty();
    } catch (RegistryException | RuntimeException e) {
      return Optional.of(Examination.oneLine(e));
    }
  }

  private void findNewest() throws RegistryException {
    BlockRef found = headers.newest(naming, patience()).block();
    set(() -> newest = found);
  }

  private void findFinalized() throws RegistryException {
    BlockRef found = headers.finalized(naming, patience()).block();
    set(() -> finalized = found);
  }

  private void findBatches() throws RegistryException {
    boolean found = asked.takesBatches();
    set(() -> batches = found);
  }

  private void findLatency() throws RegistryException {
    long[] nanos = new long[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      long start = System.nanoTime();
      asked.chainId();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    set(() -> latency = Duration.ofNanos(nanos[SAMPLES / 2]));
  }

  private Duration patience() {
    return endpoint.limits().call();
  }

  // ------------------------------------------------------------------------ what it has of the
  // past

  private record Finding(Served served, String why) {}

  private interface Question {
    Finding ask() throws RegistryException, ProofException;
  }

  private static Finding find(Question question) {
    try {
      return question.ask();
    } catch (RegistryException.Unproven | ProofException e) {
      return new Finding(Served.WRONG, Examination.oneLine(e));
    } catch (RegistryException | RuntimeException e) {
      return new Finding(Served.NO, Examination.oneLine(e));
    }
  }

  private void findProof(long depth) {
    BlockRef top = newest;
    if (top == null || Thread.currentThread().isInterrupted()) {
      return;
    }
    Finding found =
        depth > top.number()
            ? new Finding(Served.NOTHING_THERE, "the chain has %d blocks".formatted(top.number()))
            : find(() -> proof(header(top.number() - depth)));
    set(() -> proofs.add(new AtDepth(depth, found.served, found.why)));
  }

  private BlockHeader header(long number) throws RegistryException {
    return headers.headers(naming, number, 1, patience()).get(0);
  }

  /** The account alone: its branch is there before the registry is. */
  private Finding proof(BlockHeader header) throws RegistryException, ProofException {
    List<byte[]> branch = new ProofReader(node).prove(List.of(), header.block()).account();
    EthereumAddress contract = endpoint.registry().contract();
    var unused = StateProof.account(header.stateRoot(), contract, branch);
    return new Finding(Served.YES, "");
  }

  private void findLogs(long block) {
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    BlockRef top = newest;
    Finding found =
        top != null && block > top.number()
            ? new Finding(Served.NOTHING_THERE, "the chain has %d blocks".formatted(top.number()))
            : find(() -> logs(header(block)));
    set(() -> logs.add(new AtBlock(block, found.served, found.why)));
  }

  private Finding logs(BlockHeader header) throws RegistryException {
    if (!header.logsBloom().mayContain(endpoint.registry().contract())) {
      return new Finding(Served.NOTHING_THERE, "the registry logged nothing in this block");
    }
    return asked.logs(header.block()) > 0
        ? new Finding(Served.YES, "")
        : new Finding(Served.NO, "the block has logs of the registry, and the node gives none");
  }

  // ------------------------------------------------------------------------ what is known

  @Override
  public synchronized ProviderReport report() {
    List<AtDepth> allProofs = new ArrayList<>(proofs);
    DEPTHS.stream()
        .skip(proofs.size())
        .forEach(depth -> allProofs.add(new AtDepth(depth, Served.NOT_ASKED, "no time was left")));
    List<AtBlock> allLogs = new ArrayList<>(logs);
    blocksWithLogs.stream()
        .skip(logs.size())
        .forEach(block -> allLogs.add(new AtBlock(block, Served.NOT_ASKED, "no time was left")));
    return new ProviderReport(
        endpoint.displayed(),
        objection,
        Optional.ofNullable(chainId),
        Optional.ofNullable(newest),
        Optional.ofNullable(finalized),
        allProofs,
        allLogs,
        Optional.ofNullable(batches),
        Optional.ofNullable(latency));
  }

  @Override
  public void close() {
    node.close();
  }
}
