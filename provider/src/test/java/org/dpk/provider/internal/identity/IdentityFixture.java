package org.dpk.provider.internal.identity;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityFileException;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;

/** Identity files for tests: real ones, with the least scrypt that is allowed. */
public final class IdentityFixture {

  public static final char[] PASSWORD = "correct horse battery staple".toCharArray();

  public static final RegistryId REGISTRY =
      new RegistryId(31337, EthereumAddress.parse("0x5fbdb2315678afecb367f032d93f642f64180aa3"));

  public static final SecureRandom RANDOM = new SecureRandom();

  private static final EthereumAddress SOMEBODY =
      EthereumAddress.parse("0x00000000000000000000000000000000000000aa");

  private IdentityFixture() {}

  public static KeyDerivation cheap() {
    return KeyDerivation.fresh(1 << 14, RANDOM);
  }

  public static BlockRef block(long number) {
    byte[] hash = new byte[32];
    Arrays.fill(hash, (byte) number);
    return new BlockRef(number, hash, 1_700_000_000L + number);
  }

  public static IdentityRecord record(DpkIdentity identity, long version, SuiteKeyPair keys) {
    return record(identity, version, SOMEBODY, SOMEBODY, keys);
  }

  public static IdentityRecord record(
      DpkIdentity identity,
      long version,
      EthereumAddress owner,
      EthereumAddress registrar,
      SuiteKeyPair keys) {
    return new IdentityRecord(
        version, owner, registrar, 0, 0, identity, List.of(keys.publicKey()), List.of());
  }

  /** Not on disk, without anything but identity and chain. */
  static UnlockedDocument empty(String identity, Consumer<IdentityEdit> content) {
    ChainSettings chain = new ChainSettings(REGISTRY, List.of(URI.create("http://127.0.0.1:1/")));
    return document(identity, chain, content);
  }

  /** Not on disk. */
  public static UnlockedDocument document(
      String identity, ChainSettings chain, Consumer<IdentityEdit> content) {
    return UnlockedDocument.create(
        DpkIdentity.parse(identity), chain, PASSWORD, content, cheap(), RANDOM);
  }

  /** Not on disk, with as many admitted versions as asked for. */
  public static UnlockedDocument admitted(String identity, int versions) {
    return empty(
        identity,
        edit -> {
          for (int version = 1; version <= versions; version++) {
            admit(edit, DpkIdentity.parse(identity), version);
          }
        });
  }

  public static void admit(IdentityEdit edit, DpkIdentity identity, int version) {
    try (SuiteKeyPair keys = SuiteKeyPair.generate(Suite.NSL_X25519, RANDOM)) {
      edit.candidate(record(identity, version, keys), List.of(keys)).admitted(block(version));
    }
  }

  public static IdentityFile onDisk(Path path, UnlockedDocument document)
      throws IdentityFileException {
    return IdentityFile.create(path, document);
  }
}
