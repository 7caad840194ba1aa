package org.dpk.provider.internal.identity;

import java.security.SecureRandom;
import java.security.UnrecoverableKeyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdentityFileException;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.RecordFormatException;
import org.jspecify.annotations.Nullable;

/**
 * An identity document together with its key: authenticated, and able to reveal and to change what
 * is in it. Documents are immutable: {@link #edit} makes another one under the same key.
 *
 * <p>Safe for use by several threads. {@link #close()} erases the key.
 */
public final class UnlockedDocument implements AutoCloseable {

  private final IdentityDocument document;
  private final FileKey key;
  private final PasswordCheck passwordCheck;

  UnlockedDocument(IdentityDocument document, FileKey key, PasswordCheck passwordCheck) {
    this.document = document;
    this.key = key;
    this.passwordCheck = passwordCheck;
  }

  /**
   * A new document, under a new key.
   *
   * @param password at least one character; not cleared
   */
  public static UnlockedDocument create(
      DpkIdentity identity,
      ChainSettings chain,
      char[] password,
      Consumer<IdentityEdit> content,
      SecureRandom random) {
    return create(identity, chain, password, content, KeyDerivation.fresh(random), random);
  }

  static UnlockedDocument create(
      DpkIdentity identity,
      ChainSettings chain,
      char[] password,
      Consumer<IdentityEdit> content,
      KeyDerivation derivation,
      SecureRandom random) {
    requireNotEmpty(password);
    FileKey key = FileKey.derive(derivation, password);
    PasswordCheck passwordCheck = new PasswordCheck(password, random);
    IdentityDocument.Parts nothing =
        new IdentityDocument.Parts(
            identity, chain, derivation, null, null, List.of(), null, Map.of(), null, null);
    UnlockedDocument empty = new UnlockedDocument(seal(nothing, key), key, passwordCheck);
    try {
      return empty.edit(content, random);
    } catch (RuntimeException e) {
      empty.close();
      throw e;
    }
  }

  /** What it is the key to. */
  public IdentityDocument document() {
    return document;
  }

  /** Whether this is the password that it was unlocked by. Fast: no scrypt. */
  public boolean isPassword(char[] password) {
    return passwordCheck.accepts(password);
  }

  /**
   * The private keys, decrypted into a snapshot that the caller destroys.
   *
   * @throws IdentityFileException.Unreadable if records and keys do not belong together
   */
  public LocalIdentity local() throws IdentityFileException {
    IdentityDocument.Parts parts = document.parts();
    Opener opener = new Opener(parts.identity(), key);
    List<OwnRecord> earlier = new ArrayList<>();
    for (Generation generation : parts.earlier()) {
      earlier.add(opener.open(generation));
    }
    return new LocalIdentity(
        parts, opener.openOrNull(parts.current()), opener.openOrNull(parts.candidate()), earlier);
  }

  /** The wallet, which the caller destroys; empty if there is none. */
  public Optional<Wallet> wallet() {
    StoredWallet stored = document.parts().wallet();
    if (stored == null) {
      return Optional.empty();
    }
    byte[] privateKey = key.decrypt(IdentityEdit.WALLET, stored.sealedKey());
    try {
      return Optional.of(Wallet.of(privateKey));
    } finally {
      Arrays.fill(privateKey, (byte) 0);
    }
  }

  /** How far the enrolment came; the caller clears it. Empty if none is under way. */
  public Optional<EnrolmentProgress> enrolment() {
    SealedEnrolment sealed = document.parts().enrolment();
    if (sealed == null) {
      return Optional.empty();
    }
    Map<String, byte[]> secrets = new HashMap<>();
    sealed
        .secrets()
        .forEach(
            (name, value) -> secrets.put(name, key.decrypt(IdentityEdit.secretName(name), value)));
    return Optional.of(new EnrolmentProgress(sealed.stage(), sealed.values(), secrets));
  }

  /**
   * Another document with changes, under the same key: closing either closes both.
   *
   * @throws IllegalArgumentException if a change contradicts the rest; this one stays as it is
   */
  public UnlockedDocument edit(Consumer<IdentityEdit> changes, SecureRandom random) {
    IdentityEdit edit = new IdentityEdit(document.parts(), key, passwordCheck, random);
    changes.accept(edit);
    return new UnlockedDocument(seal(edit.parts(), key), key, passwordCheck);
  }

  /**
   * The same content under another password and a new salt; this one stays as it is. Takes scrypt's
   * time once, and once more if there is a wallet.
   *
   * @param password at least one character; not cleared
   */
  public UnlockedDocument withPassword(char[] password, SecureRandom random) {
    requireNotEmpty(password);
    FileKey next = FileKey.derive(key.derivation().withFreshSalt(random), password);
    IdentityDocument.Parts parts =
        new Rekeying(key, next, password, random).apply(document.parts());
    return new UnlockedDocument(seal(parts, next), next, new PasswordCheck(password, random));
  }

  @Override
  public void close() {
    key.destroy();
    passwordCheck.clear();
  }

  /** Whose it is, nothing else. */
  @Override
  public String toString() {
    return "UnlockedDocument[" + document.identity() + "]";
  }

  static IdentityFileException.WrongPassword wrongPassword(@Nullable Throwable cause) {
    UnrecoverableKeyException reason =
        new UnrecoverableKeyException("wrong password or changed file");
    if (cause != null) {
      reason.initCause(cause);
    }
    return new IdentityFileException.WrongPassword(
        "the password is wrong, or the identity file was changed by somebody who does not know it:"
            + " try the password again, else restore the file from a copy",
        reason);
  }

  private static void requireNotEmpty(char[] password) {
    if (password.length == 0) {
      throw new IllegalArgumentException("an identity file needs a password: give one");
    }
  }

  private static IdentityDocument seal(IdentityDocument.Parts parts, FileKey key) {
    byte[] content = IdentityJson.sealedContent(parts);
    return new IdentityDocument(parts, content, key.seal(content));
  }

  /** Decrypts the generations of a document and checks that keys and records belong together. */
  private record Opener(DpkIdentity identity, FileKey key) {

    @Nullable OwnRecord openOrNull(@Nullable Generation generation) throws IdentityFileException {
      return generation == null ? null : open(generation);
    }

    OwnRecord open(Generation generation) throws IdentityFileException {
      List<SuiteKeyPair> pairs = new ArrayList<>();
      try {
        EncodedRecord encoded = EncodedRecord.decode(generation.record().bytes());
        generation.keys().forEach(keys -> pairs.add(keys.open(key)));
        requireTogether(encoded.record(), pairs);
        return new OwnRecord(encoded, generation.record().block(), pairs);
      } catch (RecordFormatException | IllegalArgumentException e) {
        pairs.forEach(SuiteKeyPair::destroy);
        throw new IdentityFileException.Unreadable(
            "the identity file holds a record or a key that can't be used ("
                + e.getMessage()
                + "): restore it from a copy, or enrol anew",
            e);
      }
    }

    private void requireTogether(IdentityRecord record, List<SuiteKeyPair> pairs) {
      List<SuiteKey> publicKeys = pairs.stream().map(SuiteKeyPair::publicKey).toList();
      if (!record.identity().equals(identity) || !record.keys().equals(publicKeys)) {
        throw new IllegalArgumentException("the record is about other keys");
      }
    }
  }
}
