package org.dpk.provider.internal.nsl;

import java.util.Arrays;

/**
 * The messages of DPK-NSL/1 (protocol.md "Messages"). The arrays are not copied: a message belongs
 * to one run.
 */
sealed interface NslMessage {

  /** The version of the protocol. */
  int VERSION = 1;

  /** Length of a handshake's name in bytes. */
  int HS_ID_LENGTH = 8;

  /** The longest message in bytes: what a TLS handshake record and an extension carry alike. */
  int MAX_LENGTH = 65_535;

  /** version, type, hs_id and the length of the body. */
  int HEADER_LENGTH = 1 + 1 + HS_ID_LENGTH + 2;

  /** Which handshake it belongs to; {@value #HS_ID_LENGTH} bytes. */
  byte[] hsId();

  /** Which kind of message it is, as on the wire. */
  int type();

  /** The body, without the header. */
  byte[] body();

  /**
   * The whole message.
   *
   * @throws IllegalArgumentException if it would be too long
   */
  default byte[] encode() {
    byte[] body = body();
    if (body.length > MAX_LENGTH - HEADER_LENGTH) {
      throw new IllegalArgumentException("a message of " + body.length + " bytes is too long");
    }
    return new WireWriter(HEADER_LENGTH + body.length)
        .uint8(VERSION)
        .uint8(type())
        .fixed(hsId())
        .vector16(body)
        .done();
  }

  /**
   * Reads a whole message.
   *
   * @throws MalformedMessage if a byte is not as it has to be
   */
  static NslMessage decode(byte[] message) throws MalformedMessage {
    if (message.length > MAX_LENGTH) {
      throw new MalformedMessage("a message of " + message.length + " bytes is too long");
    }
    WireReader in = new WireReader(message);
    int version = in.uint8();
    if (version != VERSION) {
      throw new MalformedMessage("version " + version + " is not known here", AlertCode.VERSION);
    }
    int type = in.uint8();
    byte[] hsId = in.fixed(HS_ID_LENGTH);
    byte[] body = in.vector16(0);
    in.end();
    return switch (type) {
      case Ns1.TYPE -> Ns1.decode(hsId, body);
      case Ns2.TYPE -> Ns2.decode(hsId, body);
      case Ns34.TYPE -> Ns34.decode(hsId, body);
      case Retry.TYPE -> Retry.decode(hsId, body);
      case Alert.TYPE -> Alert.decode(hsId, body);
      case PskUnknown.TYPE -> PskUnknown.decode(hsId, body);
      default -> throw new MalformedMessage("message type " + type + " is not known here");
    };
  }

  /** A begins: the paper's message 3. */
  record Ns1(
      byte[] hsId, byte[] cookie, int suite, byte[] kidB, byte[] ctB, byte[] epk, byte[] box1)
      implements NslMessage {

    static final int TYPE = 1;
    static final int KID_LENGTH = 8;
    static final int MAX_COOKIE = 255;

    @Override
    public int type() {
      return TYPE;
    }

    /** The bytes from {@code suite} to {@code epk}, as sent: what th1 covers. */
    byte[] clear() {
      return clear(suite, kidB, ctB, epk);
    }

    static byte[] clear(int suite, byte[] kidB, byte[] ctB, byte[] epk) {
      return new WireWriter(2 + KID_LENGTH + 2 + ctB.length + 2 + epk.length)
          .uint16(suite)
          .fixed(kidB)
          .vector16(ctB)
          .vector16(epk)
          .done();
    }

    Ns1 withCookie(byte[] newCookie) {
      return new Ns1(hsId, newCookie, suite, kidB, ctB, epk, box1);
    }

    @Override
    public byte[] body() {
      byte[] clear = clear();
      return new WireWriter(1 + cookie.length + clear.length + 2 + box1.length)
          .vector8(cookie)
          .fixed(clear)
          .vector16(box1)
          .done();
    }

    private static Ns1 decode(byte[] hsId, byte[] body) throws MalformedMessage {
      WireReader in = new WireReader(body);
      Ns1 message =
          new Ns1(
              hsId,
              in.vector8(0),
              in.uint16(),
              in.fixed(KID_LENGTH),
              in.vector16(1),
              in.vector16(1),
              in.vector16(MIN_BOX));
      in.end();
      return message;
    }
  }

  /** The shortest box: a byte and the tag. */
  int MIN_BOX = 17;

  /** B answers: the paper's message 5. */
  record Ns2(byte[] hsId, byte[] boxw, byte[] ect, byte[] box2) implements NslMessage {

    static final int TYPE = 2;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public byte[] body() {
      return new WireWriter(2 + boxw.length + 2 + ect.length + 2 + box2.length)
          .vector16(boxw)
          .vector16(ect)
          .vector16(box2)
          .done();
    }

    private static Ns2 decode(byte[] hsId, byte[] body) throws MalformedMessage {
      WireReader in = new WireReader(body);
      Ns2 message = new Ns2(hsId, in.vector16(MIN_BOX), in.vector16(1), in.vector16(MIN_BOX));
      in.end();
      return message;
    }
  }

  /** A ends: the paper's messages 6 and 7. */
  record Ns34(byte[] hsId, byte[] box3, byte[] box4) implements NslMessage {

    static final int TYPE = 3;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public byte[] body() {
      return new WireWriter(2 + box3.length + 2 + box4.length).vector16(box3).vector16(box4).done();
    }

    private static Ns34 decode(byte[] hsId, byte[] body) throws MalformedMessage {
      WireReader in = new WireReader(body);
      Ns34 message = new Ns34(hsId, in.vector16(MIN_BOX), in.vector16(MIN_BOX));
      in.end();
      return message;
    }
  }

  /** B wants the same NS1 once more, with a cookie. */
  record Retry(byte[] hsId, byte[] cookie) implements NslMessage {

    static final int TYPE = 4;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public byte[] body() {
      return new WireWriter(1 + cookie.length).vector8(cookie).done();
    }

    private static Retry decode(byte[] hsId, byte[] body) throws MalformedMessage {
      WireReader in = new WireReader(body);
      Retry message = new Retry(hsId, in.vector8(1));
      in.end();
      return message;
    }
  }

  /** The run is over without a key. Either the code is 0, or nothing is sealed. */
  record Alert(byte[] hsId, int code, byte[] sealed) implements NslMessage {

    static final int TYPE = 5;

    static Alert clear(byte[] hsId, AlertCode code) {
      return new Alert(hsId, code.code(), new byte[0]);
    }

    static Alert sealed(byte[] hsId, byte[] box) {
      return new Alert(hsId, 0, box);
    }

    boolean isSealed() {
      return code == 0;
    }

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public byte[] body() {
      return new WireWriter(2 + sealed.length).uint8(code).vector8(sealed).done();
    }

    private static Alert decode(byte[] hsId, byte[] body) throws MalformedMessage {
      WireReader in = new WireReader(body);
      Alert message = new Alert(hsId, in.uint8(), in.vector8(0));
      in.end();
      if (message.isSealed() ? message.sealed.length < MIN_BOX : message.sealed.length > 0) {
        throw new MalformedMessage("an alert is either in clear or sealed");
      }
      return message;
    }
  }

  /** B does not know the pre-shared key that A offered: not part of a run. */
  record PskUnknown(byte[] hsId) implements NslMessage {

    static final int TYPE = 6;

    /** There is no handshake yet that it could belong to. */
    static PskUnknown create() {
      return new PskUnknown(new byte[HS_ID_LENGTH]);
    }

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public byte[] body() {
      return new byte[0];
    }

    private static PskUnknown decode(byte[] hsId, byte[] body) throws MalformedMessage {
      new WireReader(body).end();
      if (!Arrays.equals(hsId, new byte[HS_ID_LENGTH])) {
        throw new MalformedMessage("PSK_UNKNOWN belongs to no handshake");
      }
      return new PskUnknown(hsId);
    }
  }
}
