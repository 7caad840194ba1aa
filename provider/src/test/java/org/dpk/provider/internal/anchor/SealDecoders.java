package org.dpk.provider.internal.anchor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.anchor.BftExtraData.Vote;
import org.dpk.provider.internal.decoding.Decoder;
import org.dpk.provider.internal.decoding.Decoders;
import org.dpk.provider.internal.proof.ProofException;

/** What reads the extraData of chains whose validators seal, and what is remembered of them. */
public final class SealDecoders {

  public static final Decoders ALL =
      Decoders.of(
          bft(BftFormat.QBFT),
          bft(BftFormat.IBFT2),
          // what is read are the addresses in the middle
          Decoder.canonical(
                  "extraData of Clique",
                  ProofException.class,
                  extraData -> {
                    CliqueHeader.signers(extraData);
                    return extraData;
                  },
                  extraData -> extraData,
                  SealDecoders::clique)
              .openEnded(),
          Decoder.stable(
              "remembered signers of Clique",
              ProofException.class,
              CliqueState::decode,
              CliqueState::encode,
              SealDecoders::state));

  private SealDecoders() {}

  private static Decoder bft(BftFormat format) {
    return Decoder.canonical(
        "extraData of " + format,
        ProofException.class,
        format::decode,
        format::encode,
        random -> format.encode(extraData(random)));
  }

  private static BftExtraData extraData(Random random) {
    Optional<Vote> vote =
        random.nextBoolean()
            ? Optional.of(new Vote(address(random), random.nextBoolean()))
            : Optional.empty();
    return new BftExtraData(
        bytes(32, random),
        Stream.generate(() -> address(random)).limit(random.nextInt(6)).toList(),
        vote,
        random.nextInt(1 << random.nextInt(31)),
        Stream.generate(() -> bytes(65, random)).limit(random.nextInt(6)).toList());
  }

  private static byte[] clique(Random random) {
    List<byte[]> sorted = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      byte[] address = bytes(20, random);
      address[0] = (byte) (10 - i);
      sorted.add(address);
    }
    byte[] all = new byte[20 * sorted.size()];
    for (int i = 0; i < sorted.size(); i++) {
      System.arraycopy(sorted.get(i), 0, all, 20 * i, 20);
    }
    return CliqueChain.extraData(all, bytes(65, random));
  }

  private static byte[] state(Random random) {
    CliqueVotes votes = new CliqueVotes();
    try {
      for (int i = random.nextInt(4); i > 0; i--) {
        votes.cast(address(random), address(random), random.nextBoolean());
      }
      CliqueSigners start = CliqueSigners.at(CliqueHeaderTest.GENESIS, 30_000);
      return CliqueState.encode(
          CliqueSigners.resumed(
              start.header(),
              Stream.generate(() -> address(random)).limit(random.nextInt(5)).toList(),
              Map.of((long) random.nextInt(100), address(random)),
              votes));
    } catch (ProofException e) {
      throw new AssertionError(e);
    }
  }

  private static EthereumAddress address(Random random) {
    return EthereumAddress.of(bytes(EthereumAddress.LENGTH, random));
  }

  private static byte[] bytes(int length, Random random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
