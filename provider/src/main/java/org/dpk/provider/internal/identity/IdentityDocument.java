package org.dpk.provider.internal.identity;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdentityFileException;
import org.jspecify.annotations.Nullable;

/**
 * What stands in an identity file, with everything secret still encrypted. Immutable.
 *
 * <p>Nothing here is authenticated before {@link #unlock}: whoever could write the file could have
 * changed it.
 */
public final class IdentityDocument {

  /** The longest file in bytes. */
  public static final int MAX_LENGTH = 1 << 20;

  private final Parts parts;
  private final byte[] sealedContent;
  private final byte[] seal;

  /** The members of the file. */
  record Parts(
      DpkIdentity identity,
      ChainSettings chain,
      KeyDerivation derivation,
      @Nullable Generation current,
      @Nullable Generation candidate,
      List<Generation> earlier,
      @Nullable StoredWallet wallet,
      Map<String, DpkIdentity> peers,
      @Nullable PinnedPkm pkm,
      @Nullable SealedEnrolment enrolment) {
    Parts {
      earlier = List.copyOf(earlier);
      peers = Map.copyOf(peers);
    }
  }

  IdentityDocument(Parts parts, byte[] sealedContent, byte[] seal) {
    this.parts = parts;
    this.sealedContent = sealedContent;
    this.seal = seal;
  }

  /**
   * Reads a document, at most {@value #MAX_LENGTH} bytes of it.
   *
   * @throws IdentityFileException.Unreadable if it is no identity file, or a part of one
   * @throws IdentityFileException.UnknownFormat if it is one of a newer format
   * @throws IOException from the stream
   */
  public static IdentityDocument read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_LENGTH + 1);
    if (bytes.length > MAX_LENGTH) {
      throw new IdentityFileException.Unreadable(
          "an identity file has at most 1 MiB: this is something else", null);
    }
    return IdentityJson.decode(bytes);
  }

  /** Whether these first bytes of a file look like an identity file's. */
  public static boolean looksLike(byte[] start) {
    return IdentityJson.looksLike(start);
  }

  /**
   * Checks the seal and makes the keys usable. Takes about half a second and 128 MiB for a moment.
   *
   * @param password not cleared
   * @throws IdentityFileException.WrongPassword if it is wrong or the file was tampered with
   */
  public UnlockedDocument unlock(char[] password) throws IdentityFileException {
    FileKey key = FileKey.derive(parts.derivation(), password);
    if (!key.isSealOf(sealedContent, seal)) {
      key.destroy();
      throw UnlockedDocument.wrongPassword(null);
    }
    return new UnlockedDocument(this, key, new PasswordCheck(password, new SecureRandom()));
  }

  /** Whose identity it is. */
  public DpkIdentity identity() {
    return parts.identity();
  }

  /** Where it is registered. */
  public ChainSettings chain() {
    return parts.chain();
  }

  /** The record in force; empty before the enrolment is over. */
  public Optional<PlacedRecord> current() {
    return Optional.ofNullable(parts.current()).map(Generation::record);
  }

  /** The record that is to be admitted; empty if none is under way. */
  public Optional<PlacedRecord> candidate() {
    return Optional.ofNullable(parts.candidate()).map(Generation::record);
  }

  /** Records before the one in force whose keys are kept for a while, the newest first. */
  public List<PlacedRecord> earlier() {
    return parts.earlier().stream().map(Generation::record).toList();
  }

  /** What identities local hosts stand for, by host in lower case. */
  public Map<String, DpkIdentity> peers() {
    return parts.peers();
  }

  /** Who admits this identity. */
  public Optional<PinnedPkm> pkm() {
    return Optional.ofNullable(parts.pkm());
  }

  /** The stage of an enrolment under way. */
  public Optional<String> enrolmentStage() {
    return Optional.ofNullable(parts.enrolment()).map(SealedEnrolment::stage);
  }

  /** The wallet in Web3 keystore V3 form, under the file's password. */
  public Optional<String> walletKeystore() {
    return Optional.ofNullable(parts.wallet()).map(StoredWallet::keystore);
  }

  Parts parts() {
    return parts;
  }

  /** The bytes of the file. */
  public byte[] encode() {
    return IdentityJson.encode(parts, seal);
  }

  /** Whether two documents are the same to the byte. */
  boolean isSame(IdentityDocument that) {
    return Arrays.equals(seal, that.seal) && Arrays.equals(sealedContent, that.sealedContent);
  }

  /** Whose it is, nothing else. */
  @Override
  public String toString() {
    return "IdentityDocument[" + identity() + "]";
  }
}
