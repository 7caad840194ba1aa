package org.dpk.pkm;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityFileException;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.identity.ChainSettings;
import org.dpk.provider.internal.identity.IdentityFile;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;

/** Makes the identity that a PKM runs on: its keys, its wallet, its record for the registry. */
public final class PkmIdentity {

  private PkmIdentity() {}

  /**
   * Makes an identity file. Before a PKM can start with it, the owner of the registry has to make
   * its wallet a PKM ({@code addPkm}), and the wallet needs Ether.
   *
   * @param file must not exist
   * @param identity who the PKM is
   * @param registry where it admits devices
   * @param nodes Ethereum nodes to ask, in order
   * @param password of the file, at least one character; not cleared
   * @return the wallet's address
   * @throws IdentityFileException if the file exists, or can't be written
   */
  public static EthereumAddress create(
      Path file, DpkIdentity identity, RegistryId registry, List<URI> nodes, char[] password)
      throws IdentityFileException {
    SecureRandom random = new SecureRandom();
    byte[] key = new byte[Wallet.KEY_LENGTH];
    random.nextBytes(key);
    try (Wallet wallet = Wallet.of(key);
        SuiteKeyPair keys = SuiteKeyPair.generate(Suite.NSL_X25519, random)) {
      EthereumAddress address = wallet.address();
      IdentityRecord record =
          new IdentityRecord(
              1, address, address, 0, 0, identity, List.of(keys.publicKey()), List.of());
      IdentityFile.create(
              file,
              identity,
              new ChainSettings(registry, nodes),
              password,
              edit -> edit.wallet(key, password).candidate(record, List.of(keys)))
          .close();
      return address;
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
