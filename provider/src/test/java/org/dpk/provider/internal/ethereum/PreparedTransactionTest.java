package org.dpk.provider.internal.ethereum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;

class PreparedTransactionTest {

  private static final byte[] KEY =
      HexFormat.of().parseHex("7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d");

  private static RawTransaction unsigned() {
    return unsigned(42);
  }

  private static RawTransaction unsigned(int nonce) {
    return RawTransaction.createTransaction(
        31337,
        BigInteger.valueOf(nonce),
        BigInteger.valueOf(21_000),
        "0x00000000000000000000000000000000000000ff",
        BigInteger.TEN,
        "0x1234",
        BigInteger.ONE,
        BigInteger.TWO);
  }

  @Test
  void isSignedAsWeb3jSigns() throws Exception {
    PreparedTransaction prepared = SignedTransaction.of(unsigned(), Wallet.of(KEY));
    Credentials credentials = Credentials.create(HexFormat.of().formatHex(KEY));
    assertArrayEquals(TransactionEncoder.signMessage(unsigned(), credentials), prepared.raw());
  }

  @Test
  void isReadBackAsItWasWritten() throws Exception {
    PreparedTransaction prepared = SignedTransaction.of(unsigned(), Wallet.of(KEY));
    PreparedTransaction read = PreparedTransaction.parse(prepared.raw());
    assertEquals(prepared.hash(), read.hash());
    assertEquals(42, read.nonce());
    assertEquals(prepared.hash(), TransactionHash.parse(prepared.hash().toString()));
  }

  /** Also a signature whose numbers are short: they are written without zeros in front. */
  @Test
  void whateverWasSignedIsReadBack() throws Exception {
    Wallet wallet = Wallet.of(KEY);
    for (int nonce = 0; nonce < 600; nonce++) {
      byte[] raw = SignedTransaction.of(unsigned(nonce), wallet).raw();
      assertArrayEquals(raw, PreparedTransaction.parse(raw).raw(), "nonce " + nonce);
    }
  }

  @Test
  void nothingElseIsRead() throws Exception {
    byte[] raw = SignedTransaction.of(unsigned(), Wallet.of(KEY)).raw();
    for (int length = 0; length < raw.length; length++) {
      byte[] truncated = Arrays.copyOf(raw, length);
      assertThrows(
          IllegalArgumentException.class,
          () -> PreparedTransaction.parse(truncated),
          "truncated to " + length);
    }
    byte[] notSigned = TransactionEncoder.encode(unsigned());
    assertThrows(IllegalArgumentException.class, () -> PreparedTransaction.parse(notSigned));
  }
}
