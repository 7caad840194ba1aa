package org.dpk.pkm;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityFileException;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.RegistryId;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.identity.ChainSettings;
import org.dpk.provider.internal.identity.IdentityFile;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;

/** Makes the identity that a PKM runs on: its keys, its wallet, its record for the registry. */
public final class PkmIdentity {

  private PkmIdentity() {}

  /**
   * Of which suites a PKM's keys are, in order of preference: a device proves each of its own keys
   * in a handshake of that suite with the PKM, so that the PKM has them all. X-Wing stands first:
   * where a device has it, its token travels under it.
   */
  public static final List<Suite> SUITES =
      List.of(Suite.NSL_XWING, Suite.NSL_X25519, Suite.NSL_RSA2048);

  /** As the other one, with keys of every suite: {@link #SUITES}. */
  public static EthereumAddress create(
      Path file, DpkIdentity identity, RegistryId registry, List<URI> nodes, char[] password)
      throws IdentityFileException {
    return create(file, identity, registry, nodes, SUITES, password);
  }

  /**
   * Makes an identity file. Before a PKM can start with it, the owner of the registry has to make
   * its wallet a PKM ({@code addPkm}), and the wallet needs Ether.
   *
   * @param file must not exist
   * @param identity who the PKM is
   * @param registry where it admits devices
   * @param nodes Ethereum nodes to ask, in order
   * @param suites of the keys, in order of preference; NSL_X25519 is one of them
   * @param password of the file, at least one character; not cleared
   * @return the wallet's address
   * @throws IdentityFileException if the file exists, or can't be written
   * @throws IllegalArgumentException if NSL_X25519 is missing, or a suite is there twice
   */
  public static EthereumAddress create(
      Path file,
      DpkIdentity identity,
      RegistryId registry,
      List<URI> nodes,
      List<Suite> suites,
      char[] password)
      throws IdentityFileException {
    requireSigning(suites);
    SecureRandom random = new SecureRandom();
    byte[] key = new byte[Wallet.KEY_LENGTH];
    random.nextBytes(key);
    List<SuiteKeyPair> keys =
        suites.stream().map(suite -> SuiteKeyPair.generate(suite, random)).toList();
    List<SuiteKey> publicKeys = keys.stream().map(SuiteKeyPair::publicKey).toList();
    try (Wallet wallet = Wallet.of(key)) {
      EthereumAddress address = wallet.address();
      IdentityRecord record =
          new IdentityRecord(1, address, address, 0, 0, identity, publicKeys, List.of());
      IdentityFile.create(
              file,
              identity,
              new ChainSettings(registry, nodes),
              password,
              edit -> edit.wallet(key, password).candidate(record, keys))
          .close();
      return address;
    } finally {
      keys.forEach(SuiteKeyPair::destroy);
      Arrays.fill(key, (byte) 0);
    }
  }

  private static void requireSigning(List<Suite> suites) {
    if (!suites.contains(Suite.NSL_X25519)) {
      throw new IllegalArgumentException(
          "a PKM signs its tokens with keys of NSL_X25519: name it among the suites");
    }
    if (Set.copyOf(suites).size() != suites.size()) {
      throw new IllegalArgumentException("a suite stands twice: name each once");
    }
  }
}
