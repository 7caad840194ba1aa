package org.dpk.provider.internal.anchor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockHeader.Field;
import org.dpk.provider.internal.proof.BlockNaming;
import org.dpk.provider.internal.record.Keccak256;

/**
 * Headers as Clique's signers seal them, by signers of the test's own: a fixture, for what no real
 * chain does. Its encodings are those of the real headers in {@link CliqueHeaderTest}.
 */
final class CliqueChain {

  private static final byte[] AUTH = HexFormat.of().parseHex("ffffffffffffffff");

  private final long epoch;
  private final List<BlockHeader> headers = new ArrayList<>();
  private final Set<Wallet> signers;

  CliqueChain(long epoch, Set<Wallet> signers) {
    this.epoch = epoch;
    this.signers = new HashSet<>(signers);
    headers.add(
        new HeaderFields()
            .with(Field.DIFFICULTY, 1)
            .with(Field.TIMESTAMP, 1_000_000)
            .with(Field.EXTRA_DATA, extraData(named(), new byte[65]))
            .header(BlockNaming.ETHEREUM));
  }

  private CliqueChain(CliqueChain other) {
    epoch = other.epoch;
    signers = new HashSet<>(other.signers);
    headers.addAll(other.headers);
  }

  /** Goes another way from here on. */
  CliqueChain fork() {
    return new CliqueChain(this);
  }

  List<BlockHeader> headers() {
    return List.copyOf(headers);
  }

  BlockHeader newest() {
    return headers.get(headers.size() - 1);
  }

  BlockHeader at(int number) {
    return headers.get(number);
  }

  Checkpoint checkpoint(int number) {
    return new Checkpoint(number, headers.get(number).block().hash());
  }

  /** What the fixture takes for the signers, when a vote has passed. */
  CliqueChain signers(Set<Wallet> now) {
    signers.clear();
    signers.addAll(now);
    return this;
  }

  CliqueChain seal(Wallet... one) {
    for (Wallet each : one) {
      headers.add(draft(each).header());
    }
    return this;
  }

  CliqueChain vote(Wallet signer, Wallet subject, boolean auth) {
    headers.add(draft(signer).vote(subject, auth).header());
    return this;
  }

  CliqueChain append(BlockHeader header) {
    headers.add(header);
    return this;
  }

  Draft draft(Wallet signer) {
    return new Draft(signer);
  }

  private byte[] named() {
    List<Wallet> sorted = sorted();
    byte[] all = new byte[20 * sorted.size()];
    for (int i = 0; i < sorted.size(); i++) {
      System.arraycopy(sorted.get(i).address().bytes(), 0, all, 20 * i, 20);
    }
    return all;
  }

  private List<Wallet> sorted() {
    return signers.stream()
        .sorted(Comparator.comparing(wallet -> wallet.address().toString()))
        .toList();
  }

  static byte[] extraData(byte[] signers, byte[] seal) {
    byte[] extraData = Arrays.copyOf(new byte[32], 32 + signers.length + seal.length);
    System.arraycopy(signers, 0, extraData, 32, signers.length);
    System.arraycopy(seal, 0, extraData, 32 + signers.length, seal.length);
    return extraData;
  }

  /** A block that is to be sealed. */
  final class Draft {

    private final HeaderFields fields = new HeaderFields();
    private final Wallet signer;
    private byte[] named;

    private Draft(Wallet signer) {
      this.signer = signer;
      BlockHeader parent = newest();
      long number = parent.block().number() + 1;
      named = number % epoch == 0 ? named() : new byte[0];
      boolean isInTurn =
          !signers.isEmpty() && sorted().get((int) (number % signers.size())).equals(signer);
      fields
          .with(Field.PARENT_HASH, parent.block().hash())
          .with(Field.NUMBER, number)
          .with(Field.TIMESTAMP, parent.block().timestamp() + 15)
          .with(Field.DIFFICULTY, isInTurn ? 2 : 1)
          .with(Field.STATE_ROOT, Keccak256.hash(parent.stateRoot()));
    }

    Draft vote(Wallet subject, boolean auth) {
      fields.with(Field.BENEFICIARY, subject.address().bytes());
      fields.with(Field.NONCE, auth ? AUTH : new byte[8]);
      return this;
    }

    Draft with(Field field, byte[] value) {
      fields.with(field, value);
      return this;
    }

    Draft with(Field field, long value) {
      fields.with(field, value);
      return this;
    }

    Draft names(byte[] signers) {
      named = signers;
      return this;
    }

    BlockHeader header() {
      byte[] hash = CliqueHeader.sealHash(with(new byte[65]));
      return with(SealingChain.seal(signer, hash));
    }

    private BlockHeader with(byte[] seal) {
      return fields.with(Field.EXTRA_DATA, extraData(named, seal)).header(BlockNaming.ETHEREUM);
    }
  }
}
