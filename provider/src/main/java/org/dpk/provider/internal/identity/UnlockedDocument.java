package org.dpk.provider.internal.identity;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.UnrecoverableKeyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdentityFileException;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.dpk.provider.internal.record.RecordCodec;
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

  UnlockedDocument(IdentityDocument document, FileKey key, char[] password) {
    this(document, key, new PasswordCheck(password));
  }

  private UnlockedDocument(IdentityDocument document, FileKey key, PasswordCheck passwordCheck) {
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
    if (password.length == 0) {
      throw new IllegalArgumentException("an identity file needs a password: give one");
    }
    FileKey key = FileKey.derive(derivation, password);
    IdentityEdit edit = IdentityEdit.ofNew(identity, chain, key, random);
    content.accept(edit);
    return new UnlockedDocument(seal(edit.parts(), key), key, new PasswordCheck(password));
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

  /** The private key of the wallet, which the caller clears; empty if there is no wallet. */
  public Optional<byte[]> revealWalletKey() {
    StoredWallet wallet = document.parts().wallet();
    return wallet == null
        ? Optional.empty()
        : Optional.of(key.decrypt(IdentityEdit.WALLET, wallet.sealedKey()));
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
    IdentityEdit edit = IdentityEdit.of(document.parts(), key, random);
    changes.accept(edit);
    return new UnlockedDocument(seal(edit.parts(), key), key, passwordCheck);
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
      byte[] bytes = generation.record().bytes();
      try {
        IdentityRecord record = RecordCodec.decode(bytes);
        List<SuiteKeyPair> pairs = generation.keys().stream().map(this::open).toList();
        List<SuiteKey> publicKeys = pairs.stream().map(SuiteKeyPair::publicKey).toList();
        if (!record.identity().equals(identity) || !record.keys().equals(publicKeys)) {
          pairs.forEach(SuiteKeyPair::destroy);
          throw new IllegalArgumentException("the record is about other keys");
        }
        return new OwnRecord(record, bytes, generation.record().block(), pairs);
      } catch (RecordFormatException | IllegalArgumentException e) {
        throw new IdentityFileException.Unreadable(
            "the identity file holds a record or a key that can't be used ("
                + e.getMessage()
                + "): restore it from a copy, or enrol anew",
            e);
      }
    }

    private SuiteKeyPair open(SealedKeys sealed) {
      Suite suite =
          Suite.byId(sealed.publicKey().suite())
              .orElseThrow(() -> new IllegalArgumentException("a suite is not known here"));
      byte[] kem = key.decryptPkcs8(sealed.kem());
      byte[] signature = key.decryptPkcs8(sealed.signature());
      try {
        return SuiteKeyPair.ofPkcs8(suite, kem, signature);
      } finally {
        Arrays.fill(kem, (byte) 0);
        Arrays.fill(signature, (byte) 0);
      }
    }
  }

  /** Recognizes a password without keeping it: HMAC under a key of this process. */
  private static final class PasswordCheck {

    private final byte[] salt = new byte[32];
    private final byte[] tag;

    PasswordCheck(char[] password) {
      new SecureRandom().nextBytes(salt);
      this.tag = tag(password);
    }

    boolean accepts(char[] password) {
      return MessageDigest.isEqual(tag, tag(password));
    }

    void clear() {
      Arrays.fill(tag, (byte) 0);
    }

    private byte[] tag(char[] password) {
      byte[] octets = KeyDerivation.utf8(password);
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(salt, "HmacSHA256"));
        return mac.doFinal(octets);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has HmacSHA256", e);
      } finally {
        Arrays.fill(octets, (byte) 0);
      }
    }
  }
}
