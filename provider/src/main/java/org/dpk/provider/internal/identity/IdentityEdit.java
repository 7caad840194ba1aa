package org.dpk.provider.internal.identity;

import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.dpk.provider.internal.record.RecordCodec;
import org.jspecify.annotations.Nullable;

/**
 * Changes to an identity document; nothing happens before the whole set is accepted. For one
 * thread.
 *
 * <p>Secrets that are handed in stay the caller's, who clears them: here they are encrypted at
 * once.
 */
public final class IdentityEdit {

  /** The most earlier versions whose keys are kept. */
  public static final int MAX_EARLIER = 4;

  static final String WALLET = "wallet";

  private final DpkIdentity identity;
  private final FileKey key;
  private final PasswordCheck passwordCheck;
  private final SecureRandom random;
  private ChainSettings chain;
  private @Nullable Generation current;
  private @Nullable Generation candidate;
  private List<Generation> earlier;
  private @Nullable StoredWallet wallet;
  private Map<String, DpkIdentity> peers;
  private @Nullable PinnedPkm pkm;
  private @Nullable SealedEnrolment enrolment;

  IdentityEdit(
      IdentityDocument.Parts parts, FileKey key, PasswordCheck passwordCheck, SecureRandom random) {
    this.identity = parts.identity();
    this.key = key;
    this.passwordCheck = passwordCheck;
    this.random = random;
    this.chain = parts.chain();
    this.current = parts.current();
    this.candidate = parts.candidate();
    this.earlier = new ArrayList<>(parts.earlier());
    this.wallet = parts.wallet();
    this.peers = new HashMap<>(parts.peers());
    this.pkm = parts.pkm();
    this.enrolment = parts.enrolment();
  }

  /** Which nodes are asked, the preferred one first. */
  public IdentityEdit nodes(List<URI> nodes) {
    chain = new ChainSettings(chain.registry(), nodes);
    return this;
  }

  /**
   * The record that is to be admitted next, and the keys in it; replaces an earlier candidate.
   *
   * @param keys in the order of the record; encrypted, and left to the caller to destroy
   * @throws IllegalArgumentException if the record is another identity's or about other keys
   */
  public IdentityEdit candidate(IdentityRecord record, List<SuiteKeyPair> keys) {
    List<SuiteKey> publicKeys = keys.stream().map(SuiteKeyPair::publicKey).toList();
    if (!record.identity().equals(identity)) {
      throw new IllegalArgumentException(
          "the file is of " + identity + ", the record of " + record.identity());
    }
    if (!record.keys().equals(publicKeys)) {
      throw new IllegalArgumentException("the record is about other keys than those given");
    }
    PlacedRecord placed = new PlacedRecord(RecordCodec.encode(record), null);
    candidate =
        new Generation(
            placed, keys.stream().map(pair -> SealedKeys.seal(pair, key, random)).toList());
    return this;
  }

  /**
   * The candidate was seen on chain: it is in force now, and the keys of the record before it are
   * kept for the overlap.
   *
   * @param block where it was seen
   * @throws IllegalStateException if there is no candidate
   */
  public IdentityEdit admitted(BlockRef block) {
    if (candidate == null) {
      throw new IllegalStateException("there is no candidate that could have been admitted");
    }
    if (current != null) {
      earlier.add(0, current);
      earlier = new ArrayList<>(earlier.subList(0, Math.min(earlier.size(), MAX_EARLIER)));
    }
    current = new Generation(new PlacedRecord(candidate.record().bytes(), block), candidate.keys());
    candidate = null;
    return this;
  }

  /**
   * Drops the keys of one record before the one in force; nothing if it is not there.
   *
   * @param record its canonical bytes
   */
  public IdentityEdit dropEarlier(byte[] record) {
    earlier.removeIf(generation -> Arrays.equals(generation.record().bytes(), record));
    return this;
  }

  /**
   * The wallet. It is kept twice: as a Web3 keystore V3 under the file's password, for wallets of
   * other makers, and under the file's key. Takes about half a second.
   *
   * @param privateKey secp256k1, 32 bytes; the caller clears it
   * @param password of this file; not cleared
   * @throws IllegalArgumentException if the key is out of range or the password is another one
   */
  public IdentityEdit wallet(byte[] privateKey, char[] password) {
    if (!passwordCheck.accepts(password)) {
      throw new IllegalArgumentException("the wallet needs the password of the identity file");
    }
    wallet = Rekeying.sealWallet(privateKey, key, password, random);
    return this;
  }

  /**
   * What identity a host stands for on this machine: the way to a {@code uuid:}.
   *
   * @param host as applications name it
   */
  public IdentityEdit peer(String host, DpkIdentity peer) {
    if (host.isBlank() || host.length() > 255) {
      throw new IllegalArgumentException("a host has 1 to 255 characters");
    }
    peers.put(host.toLowerCase(Locale.ROOT), peer);
    return this;
  }

  /** Who admits this identity. */
  public IdentityEdit pkm(PinnedPkm pinned) {
    pkm = pinned;
    return this;
  }

  /** How far the enrolment came. */
  public IdentityEdit enrolment(EnrolmentProgress progress) {
    Map<String, byte[]> sealed = new HashMap<>();
    progress
        .secrets()
        .forEach((name, secret) -> sealed.put(name, key.encrypt(secretName(name), secret, random)));
    enrolment = new SealedEnrolment(progress.stage(), progress.values(), sealed);
    return this;
  }

  /** The enrolment is over: its progress and its secrets leave the file. */
  public IdentityEdit noEnrolment() {
    enrolment = null;
    return this;
  }

  static String secretName(String name) {
    return "enrolment/" + name;
  }

  IdentityDocument.Parts parts() {
    return new IdentityDocument.Parts(
        identity,
        chain,
        key.derivation(),
        current,
        candidate,
        earlier,
        wallet,
        peers,
        pkm,
        enrolment);
  }
}
