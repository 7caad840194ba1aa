package org.dpk.provider.internal.agreement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.internal.record.EncodedRecord;

/**
 * Whose keys these are and which two records they were agreed with: what another process of the
 * same server needs to know the peer again. The records themselves come from the chain.
 *
 * <pre>1 ‖ rec_hash of the peer ‖ rec_hash of this end ‖ identity of the peer</pre>
 */
@SuppressWarnings("ArrayRecordComponent") // compared by means() only
record PeerDescription(DpkIdentity identity, byte[] peerHash, byte[] ownHash) {

  private static final byte FORMAT = 1;
  private static final int HEAD_LENGTH = 1 + 2 * EncodedRecord.HASH_LENGTH;

  static PeerDescription of(IdentityRecord peer, EncodedRecord own) {
    return new PeerDescription(peer.identity(), EncodedRecord.of(peer).recHash(), own.recHash());
  }

  byte[] bytes() {
    byte[] name = identity.bytes();
    return ByteBuffer.allocate(HEAD_LENGTH + name.length)
        .put(FORMAT)
        .put(peerHash)
        .put(ownHash)
        .put(name)
        .array();
  }

  /**
   * @throws DpkHandshakeException if these bytes are no description
   */
  static PeerDescription parse(byte[] bytes) throws DpkHandshakeException {
    if (bytes.length <= HEAD_LENGTH || bytes[0] != FORMAT) {
      throw unreadable(null);
    }
    String name =
        new String(bytes, HEAD_LENGTH, bytes.length - HEAD_LENGTH, StandardCharsets.US_ASCII);
    PeerDescription description;
    try {
      description =
          new PeerDescription(
              DpkIdentity.parse(name),
              Arrays.copyOfRange(bytes, 1, 1 + EncodedRecord.HASH_LENGTH),
              Arrays.copyOfRange(bytes, 1 + EncodedRecord.HASH_LENGTH, HEAD_LENGTH));
    } catch (IllegalArgumentException e) {
      throw unreadable(e);
    }
    if (!Arrays.equals(description.bytes(), bytes)) {
      throw unreadable(null);
    }
    return description;
  }

  private static DpkHandshakeException unreadable(
      @org.jspecify.annotations.Nullable Exception cause) {
    return new DpkHandshakeException(
        "another version of DPK has described this peer", null, 0, null, cause);
  }

  /** Whether these are the two records. */
  boolean means(EncodedRecord peer, EncodedRecord own) {
    return Arrays.equals(peerHash, peer.recHash()) && Arrays.equals(ownHash, own.recHash());
  }
}
