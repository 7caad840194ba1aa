package org.dpk.psk.internal.tls;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.util.Memoable;

/** SHA-256 of the JDK, which runs it in hardware, behind the interface of BouncyCastle. */
final class SunSha256 implements ExtendedDigest, Memoable {

  private static final int LENGTH = 32;
  private static final int BLOCK = 64;

  /** Cloned instead of looked up: a handshake makes some thirty of them. */
  private static final MessageDigest PROTOTYPE = prototype();

  private MessageDigest digest;

  SunSha256() {
    this(PROTOTYPE);
  }

  private SunSha256(MessageDigest state) {
    digest = cloned(state);
  }

  private static MessageDigest prototype() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static MessageDigest cloned(MessageDigest state) {
    try {
      return (MessageDigest) state.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
    }
  }

  @Override
  public String getAlgorithmName() {
    return "SHA-256";
  }

  @Override
  public int getDigestSize() {
    return LENGTH;
  }

  @Override
  public int getByteLength() {
    return BLOCK;
  }

  @Override
  public void update(byte in) {
    digest.update(in);
  }

  @Override
  public void update(byte[] in, int offset, int length) {
    digest.update(in, offset, length);
  }

  @Override
  public int doFinal(byte[] out, int offset) {
    try {
      return digest.digest(out, offset, LENGTH);
    } catch (DigestException e) {
      throw new IllegalArgumentException("no room for a digest", e);
    }
  }

  @Override
  public void reset() {
    digest.reset();
  }

  @Override
  public Memoable copy() {
    return new SunSha256(digest);
  }

  @Override
  public void reset(Memoable other) {
    digest = cloned(((SunSha256) other).digest);
  }
}
