package org.dpk.cli.internal.agree;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;

/**
 * A session file for {@code openssl s_client} and {@code s_server -psk_session}: it keeps the key
 * off the command line, where others could see it, and OpenSSL's server refuses it when it has
 * ended. TLS 1.3 only. On standard output the arguments {@code -psk} and {@code -psk_identity}
 * instead.
 */
final class OpensslSession implements KeyFormat {

  private static final String BEGIN = "-----BEGIN SSL SESSION PARAMETERS-----";
  private static final String END = "-----END SSL SESSION PARAMETERS-----";

  private static final int INTEGER = 0x02;
  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final int TIME = 0xA1;
  private static final int TIMEOUT = 0xA2;

  private static final byte[] TLS_1_3 = {INTEGER, 2, 0x03, 0x04};

  /** TLS_AES_128_GCM_SHA256, for its hash: any suite with SHA-256 may be selected. */
  private static final byte[] SUITE = {OCTET_STRING, 2, 0x13, 0x01};

  @Override
  public byte[] with(byte[] before, ProgramKey newest, Set<String> gone) {
    requireSession(before);
    byte[] der = der(newest);
    byte[] base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(der);
    try (SecretText text = new SecretText()) {
      // OpenSSL passes over what stands before its own first line
      text.text("psk_identity: " + newest.identity() + "\n")
          .text("peer: " + newest.peer() + "\n")
          .text("until: " + newest.until() + "\n")
          .text(BEGIN + "\n");
      return text.bytes(base64).text("\n" + END + "\n").toByteArray();
    } finally {
      Arrays.fill(der, (byte) 0);
      Arrays.fill(base64, (byte) 0);
    }
  }

  /** A file that somebody else made is not overwritten. */
  private static void requireSession(byte[] before) {
    if (before.length > 0 && !contains(before, BEGIN.getBytes(US_ASCII))) {
      throw new Failure(
          ExitCode.DATA, "the file holds something else than a session of OpenSSL", "name another");
    }
  }

  private static boolean contains(byte[] bytes, byte[] part) {
    for (int from = 0; from + part.length <= bytes.length; from++) {
      if (Arrays.equals(bytes, from, from + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  /** OpenSSL's SSL_SESSION (ssl/ssl_asn1.c), as far as an external PSK needs it. */
  private static byte[] der(ProgramKey key) {
    byte[] version = number(1);
    byte[] time = tlv(TIME, number(key.from().getEpochSecond()));
    byte[] timeout = tlv(TIMEOUT, number(key.lifetime().toSeconds()));
    int secret = key.secret().length;
    int length =
        version.length
            + TLS_1_3.length
            + SUITE.length
            + 2
            + 2
            + secret
            + time.length
            + timeout.length;
    try (SecretText der = new SecretText()) {
      return der.head(SEQUENCE, length)
          .bytes(version)
          .bytes(TLS_1_3)
          .bytes(SUITE)
          .head(OCTET_STRING, 0) // no session id
          .head(OCTET_STRING, secret)
          .bytes(key.secret())
          .bytes(time)
          .bytes(timeout)
          .toByteArray();
    }
  }

  /** A DER integer; all lengths are below 128 here. */
  private static byte[] number(long value) {
    return tlv(INTEGER, BigInteger.valueOf(value).toByteArray());
  }

  private static byte[] tlv(int tag, byte[] content) {
    byte[] encoded = new byte[2 + content.length];
    encoded[0] = (byte) tag;
    encoded[1] = (byte) content.length;
    System.arraycopy(content, 0, encoded, 2, content.length);
    return encoded;
  }

  @Override
  public byte[] shown(ProgramKey key) {
    try (SecretText text = new SecretText()) {
      return text.text("-psk_identity " + key.identity() + " -psk ")
          .hex(key.secret())
          .text("\n")
          .toByteArray();
    }
  }
}
