package org.dpk.provider.internal.enrol;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dpk.provider.BlockRef;
import org.dpk.provider.IdentityFileException;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.internal.ethereum.PreparedTransaction;
import org.dpk.provider.internal.ethereum.RegistryEntry;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.identity.ChainSettings;
import org.dpk.provider.internal.identity.EnrolmentProgress;
import org.dpk.provider.internal.identity.IdentityDocument;
import org.dpk.provider.internal.identity.IdentityEdit;
import org.dpk.provider.internal.identity.IdentityFile;
import org.dpk.provider.internal.identity.LocalIdentity;
import org.dpk.provider.internal.identity.OwnRecord;
import org.dpk.provider.internal.identity.PinnedPkm;
import org.dpk.provider.internal.identity.PlacedRecord;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.dpk.provider.internal.record.RecordCodec;

/**
 * The identity file of a device that enrols: whatever a later run needs is in it before anything is
 * done with it. For one thread.
 */
final class DeviceFile implements AutoCloseable {

  private static final String STAGE = "enrolling";
  private static final String TOKEN = "token";
  private static final String REQUEST = "request";

  private final IdentityFile file;
  private final TokenFile token;
  private final Wallet wallet;

  private DeviceFile(IdentityFile file, TokenFile token, Wallet wallet) {
    this.file = file;
    this.token = token;
    this.wallet = wallet;
  }

  /**
   * Opens the identity file, or makes one with new keys, and makes sure that it holds the token and
   * a record that can be admitted, unless it holds the one that is on chain.
   *
   * @param entry what the chain holds of the identity
   * @param keys for a new record, and its terms
   * @throws EnrolmentException if the file is another identity's, or another key is on chain
   * @throws IdentityFileException if it can't be opened or written
   */
  static DeviceFile openOrCreate(
      Path path, TokenFile token, char[] password, RegistryEntry entry, KeyChoice keys)
      throws EnrolmentException, IdentityFileException {
    if (Files.exists(path)) {
      return open(path, token, password, entry, keys);
    }
    requireFree(entry);
    return create(path, token, password, keys.first(), keys.terms());
  }

  private static void requireFree(RegistryEntry entry) throws EnrolmentException {
    if (ChainSession.isTaken(entry)) {
      throw new EnrolmentException.TokenRejected(TokenRejection.ALREADY_ACTIVE, null);
    }
  }

  private static DeviceFile create(
      Path path, TokenFile token, char[] password, List<Suite> suites, Terms terms)
      throws IdentityFileException {
    byte[] key = newWalletKey();
    Wallet wallet = Wallet.of(key);
    try {
      ChainSettings chain = new ChainSettings(token.registry(), token.nodes());
      IdentityFile file =
          IdentityFile.create(
              path,
              token.identity(),
              chain,
              password,
              edit -> {
                edit.wallet(key, password);
                addNewCandidate(edit, wallet, token, terms, suites);
              });
      return new DeviceFile(file, token, wallet);
    } catch (IdentityFileException | RuntimeException e) {
      wallet.destroy();
      throw e;
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static DeviceFile open(
      Path path, TokenFile token, char[] password, RegistryEntry entry, KeyChoice keys)
      throws EnrolmentException, IdentityFileException {
    IdentityFile file = IdentityFile.open(path, password);
    try {
      requireSameIdentity(path, file.document().document(), token);
      DeviceFile device = new DeviceFile(file, token, wallet(path, file));
      if (!device.isOnChain(entry)) {
        requireFree(entry);
        device.ensureCandidate(keys);
      }
      return device;
    } catch (EnrolmentException | IdentityFileException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static void requireSameIdentity(Path path, IdentityDocument found, TokenFile token)
      throws EnrolmentException {
    if (!found.identity().equals(token.identity())) {
      throw new EnrolmentException(
          path
              + " is the identity file of "
              + found.identity()
              + ", the token is for "
              + token.identity()
              + ": name another file",
          null);
    }
    if (!found.chain().registry().equals(token.registry())) {
      throw new EnrolmentException(
          path + " belongs to another registry or chain than the token: name another file", null);
    }
  }

  private static Wallet wallet(Path path, IdentityFile file) throws EnrolmentException {
    return file.document()
        .wallet()
        .orElseThrow(
            () ->
                new EnrolmentException(
                    path + " has no wallet, so that it can't enrol: name another file", null));
  }

  // what was made for other terms could never be admitted (registry.md "Rules")
  private void ensureCandidate(KeyChoice choice) throws EnrolmentException, IdentityFileException {
    Terms terms = choice.terms();
    try (LocalIdentity local = file.document().local()) {
      if (local.candidate().isEmpty()) {
        List<Suite> suites =
            local.current().isEmpty()
                ? choice.first()
                : choice.inPlaceOf(local.current().get().record());
        file.edit(edit -> addNewCandidate(edit, wallet, token, terms, suites));
        return;
      }
      OwnRecord candidate = local.candidate().get();
      choice.requireGoodFor(candidate.record());
      if (!terms.fit(candidate.record())) {
        file.edit(edit -> addCandidate(edit, wallet, token, terms, candidate.keys()));
      } else if (!holdsToken()) {
        file.edit(edit -> edit.enrolment(begun(token)).pkm(pin(token)));
      }
    }
  }

  private boolean holdsToken() {
    Optional<EnrolmentProgress> progress = file.document().enrolment();
    try {
      return progress.isPresent()
          && MessageDigest.isEqual(
              progress.get().secrets().getOrDefault(TOKEN, new byte[0]), token.token());
    } finally {
      progress.ifPresent(EnrolmentProgress::clear);
    }
  }

  private static void addNewCandidate(
      IdentityEdit edit, Wallet wallet, TokenFile token, Terms terms, List<Suite> suites) {
    SecureRandom random = new SecureRandom();
    List<SuiteKeyPair> keys =
        suites.stream().map(suite -> SuiteKeyPair.generate(suite, random)).toList();
    try {
      addCandidate(edit, wallet, token, terms, keys);
    } finally {
      keys.forEach(SuiteKeyPair::destroy);
    }
  }

  private static void addCandidate(
      IdentityEdit edit, Wallet wallet, TokenFile token, Terms terms, List<SuiteKeyPair> keys) {
    IdentityRecord record =
        terms.record(wallet.address(), keys.stream().map(SuiteKeyPair::publicKey).toList());
    edit.candidate(record, keys).pkm(pin(token)).enrolment(begun(token));
  }

  private static EnrolmentProgress begun(TokenFile token) {
    return new EnrolmentProgress(STAGE, Map.of(), Map.of(TOKEN, token.token()));
  }

  private static PinnedPkm pin(TokenFile token) {
    return new PinnedPkm(token.pkm(), token.pkmRecordHash(), null);
  }

  /** The wallet; it belongs to this. */
  Wallet wallet() {
    return wallet;
  }

  /** Whether the chain holds a record of this file: the one in force, or the candidate. */
  boolean isOnChain(RegistryEntry entry) {
    return Stream.of(current(), candidate())
        .flatMap(Optional::stream)
        .anyMatch(record -> ChainSession.isActive(entry, record));
  }

  /** Whether this is a record of this file: the one in force, or the candidate. */
  boolean holds(IdentityRecord record) {
    byte[] bytes = RecordCodec.encode(record);
    return Stream.of(current(), candidate())
        .flatMap(Optional::stream)
        .anyMatch(each -> Arrays.equals(each, bytes));
  }

  /** The canonical bytes of the record that is to be admitted; empty if it was. */
  Optional<byte[]> candidate() {
    return file.document().document().candidate().map(PlacedRecord::bytes);
  }

  /** The canonical bytes of the record in force; empty if none is. */
  Optional<byte[]> current() {
    return file.document().document().current().map(PlacedRecord::bytes);
  }

  /** The keys, decrypted; the caller closes it. */
  LocalIdentity local() throws IdentityFileException {
    return file.document().local();
  }

  /** The transaction that asks for admission, if it was signed already. */
  Optional<PreparedTransaction> request() {
    Optional<EnrolmentProgress> progress = file.document().enrolment();
    progress.ifPresent(EnrolmentProgress::clear);
    return progress
        .map(stored -> stored.values().get(REQUEST))
        .map(raw -> PreparedTransaction.parse(HexFormat.of().parseHex(raw)));
  }

  /** Stores the transaction that asks for admission: it may be sent afterwards. */
  void storeRequest(PreparedTransaction request) throws IdentityFileException {
    Map<String, String> values = Map.of(REQUEST, HexFormat.of().formatHex(request.raw()));
    file.edit(
        edit -> edit.enrolment(new EnrolmentProgress(STAGE, values, Map.of(TOKEN, token.token()))));
  }

  /** Forgets the transaction that asks for admission: its effect is over. */
  void dropRequest() throws IdentityFileException {
    file.edit(edit -> edit.enrolment(begun(token)));
  }

  /** The record is on chain: the identity can be used from now on. */
  void complete(BlockRef seen) throws IdentityFileException {
    file.edit(edit -> edit.admitted(seen).noEnrolment());
  }

  @Override
  public void close() {
    wallet.destroy();
    file.close();
  }

  // Wallet.of refuses the few values that are no key
  private static byte[] newWalletKey() {
    SecureRandom random = new SecureRandom();
    byte[] key = new byte[Wallet.KEY_LENGTH];
    random.nextBytes(key);
    return key;
  }
}
