package org.dpk.provider.internal.anchor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockHeader.Field;
import org.dpk.provider.internal.proof.BlockNaming;
import org.dpk.provider.internal.proof.ProofException;
import org.junit.jupiter.api.Test;

/**
 * The first blocks of Goerli, a Clique chain that ended in 2024. The first one's values are those
 * of EIP-225 networks' genesis file for chain 5 (npm package {@code @ethereumjs/common} 3, Goerli),
 * the other two stand in py-evm's tests of Clique (ethereum/py-evm, tests/core/consensus).
 */
class CliqueHeaderTest {

  private static final String VANITY_0 =
      "22466c6578692069732061207468696e6722202d204166726900000000000000";
  private static final String SIGNER = "e0a2bd4258d2768837baa26a28fe71dc079f84c7";
  private static final String STATE_ROOT =
      "5d6cded585e73c4e322c30c2f782a336316f17dd85a4863b9d838d2d4b8b3008";
  private static final String NOTHING =
      "56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";
  static final String HASH_0 = "bf7e331f7f7c1dd2e05159666b3bf8bc7a8a3a9eb1d518969eab529dd9b88c1a";
  private static final String HASH_1 =
      "8f5bab218b6bb34476f51ca588e9f4553a3a7ce5e13a66c660a5283e97e9a85a";
  private static final String EXTRA_1 =
      "506172697479205465636820417574686f7269747900000000000000000000002bbf886181970654ed46e3fae0ded41e"
          + "e53fec702c47431988a7ae80e6576f3552684f069af80ba11d36327aaf846d470526e4a1c461601b2fd4ebdcdc2b73"
          + "4a01";
  private static final String EXTRA_2 =
      "506172697479205465636820417574686f726974790000000000000000000000fdd66d441eff7d4116fe987f0f10812f"
          + "c68b06cc500ff71c492234b9a7b8b2f45597190d97cd85f6daa45ac9518bef9f715f4bd414504b1a21d8c681654055"
          + "df00";

  static final BlockHeader GENESIS =
      header("0".repeat(64), 1, 0, 0xa00000, 0x5c51a607L, VANITY_0 + SIGNER + "0".repeat(130));
  static final BlockHeader ONE = header(HASH_0, 2, 1, 10475521, 1548947453, EXTRA_1);
  static final BlockHeader TWO = header(HASH_1, 2, 2, 10465292, 1548947468, EXTRA_2);

  private static BlockHeader header(
      String parent, int difficulty, long number, long gasLimit, long time, String extraData) {
    return new HeaderFields()
        .with(Field.PARENT_HASH, hex(parent))
        .with(Field.STATE_ROOT, hex(STATE_ROOT))
        .with(Field.TRANSACTIONS_ROOT, hex(NOTHING))
        .with(Field.RECEIPTS_ROOT, hex(NOTHING))
        .with(Field.DIFFICULTY, difficulty)
        .with(Field.NUMBER, number)
        .with(Field.GAS_LIMIT, gasLimit)
        .with(Field.TIMESTAMP, time)
        .with(Field.EXTRA_DATA, hex(extraData))
        .header(BlockNaming.ETHEREUM);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  @Test
  void goerlisFirstBlocksAreNamedAsTheyWere() {
    assertEquals(HASH_0, HexFormat.of().formatHex(GENESIS.block().hash()));
    assertEquals(HASH_1, HexFormat.of().formatHex(ONE.block().hash()));
  }

  @Test
  void goerlisFirstSignerSealedThem() throws Exception {
    EthereumAddress signer = EthereumAddress.parse("0x" + SIGNER);
    assertEquals(List.of(signer), CliqueHeader.read(GENESIS, 30_000).signers());
    assertEquals(signer, CliqueHeader.read(ONE, 30_000).signer());
    assertEquals(signer, CliqueHeader.read(TWO, 30_000).signer());
    CliqueSigners after =
        CliqueSigners.at(GENESIS, 30_000).after(ONE, 30_000, 15).after(TWO, 30_000, 15);
    assertEquals(List.of(signer), after.signers());
    assertThrows(
        ProofException.class, () -> CliqueSigners.at(GENESIS, 30_000).after(TWO, 30_000, 15));
  }

  @Test
  void everyBitOfARealHeaderIsSealed() throws Exception {
    CliqueSigners genesis = CliqueSigners.at(GENESIS, 30_000);
    int count = 0;
    for (Field field : List.of(Field.values()).subList(0, 15)) {
      byte[] value = ONE.value(field);
      for (int bit = 0; bit < 8 * value.length; bit += field == Field.LOGS_BLOOM ? 37 : 1) {
        byte[] changed = value.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        BlockHeader other = HeaderFields.of(ONE).with(field, changed).header(BlockNaming.ETHEREUM);
        assertThrows(
            ProofException.class,
            () -> genesis.after(other, 30_000, 15),
            () -> "a bit of " + field);
        count++;
      }
    }
    assertTrue(count > 1500, count + " changes");
  }

  @Test
  void extraDataIsVanitySignersAndASeal() throws Exception {
    for (int length = 0; length < 97; length++) {
      byte[] shorter = new byte[length];
      assertThrows(ProofException.class, () -> CliqueHeader.signers(shorter));
    }
    assertEquals(List.of(), CliqueHeader.signers(new byte[97]));
    assertEquals(1, CliqueHeader.signers(new byte[117]).size());
    assertThrows(ProofException.class, () -> CliqueHeader.signers(new byte[118]));
    assertThrows(ProofException.class, () -> CliqueHeader.signers(new byte[137]), "one twice");
    assertEquals(256, CliqueHeader.signers(ascending(256)).size());
    assertThrows(ProofException.class, () -> CliqueHeader.signers(ascending(257)));
  }

  private static byte[] ascending(int count) {
    byte[] signers = new byte[20 * count];
    for (int i = 0; i < count; i++) {
      signers[20 * i] = (byte) (i >> 8);
      signers[20 * i + 1] = (byte) i;
    }
    return CliqueChain.extraData(signers, new byte[65]);
  }
}
