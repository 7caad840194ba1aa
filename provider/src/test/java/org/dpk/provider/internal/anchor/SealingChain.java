package org.dpk.provider.internal.anchor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.anchor.BftExtraData.Vote;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockHeader.Field;
import org.dpk.provider.internal.record.Keccak256;

/**
 * Headers as Besu's validators seal them, by validators of the test's own: a fixture, since there
 * is no Besu to be had here. Its encodings are compared with real headers in {@link BftFormatTest}.
 */
final class SealingChain {

  private static final byte[] MIX_HASH =
      HexFormat.of().parseHex("63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365");

  private final BftFormat format;
  private final List<BlockHeader> headers = new ArrayList<>();
  private List<Wallet> validators;

  /** With validators 0 to count - 1 in its first block. */
  SealingChain(BftFormat format, int count) {
    this(format, wallets(0, count), "a chain");
  }

  SealingChain(BftFormat format, List<Wallet> validators, String salt) {
    this.format = format;
    this.validators = validators;
    BftExtraData extra =
        new BftExtraData(new byte[32], addresses(validators), Optional.empty(), 0, List.of());
    headers.add(
        new HeaderFields()
            .with(Field.MIX_HASH, MIX_HASH)
            .with(Field.STATE_ROOT, Keccak256.hash(salt.getBytes(StandardCharsets.UTF_8)))
            .with(Field.EXTRA_DATA, format.encode(extra))
            .header(format.naming()));
  }

  /** The same key each time. */
  static Wallet wallet(int index) {
    return Wallet.of(Keccak256.hash(("validator " + index).getBytes(StandardCharsets.UTF_8)));
  }

  static List<Wallet> wallets(int from, int to) {
    return IntStream.range(from, to).mapToObj(SealingChain::wallet).toList();
  }

  static List<EthereumAddress> addresses(List<Wallet> wallets) {
    return wallets.stream()
        .map(Wallet::address)
        .sorted(Comparator.comparing(EthereumAddress::toString))
        .toList();
  }

  static int quorum(int validators) {
    return (2 * validators + 2) / 3;
  }

  List<BlockHeader> headers() {
    return List.copyOf(headers);
  }

  BlockHeader newest() {
    return headers.get(headers.size() - 1);
  }

  Checkpoint checkpoint(int number) {
    return new Checkpoint(number, headers.get(number).block().hash());
  }

  /** Who seals the next block. */
  SealingChain validators(List<Wallet> validators) {
    this.validators = validators;
    return this;
  }

  List<Wallet> validators() {
    return validators;
  }

  /** So many blocks more, each sealed by just a quorum, not always the same. */
  SealingChain grow(int count) {
    for (int i = 0; i < count; i++) {
      headers.add(next().header());
    }
    return this;
  }

  /** A block more, with a vote of its proposer. */
  SealingChain vote(Wallet proposer, Wallet subject, boolean add) {
    headers.add(next().vote(new Vote(subject.address(), add)).proposer(proposer).header());
    return this;
  }

  SealingChain append(BlockHeader header) {
    headers.add(header);
    return this;
  }

  /** The next block, to be made in another way than is right. */
  Draft next() {
    return new Draft(newest(), validators);
  }

  /** A block that is to be sealed. */
  final class Draft {

    private final HeaderFields fields = new HeaderFields();
    private final long number;
    private List<EthereumAddress> claimed;
    private List<Wallet> sealers;
    private Optional<Vote> vote = Optional.empty();
    private int round;

    private Draft(BlockHeader parent, List<Wallet> validators) {
      number = parent.block().number() + 1;
      claimed = addresses(validators);
      sealers = rotated(validators);
      fields
          .with(Field.PARENT_HASH, parent.block().hash())
          .with(Field.NUMBER, number)
          .with(Field.TIMESTAMP, 1_700_000_000 + 2 * number)
          .with(Field.DIFFICULTY, 1)
          .with(Field.MIX_HASH, MIX_HASH)
          .with(Field.STATE_ROOT, Keccak256.hash(parent.stateRoot()))
          .with(Field.BENEFICIARY, sealers.get(0).address().bytes());
    }

    private List<Wallet> rotated(List<Wallet> validators) {
      int start = (int) (number % validators.size());
      return Stream.concat(
              validators.subList(start, validators.size()).stream(),
              validators.subList(0, start).stream())
          .limit(quorum(validators.size()))
          .toList();
    }

    Draft claims(List<Wallet> validators) {
      claimed = addresses(validators);
      return this;
    }

    Draft sealers(List<Wallet> sealers) {
      this.sealers = sealers;
      return this;
    }

    Draft vote(Vote vote) {
      this.vote = Optional.of(vote);
      return this;
    }

    Draft proposer(Wallet proposer) {
      fields.with(Field.BENEFICIARY, proposer.address().bytes());
      return this;
    }

    Draft round(int round) {
      this.round = round;
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

    BlockHeader header() {
      BftExtraData bare = new BftExtraData(new byte[32], claimed, vote, round, List.of());
      byte[] hash = format.sealHash(withExtra(bare), bare);
      return withExtra(bare.withSeals(sealers.stream().map(each -> seal(each, hash)).toList()));
    }

    private BlockHeader withExtra(BftExtraData extra) {
      return fields.with(Field.EXTRA_DATA, format.encode(extra)).header(format.naming());
    }
  }

  /** Besu's encoding: r, s, and 0 or 1. */
  static byte[] seal(Wallet wallet, byte[] hash) {
    byte[] signature = wallet.sign(hash);
    signature[64] -= 27;
    return signature;
  }
}
