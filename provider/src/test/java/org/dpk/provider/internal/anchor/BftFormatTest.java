package org.dpk.provider.internal.anchor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockHeader.Field;
import org.dpk.provider.internal.proof.ProofException;
import org.dpk.provider.internal.record.Keccak256;
import org.junit.jupiter.api.Test;

/** The formats of Besu's headers, against headers that Besu's validators sealed. */
class BftFormatTest {

  private static final Path REAL =
      Path.of(System.getProperty("dpk.home", "."), "../shared/testdata/poa/qbft_headers.txt");

  @Test
  void aRealHeaderIsReadSealedAndWrittenAgain() throws Exception {
    List<String> lines = real();
    byte[] whole = HexFormat.of().parseHex(lines.get(0));
    BlockHeader header = BlockHeader.decode(whole, BftFormat.QBFT.naming());
    assertArrayEquals(whole, HeaderEncoding.of(header));
    byte[] extraData = header.value(Field.EXTRA_DATA);
    BftExtraData extra = BftFormat.QBFT.decode(extraData);
    assertArrayEquals(extraData, BftFormat.QBFT.encode(extra));
    assertEquals(4, extra.validators().size());
    assertEquals(1, extra.round());
    assertEquals(Optional.empty(), extra.vote());

    byte[] hash = BftFormat.QBFT.sealHash(header, extra);
    Set<EthereumAddress> sealers =
        extra.seals().stream()
            .map(seal -> Secp256k1.signer(hash, seal).orElseThrow())
            .collect(Collectors.toSet());
    assertEquals(extra.seals().size(), sealers.size());
    assertTrue(extra.validators().containsAll(sealers), () -> sealers + " of " + extra);
  }

  @Test
  void theNameOfARealBlockIsTheSameWithoutItsSealsAndItsRound() throws Exception {
    List<BlockHeader> both =
        List.of(
            BlockHeader.decode(HexFormat.of().parseHex(real().get(0)), BftFormat.QBFT.naming()),
            BlockHeader.decode(HexFormat.of().parseHex(real().get(1)), BftFormat.QBFT.naming()));
    assertEquals(both.get(0).block(), both.get(1).block());
    byte[] extraData = both.get(0).value(Field.EXTRA_DATA);
    assertArrayEquals(
        Keccak256.hash(HexFormat.of().parseHex(real().get(1))),
        BftFormat.QBFT.sealHash(both.get(0), BftFormat.QBFT.decode(extraData)),
        "what is sealed");
  }

  private static List<String> real() throws Exception {
    assumeTrue(Files.exists(REAL), () -> "no real headers at " + REAL);
    return Files.readAllLines(REAL).stream().map(String::strip).toList();
  }

  @Test
  void theOtherFormatIsRefused() throws Exception {
    byte[] extraData =
        BlockHeader.decode(HexFormat.of().parseHex(real().get(0)), BftFormat.QBFT.naming())
            .value(Field.EXTRA_DATA);
    assertThrows(ProofException.class, () -> BftFormat.IBFT2.decode(extraData));
    assertFalse(extraData.length == 0);
  }
}
