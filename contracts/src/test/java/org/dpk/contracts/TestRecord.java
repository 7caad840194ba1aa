package org.dpk.contracts;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.web3j.crypto.Hash;
import org.web3j.utils.Numeric;

/** A record of an identity, written down by the layout in {@code IDpkRegistry.sol}. */
record TestRecord(String id, long version, String owner, String registrar, byte[] body) {

  /** With one key of NSL_X25519, all of whose bytes are the same. */
  static TestRecord x25519(String id, long version, String owner, String registrar, int fill) {
    ByteBuffer body = ByteBuffer.allocate(2 + 2 + 2 + 32 + 2 + 32 + 2);
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    body.putShort((short) 70).putShort((short) 0x0201);
    body.putShort((short) 32).put(key).putShort((short) 32).put(key).putShort((short) 0);
    return new TestRecord(id, version, owner, registrar, body.array());
  }

  TestRecord next(int fill) {
    return x25519(id, version + 1, owner, registrar, fill);
  }

  byte[] head() {
    byte[] name = id.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer head = ByteBuffer.allocate(66 + name.length).put((byte) 1).putLong(version);
    head.put(Numeric.hexStringToByteArray(owner)).put(Numeric.hexStringToByteArray(registrar));
    return head.putLong(0).putLong(0).put((byte) name.length).put(name).array();
  }

  byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head());
    all.writeBytes(body);
    return all.toByteArray();
  }

  byte[] bodyHash() {
    return Hash.sha3(body);
  }

  byte[] idHash() {
    return Hash.sha3(id.getBytes(StandardCharsets.US_ASCII));
  }

  byte[] digest() {
    byte[] head = head();
    return Hash.sha3(ByteBuffer.allocate(head.length + 32).put(head).put(bodyHash()).array());
  }

  /** What a slot holds of the digest. */
  byte[] storedDigest() {
    return Arrays.copyOf(digest(), 26);
  }
}
