package org.dpk.psk.internal.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsDecodeResult;
import org.bouncycastle.tls.crypto.TlsEncodeResult;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.dpk.psk.internal.preface.Records;
import org.dpk.psk.internal.tls.SunJceAead.Algorithm;

/**
 * The record protection of TLS 1.3 (RFC 8446 §5.2) for bctls, with the copies left out that its own
 * makes: application data is sealed from where it stands to where it is wanted, and nothing is
 * opened in place, which costs the JDK's AEADs another copy.
 *
 * <p>bctls counts the records and says when keys change.
 */
final class Tls13RecordCipher implements TlsCipher {

  /** The inner content type (RFC 8446 §5.2). There is no padding. */
  private static final int TYPE_LENGTH = 1;

  /** How much longer than its content a record is, but for the header. */
  static final int EXPANSION = TYPE_LENGTH + SunJceAead.TAG_LENGTH;

  /** Enough for an idle connection, in bytes. */
  private static final int SMALL = 1024;

  private final TlsCryptoParameters parameters;
  private final DirectOutput output;
  private final TrafficKeys sealing;
  private final TrafficKeys opening;
  private byte[] opened = new byte[0];

  /**
   * @param keySize in bytes
   * @param output where application data goes while it is set
   */
  Tls13RecordCipher(
      TlsCryptoParameters parameters, Algorithm algorithm, int keySize, DirectOutput output)
      throws IOException {
    this.parameters = parameters;
    this.output = output;
    this.sealing = new TrafficKeys(new SunJceAead(algorithm, true), keySize);
    this.opening = new TrafficKeys(new SunJceAead(algorithm, false), keySize);
    SecurityParameters handshake = parameters.getSecurityParametersHandshake();
    sealing.derive(ownSecret(handshake));
    opening.derive(peerSecret(handshake));
  }

  private TlsSecret ownSecret(SecurityParameters from) {
    return parameters.isServer() ? from.getTrafficSecretServer() : from.getTrafficSecretClient();
  }

  private TlsSecret peerSecret(SecurityParameters from) {
    return parameters.isServer() ? from.getTrafficSecretClient() : from.getTrafficSecretServer();
  }

  @Override
  public void rekeyEncoder() throws IOException {
    sealing.derive(ownSecret(parameters.getSecurityParametersConnection()));
  }

  @Override
  public void rekeyDecoder() throws IOException {
    opening.derive(peerSecret(parameters.getSecurityParametersConnection()));
  }

  // ---- lengths

  @Override
  public int getCiphertextDecodeLimit(int plaintextLimit) {
    return plaintextLimit + EXPANSION;
  }

  @Override
  public int getCiphertextEncodeLimit(int plaintextLimit) {
    return plaintextLimit + EXPANSION;
  }

  @Override
  public int getPlaintextDecodeLimit(int ciphertextLimit) {
    return ciphertextLimit - EXPANSION;
  }

  @Override
  public int getPlaintextEncodeLimit(int ciphertextLimit) {
    return ciphertextLimit - EXPANSION;
  }

  @Override
  public boolean usesOpaqueRecordTypeDecode() {
    return true;
  }

  @Override
  public boolean usesOpaqueRecordTypeEncode() {
    return true;
  }

  // ---- records

  @Override
  public TlsEncodeResult encodePlaintext(
      long seqNo,
      short contentType,
      ProtocolVersion recordVersion,
      int headerAllocation,
      byte[] plaintext,
      int offset,
      int length)
      throws IOException {
    byte[] header = header(recordVersion, length + EXPANSION);
    ByteBuffer direct = contentType == ContentType.application_data ? output.take() : null;
    if (direct != null) {
      direct.put(header);
      sealing.forRecord(seqNo, header).seal(plaintext, offset, length, (byte) contentType, direct);
      return result(new byte[headerAllocation]);
    }
    ByteBuffer record = ByteBuffer.allocate(headerAllocation + length + EXPANSION);
    record.position(headerAllocation);
    sealing.forRecord(seqNo, header).seal(plaintext, offset, length, (byte) contentType, record);
    return result(record.array());
  }

  private static TlsEncodeResult result(byte[] record) {
    return new TlsEncodeResult(record, 0, record.length, ContentType.application_data);
  }

  @Override
  public TlsDecodeResult decodeCiphertext(
      long seqNo,
      short recordType,
      ProtocolVersion recordVersion,
      byte[] ciphertext,
      int offset,
      int length)
      throws IOException {
    int innerLength = length - SunJceAead.TAG_LENGTH;
    if (innerLength < TYPE_LENGTH) {
      throw new TlsFatalAlert(AlertDescription.decode_error);
    }
    if (opened.length < innerLength) {
      opened = new byte[innerLength > SMALL ? Records.MAX_FRAGMENT + TYPE_LENGTH : SMALL];
    }
    opening
        .forRecord(seqNo, header(recordVersion, length))
        .open(ciphertext, offset, length, opened);
    return inner(innerLength);
  }

  /** Without padding (RFC 8446 §5.4). */
  private TlsDecodeResult inner(int length) throws TlsFatalAlert {
    int at = length - 1;
    while (at >= 0 && opened[at] == 0) {
      at--;
    }
    if (at < 0) {
      throw new TlsFatalAlert(AlertDescription.unexpected_message);
    }
    return new TlsDecodeResult(opened, 0, at, (short) (opened[at] & 0xFF));
  }

  /** Which is the additional data, too (RFC 8446 §5.2). */
  private static byte[] header(ProtocolVersion version, int length) throws IOException {
    byte[] header = new byte[Records.HEADER_LENGTH];
    TlsUtils.writeUint8(ContentType.application_data, header, 0);
    TlsUtils.writeVersion(version, header, 1);
    TlsUtils.writeUint16(length, header, 3);
    return header;
  }
}
