package org.dpk.provider.internal.ethereum;

import java.util.Arrays;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.record.Keccak256;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.Sign;
import org.web3j.crypto.TransactionEncoder;

/** Puts a signature to a transaction; the key may be elsewhere. */
final class SignedTransaction {

  private SignedTransaction() {}

  static PreparedTransaction of(RawTransaction unsigned, Signer signer) throws RegistryException {
    byte[] signature = signer.sign(Keccak256.hash(TransactionEncoder.encode(unsigned)));
    Sign.SignatureData rsv =
        new Sign.SignatureData(
            signature[64], Arrays.copyOf(signature, 32), Arrays.copyOfRange(signature, 32, 64));
    byte[] raw = TransactionEncoder.encode(unsigned, rsv);
    return new PreparedTransaction(
        TransactionHash.of(Keccak256.hash(raw)), unsigned.getNonce().longValueExact(), raw);
  }

  static String withoutPrefix(String hex) {
    return hex.startsWith("0x") ? hex.substring(2) : hex;
  }
}
