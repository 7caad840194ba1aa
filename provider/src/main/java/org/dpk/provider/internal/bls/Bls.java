package org.dpk.provider.internal.bls;

import java.util.List;

/**
 * Verifies one signature of many signers under one message, as a sync committee makes it.
 *
 * <p>Public keys are compressed points of G1, 48 bytes; signatures are compressed points of G2, 96
 * bytes; the message is the signing root, 32 bytes. What is not a signature of these keys gives
 * {@code false}: a point that is malformed, at infinity or not on its curve, a signature outside
 * the subgroup of order r, no signer at all. Ethereum's {@code eth_fast_aggregate_verify} takes the
 * signature at infinity for no signer; here nobody's signature is none.
 *
 * <p>Thread-safe. Arguments are neither kept nor changed. Never blocks on anything but arithmetic:
 * about 0.1 s in pure Java, some milliseconds in native code.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-irtf-cfrg-bls-signature/">
 *     draft-irtf-cfrg-bls-signature</a>
 */
public interface Bls {

  /** Length of a compressed public key in bytes. */
  int PUBLIC_KEY_LENGTH = 48;

  /** Length of a compressed signature in bytes. */
  int SIGNATURE_LENGTH = 96;

  /** Length of a message, which is a signing root, in bytes. */
  int MESSAGE_LENGTH = 32;

  /** How many keys one call takes: SYNC_COMMITTEE_SIZE of the consensus specification. */
  int MAX_KEYS = 512;

  /** Which library does the arithmetic, in words for a log or a report. */
  String library();

  /**
   * {@code FastAggregateVerify} (section 3.3.4) with {@code KeyValidate} (section 2.5) of each key:
   * on the curve, not at infinity, in the subgroup. For keys that nobody vouches for but their
   * proofs of possession, which the caller must have seen. In pure Java the subgroup checks take
   * seconds for hundreds of keys.
   *
   * @param publicKeys of those who signed, a key as often as it signed; at most {@value #MAX_KEYS}
   * @param message 32 bytes
   * @param signature 96 bytes
   * @throws IllegalArgumentException if a length is wrong, or if there are more keys than that
   */
  boolean fastAggregateVerify(List<byte[]> publicKeys, byte[] message, byte[] signature);

  /**
   * The same where the aggregate of a whole committee is known: who signed is the committee without
   * the absentees. One subtraction for each absentee in place of one addition for each signer.
   *
   * <p>The aggregate and the absentees have to come from one {@code SyncCommittee} that a signed
   * header's state root, or the user's checkpoint, commits to. See {@link Committee} for why their
   * subgroup is then checked once, of the difference, and not key by key.
   *
   * @param aggregatePublicKey the {@code aggregate_pubkey} of the committee
   * @param absentees the keys of the members who did not sign, a key as often as it is absent; may
   *     be empty; at most {@value #MAX_KEYS}
   * @param message 32 bytes
   * @param signature 96 bytes
   * @throws IllegalArgumentException if a length is wrong, or if there are more keys than that
   */
  boolean verifyByAbsentees(
      byte[] aggregatePublicKey, List<byte[]> absentees, byte[] message, byte[] signature);

  /**
   * A committee that serves for many signatures (27 hours of them on mainnet) and remembers the
   * points that it had to decompress.
   *
   * @param aggregatePublicKey the {@code aggregate_pubkey}, proved together with the keys
   * @param publicKeys the members' keys in the order of the participation bits; 1 to {@value
   *     #MAX_KEYS}; copied
   * @throws IllegalArgumentException if a length is wrong, or if there are no or more keys
   */
  Committee committee(byte[] aggregatePublicKey, List<byte[]> publicKeys);
}
