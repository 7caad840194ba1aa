package org.dpk.provider.internal.anchor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Collectors;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.ProofException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The test cases of EIP-225 (its text is in the public domain, CC0), in its order: who may sign
 * after some blocks. A block is its signer, then {@code +X} or {@code -X} for a vote on X, or
 * {@code !} where an epoch begins.
 */
class CliqueSignersTest {

  @ParameterizedTest
  @CsvSource({
    "30000, A, A, A",
    "30000, A, A+B B A+C, AB",
    "30000, AB, A+C B+C A+D B+D C A+E B+E, ABCD",
    "30000, A, A-A, ''",
    "30000, AB, A-B, AB",
    "30000, AB, A-B B-B, A",
    "30000, ABC, A-C B-C, AB",
    "30000, ABCD, A-C B-C, ABCD",
    "30000, ABCD, A-D B-D C-D, ABC",
    "30000, AB, A+C B A+C B A+C, AB",
    "30000, AB, A+C B A+D B A B+D A B+C, ABCD",
    "30000, AB, A-B B A-B B A-B, AB",
    "30000, ABCD, A-C B C A-D B C A B-D C-D A B-C, AB",
    "30000, ABC, C-B A-C B-C A-B, AB",
    "30000, ABC, C+D A-C B-C A+D, AB",
    "30000, ABCD, A-C B C A-D B-C C A B-D C-D, ABC",
    "30000, ABCD, A-C B C A-D B-C C A B-D C-D A C+C, AB",
    "30000, ABCD, A-C B C A-D B-C C A B-D C-D A B+C, ABC",
    "30000, ABCDE, A+F B+F C+F D-F E-F B-F C-F D+F E+F B-A C-A D-A B+F, BCDEF",
    "3, AB, A+C B A! B+C, AB",
  })
  void votesDecideWhoMaySign(long epoch, String first, String blocks, String expected)
      throws Exception {
    assertEquals(addresses(expected), Set.copyOf(after(epoch, first, blocks).signers()));
  }

  @ParameterizedTest
  @CsvSource({
    "30000, A, B, is no signer",
    "30000, AB, A A, sealed one just before",
    "3, ABC, A B A! A, sealed one just before",
  })
  void whoMayNotSignIsRefused(long epoch, String first, String blocks, String why) {
    String said =
        assertThrows(ProofException.class, () -> after(epoch, first, blocks)).getMessage();
    assertTrue(said.contains(why), said);
  }

  /** The fixture learns from the rules under test only whose turn it is. */
  private static CliqueSigners after(long epoch, String first, String blocks)
      throws ProofException {
    CliqueChain chain = new CliqueChain(epoch, wallets(first));
    CliqueSigners now = CliqueSigners.at(chain.newest(), epoch);
    for (String block : blocks.split(" ", -1)) {
      Wallet signer = wallet(block.charAt(0));
      CliqueChain.Draft draft = chain.draft(signer);
      if (block.length() == 3) {
        draft.vote(wallet(block.charAt(2)), block.charAt(1) == '+');
      }
      BlockHeader header = draft.header();
      now = now.after(header, epoch, 15);
      Set<EthereumAddress> signers = Set.copyOf(now.signers());
      chain
          .append(header)
          .signers(
              wallets("ABCDEF").stream()
                  .filter(wallet -> signers.contains(wallet.address()))
                  .collect(Collectors.toSet()));
      assertEquals(
          now.signers(),
          CliqueState.decode(CliqueState.encode(now)).signers(),
          "as it is remembered");
    }
    return now;
  }

  private static final Wallet[] WALLETS = SealingChain.wallets(0, 6).toArray(Wallet[]::new);

  private static Wallet wallet(char letter) {
    return WALLETS[letter - 'A'];
  }

  private static Set<Wallet> wallets(String letters) {
    return letters.chars().mapToObj(letter -> wallet((char) letter)).collect(Collectors.toSet());
  }

  private static Set<EthereumAddress> addresses(String letters) {
    return wallets(letters).stream().map(Wallet::address).collect(Collectors.toSet());
  }
}
