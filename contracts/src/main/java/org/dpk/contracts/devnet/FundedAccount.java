package org.dpk.contracts.devnet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.web3j.crypto.Bip32ECKeyPair;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.MnemonicUtils;
import org.web3j.utils.Numeric;

/**
 * An account that a devnet starts with, 10,000 Ether in it. Its key is known to everybody: never
 * use it on another chain.
 *
 * @param address 0x and 40 lower-case hexadecimal digits
 * @param privateKey 32 bytes, secp256k1; copied both ways
 */
public record FundedAccount(String address, byte[] privateKey) {

  /** The words that development chains share. */
  private static final String MNEMONIC =
      "test test test test test test test test test test test junk";

  /** The ten at {@code m/44'/60'/0'/0/0} and on (BIP-44). Derived once: that takes a while. */
  static final List<FundedAccount> WELL_KNOWN = derive(10);

  /** Copies the key. */
  public FundedAccount {
    privateKey = privateKey.clone();
  }

  private static List<FundedAccount> derive(int count) {
    Bip32ECKeyPair root = Bip32ECKeyPair.generateKeyPair(MnemonicUtils.generateSeed(MNEMONIC, ""));
    int hardened = Bip32ECKeyPair.HARDENED_BIT;
    List<FundedAccount> accounts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] path = {44 | hardened, 60 | hardened, hardened, 0, i};
      Bip32ECKeyPair pair = Bip32ECKeyPair.deriveKeyPair(root, path);
      accounts.add(
          new FundedAccount(
              Credentials.create(pair).getAddress(),
              Numeric.toBytesPadded(pair.getPrivateKey(), 32)));
    }
    return List.copyOf(accounts);
  }

  @Override
  public byte[] privateKey() {
    return privateKey.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FundedAccount that
        && address.equals(that.address)
        && Arrays.equals(privateKey, that.privateKey);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  @Override
  public String toString() {
    return "FundedAccount[" + address + "]";
  }
}
