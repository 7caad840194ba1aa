package org.dpk.provider.internal.anchor;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.anchor.BftExtraData.Vote;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockHeader.Field;
import org.dpk.provider.internal.proof.BlockNaming;
import org.dpk.provider.internal.proof.ProofException;
import org.dpk.provider.internal.proof.Rlp;
import org.dpk.provider.internal.proof.RlpItem;
import org.dpk.provider.internal.record.Keccak256;

/**
 * How extraData is written in a chain of Hyperledger Besu, and what of it is hashed (EEA QBFT
 * specification §"Block format"; Besu's QbftExtraDataCodec and IbftExtraDataCodec, which the tests
 * compare with real headers). Strict: what is read has one encoding.
 *
 * <p>A block's name leaves the seals and the round out, since they are known after the name; a seal
 * signs the round too. The first block is named with all that it has.
 */
public enum BftFormat {
  /** {@code [vanity, [validator…], [] or [subject, ff or empty], round, [seal…]]}. */
  QBFT {
    @Override
    Optional<Vote> vote(RlpItem item) throws ProofException {
      List<RlpItem> items = sequence(item, "the vote");
      return items.isEmpty()
          ? Optional.empty()
          : Optional.of(cast(items, new byte[0], "an empty string"));
    }

    @Override
    byte[] encode(Optional<Vote> vote) {
      return Rlp.encode(
          vote.map(each -> List.of(each.subject().bytes(), each.add() ? add() : new byte[0]))
              .orElse(List.of()));
    }

    @Override
    int round(RlpItem item) throws ProofException {
      return new BigInteger(1, item.scalar(Integer.BYTES, "the round")).intValue();
    }

    @Override
    byte[] encode(int round) {
      return string(withoutZeros(round));
    }

    @Override
    List<byte[]> withoutSeals(BftExtraData extra, boolean withRound) {
      return List.of(encode(withRound ? extra.round() : 0), Rlp.sequence(List.of()));
    }
  },

  /** {@code [vanity, [validator…], empty or [subject, ff or 00], 4 bytes of round, [seal…]]}. */
  IBFT2 {
    @Override
    Optional<Vote> vote(RlpItem item) throws ProofException {
      return item instanceof RlpItem.Bytes bytes && bytes.value().length == 0
          ? Optional.empty()
          : Optional.of(cast(sequence(item, "the vote"), new byte[1], "a zero byte"));
    }

    @Override
    byte[] encode(Optional<Vote> vote) {
      return vote.map(
              each -> Rlp.encode(List.of(each.subject().bytes(), each.add() ? add() : new byte[1])))
          .orElseGet(() -> string(new byte[0]));
    }

    @Override
    int round(RlpItem item) throws ProofException {
      return ByteBuffer.wrap(item.fixed(Integer.BYTES, "the round")).getInt();
    }

    @Override
    byte[] encode(int round) {
      return string(ByteBuffer.allocate(Integer.BYTES).putInt(round).array());
    }

    @Override
    List<byte[]> withoutSeals(BftExtraData extra, boolean withRound) {
      return withRound ? List.of(encode(extra.round())) : List.of();
    }
  };

  private static final int ITEMS = 5;

  /** How blocks of such a chain are named. */
  public BlockNaming naming() {
    return this::name;
  }

  private byte[] name(byte[] encoded) throws ProofException {
    if (!(Rlp.decode(encoded) instanceof RlpItem.Sequence header)) {
      throw new ProofException("a header is a sequence");
    }
    List<byte[]> fields = new ArrayList<>();
    for (RlpItem item : header.items()) {
      fields.add(item.bytes("a header's field"));
    }
    if (fields.size() <= Field.EXTRA_DATA.ordinal()) {
      throw new ProofException("a header has more fields");
    }
    boolean isFirst = fields.get(Field.NUMBER.ordinal()).length == 0;
    if (isFirst) {
      return Keccak256.hash(encoded);
    }
    BftExtraData extra = decode(fields.get(Field.EXTRA_DATA.ordinal()));
    fields.set(Field.EXTRA_DATA.ordinal(), encode(extra, withoutSeals(extra, false)));
    return Keccak256.hash(Rlp.encode(fields));
  }

  /** What validators sign, for their seals: 32 bytes. */
  byte[] sealHash(BlockHeader header, BftExtraData extra) {
    return Keccak256.hash(HeaderEncoding.with(header, encode(extra, withoutSeals(extra, true))));
  }

  /**
   * Reads extraData.
   *
   * @throws ProofException if it is not of this format, or beyond its bounds
   */
  BftExtraData decode(byte[] encoded) throws ProofException {
    List<RlpItem> items = sequence(Rlp.decode(encoded), "extraData");
    if (items.size() != ITEMS) {
      throw new ProofException("extraData of a %s header has five items".formatted(this));
    }
    try {
      return new BftExtraData(
          items.get(0).fixed(BftExtraData.VANITY, "the vanity"),
          addresses(sequence(items.get(1), "the list of validators")),
          vote(items.get(2)),
          round(items.get(3)),
          strings(sequence(items.get(4), "the list of seals")));
    } catch (IllegalArgumentException e) {
      throw new ProofException("extraData is out of its bounds: " + e.getMessage());
    }
  }

  /** The whole of it. */
  byte[] encode(BftExtraData extra) {
    return encode(extra, List.of(encode(extra.round()), Rlp.encode(extra.seals())));
  }

  private byte[] encode(BftExtraData extra, List<byte[]> tail) {
    List<byte[]> items = new ArrayList<>();
    items.add(string(extra.vanity()));
    items.add(Rlp.encode(extra.validators().stream().map(EthereumAddress::bytes).toList()));
    items.add(encode(extra.vote()));
    items.addAll(tail);
    return Rlp.sequence(items);
  }

  abstract Optional<Vote> vote(RlpItem item) throws ProofException;

  abstract byte[] encode(Optional<Vote> vote);

  abstract int round(RlpItem item) throws ProofException;

  abstract byte[] encode(int round);

  /** The items after the vote, as they are hashed. */
  abstract List<byte[]> withoutSeals(BftExtraData extra, boolean withRound);

  static Vote cast(List<RlpItem> items, byte[] drop, String dropIs) throws ProofException {
    if (items.size() != 2) {
      throw new ProofException("a vote is an address and what to do with it");
    }
    byte[] kind = items.get(1).bytes("a vote's kind");
    boolean add = Arrays.equals(kind, add());
    if (!add && !Arrays.equals(kind, drop)) {
      throw new ProofException("a vote is ff to add, or " + dropIs + " to drop");
    }
    return new Vote(address(items.get(0)), add);
  }

  static List<RlpItem> sequence(RlpItem item, String what) throws ProofException {
    if (item instanceof RlpItem.Sequence sequence) {
      return sequence.items();
    }
    throw new ProofException(what + " is a sequence");
  }

  static byte[] add() {
    return new byte[] {(byte) 0xFF};
  }

  private static List<EthereumAddress> addresses(List<RlpItem> items) throws ProofException {
    List<EthereumAddress> addresses = new ArrayList<>(items.size());
    for (RlpItem item : items) {
      addresses.add(address(item));
    }
    return addresses;
  }

  private static EthereumAddress address(RlpItem item) throws ProofException {
    return EthereumAddress.of(item.fixed(EthereumAddress.LENGTH, "an address"));
  }

  private static List<byte[]> strings(List<RlpItem> items) throws ProofException {
    List<byte[]> strings = new ArrayList<>(items.size());
    for (RlpItem item : items) {
      strings.add(item.bytes("a seal"));
    }
    return strings;
  }

  static byte[] string(byte[] value) {
    return Rlp.encode(new RlpItem.Bytes(value));
  }

  static byte[] withoutZeros(int number) {
    byte[] bytes = BigInteger.valueOf(number).toByteArray();
    int start = bytes[0] == 0 ? 1 : 0;
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }
}
