package org.dpk.provider.internal.anchor;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.anchor.CliqueVotes.Ballot;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockNaming;
import org.dpk.provider.internal.proof.ProofException;
import org.dpk.provider.internal.proof.Rlp;
import org.dpk.provider.internal.proof.RlpItem;

/**
 * Clique's signers after a block, as they are remembered: {@code [header, [signer…], [[8 bytes of
 * height, signer]…], [[signer, subject, 01 or 00]…]]}, RLP.
 */
final class CliqueState {

  private static final int LISTS = 4;

  private CliqueState() {}

  static byte[] encode(CliqueSigners signers) {
    List<byte[]> recent = new ArrayList<>();
    signers
        .recent()
        .forEach(
            (number, signer) -> recent.add(Rlp.encode(List.of(bytes(number), signer.bytes()))));
    List<byte[]> votes = new ArrayList<>();
    signers
        .votes()
        .all()
        .forEach(
            (ballot, auth) ->
                votes.add(
                    Rlp.encode(
                        List.of(
                            ballot.signer().bytes(),
                            ballot.subject().bytes(),
                            new byte[] {(byte) (auth ? 1 : 0)}))));
    return Rlp.sequence(
        List.of(
            HeaderEncoding.of(signers.header()),
            Rlp.encode(signers.signers().stream().map(EthereumAddress::bytes).toList()),
            Rlp.sequence(recent),
            Rlp.sequence(votes)));
  }

  /**
   * @throws ProofException if it is not what {@link #encode} makes
   */
  static CliqueSigners decode(byte[] encoded) throws ProofException {
    List<RlpItem> items = sequence(Rlp.decode(encoded), LISTS);
    if (!(items.get(0) instanceof RlpItem.Sequence header)) {
      throw new ProofException("a header is a sequence");
    }
    List<EthereumAddress> signers = new ArrayList<>();
    for (RlpItem each : sequence(items.get(1))) {
      signers.add(address(each));
    }
    if (signers.size() > CliqueHeader.MAX_SIGNERS) {
      throw new ProofException("there are too many signers");
    }
    return CliqueSigners.resumed(
        BlockHeader.decode(header.encoded(), BlockNaming.ETHEREUM),
        signers,
        recent(sequence(items.get(2))),
        votes(sequence(items.get(3))));
  }

  private static Map<Long, EthereumAddress> recent(List<RlpItem> items) throws ProofException {
    Map<Long, EthereumAddress> recent = new TreeMap<>();
    for (RlpItem item : items) {
      List<RlpItem> pair = sequence(item, 2);
      long number = new BigInteger(1, pair.get(0).fixed(Long.BYTES, "a height")).longValue();
      recent.put(number, address(pair.get(1)));
    }
    return recent;
  }

  private static CliqueVotes votes(List<RlpItem> items) throws ProofException {
    CliqueVotes votes = new CliqueVotes();
    for (RlpItem item : items) {
      List<RlpItem> vote = sequence(item, 3);
      Ballot ballot = new Ballot(address(vote.get(0)), address(vote.get(1)));
      votes.cast(ballot.signer(), ballot.subject(), vote.get(2).fixed(1, "a vote")[0] == 1);
    }
    return votes;
  }

  private static List<RlpItem> sequence(RlpItem item) throws ProofException {
    if (item instanceof RlpItem.Sequence sequence) {
      return sequence.items();
    }
    throw new ProofException("a list is a sequence");
  }

  private static List<RlpItem> sequence(RlpItem item, int length) throws ProofException {
    List<RlpItem> items = sequence(item);
    if (items.size() != length) {
      throw new ProofException(
          "a sequence has %d items and not %d".formatted(items.size(), length));
    }
    return items;
  }

  private static EthereumAddress address(RlpItem item) throws ProofException {
    return EthereumAddress.of(item.fixed(EthereumAddress.LENGTH, "an address"));
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }
}
