package org.dpk.provider.internal.identity;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityFileException;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.RegistryId;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.nsl.RsaTestKeys;
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

  /** Every choice of suites in every order: 15. */
  public static List<List<Suite>> mixtures() {
    List<List<Suite>> mixtures = new ArrayList<>();
    List<List<Suite>> longest = List.of(List.of());
    while (!longest.isEmpty()) {
      longest =
          longest.stream()
              .flatMap(
                  some ->
                      Stream.of(Suite.values())
                          .filter(suite -> !some.contains(suite))
                          .map(suite -> Stream.concat(some.stream(), Stream.of(suite)).toList()))
              .toList();
      mixtures.addAll(longest);
    }
    return mixtures;
  }

  /** New keys; an RSA one out of a few, since to make it takes a good part of a second. */
  public static SuiteKeyPair keys(Suite suite) {
    return suite == Suite.NSL_RSA2048
        ? SuiteKeyPair.ofPkcs8(suite, RsaTestKeys.pkcs8(RANDOM.nextInt()), new byte[0])
        : SuiteKeyPair.generate(suite, RANDOM);
  }

  public static List<SuiteKeyPair> keys(List<Suite> suites) {
    return suites.stream().map(IdentityFixture::keys).toList();
  }

  public static IdentityRecord record(DpkIdentity identity, long version, SuiteKeyPair keys) {
    return record(identity, version, List.of(keys));
  }

  public static IdentityRecord record(DpkIdentity identity, long version, List<SuiteKeyPair> keys) {
    return record(identity, version, SOMEBODY, SOMEBODY, keys);
  }

  public static IdentityRecord record(
      DpkIdentity identity,
      long version,
      EthereumAddress owner,
      EthereumAddress registrar,
      List<SuiteKeyPair> keys) {
    List<SuiteKey> publicKeys = keys.stream().map(SuiteKeyPair::publicKey).toList();
    return new IdentityRecord(version, owner, registrar, 0, 0, identity, publicKeys, List.of());
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

  /** Not on disk, with one admitted version of these suites. */
  public static UnlockedDocument admitted(String identity, List<Suite> suites) {
    return empty(identity, edit -> admit(edit, DpkIdentity.parse(identity), 1, keys(suites)));
  }

  public static void admit(IdentityEdit edit, DpkIdentity identity, int version) {
    admit(edit, identity, version, keys(List.of(Suite.DEFAULT)));
  }

  private static void admit(
      IdentityEdit edit, DpkIdentity identity, int version, List<SuiteKeyPair> keys) {
    edit.candidate(record(identity, version, keys), keys).admitted(block(version));
    keys.forEach(SuiteKeyPair::destroy);
  }

  public static IdentityFile onDisk(Path path, UnlockedDocument document)
      throws IdentityFileException {
    return IdentityFile.create(path, document);
  }
}
