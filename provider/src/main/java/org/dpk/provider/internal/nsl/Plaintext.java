package org.dpk.provider.internal.nsl;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dpk.provider.DpkIdentity;
import org.jspecify.annotations.Nullable;

/** What the boxes hold (protocol.md "Messages"). The arrays are not copied. */
final class Plaintext {

  static final int NONCE_LENGTH = 32;
  static final int KS_LENGTH = 32;
  static final int REC_HASH_LENGTH = 32;
  private static final int PAD_TO = 128;

  /** With a staple, so that the length of its branches tells less about whose it is. */
  private static final int PAD_STAPLED_TO = 1024;

  private Plaintext() {}

  /** What box1 holds. */
  record Box1(
      byte[] n1,
      DpkIdentity idA,
      long recVersionA,
      byte[] recHashA,
      byte @Nullable [] staple,
      @Nullable Enrolment enrolment) {

    Box1(
        byte[] n1,
        DpkIdentity idA,
        long recVersionA,
        byte[] recHashA,
        @Nullable Enrolment enrolment) {
      this(n1, idA, recVersionA, recHashA, null, enrolment);
    }

    Box1 withoutStaple() {
      return new Box1(n1, idA, recVersionA, recHashA, enrolment);
    }

    byte[] encode() {
      byte[] id = idA.bytes();
      byte[] rest = extensions();
      int unpadded = NONCE_LENGTH + 1 + id.length + 8 + REC_HASH_LENGTH + 2 + 4 + rest.length;
      byte[] pad = new byte[Math.floorMod(-unpadded, staple == null ? PAD_TO : PAD_STAPLED_TO)];
      return new WireWriter(unpadded + pad.length)
          .fixed(n1)
          .vector8(id)
          .uint64(recVersionA)
          .fixed(recHashA)
          .uint16(4 + pad.length + rest.length)
          .uint16(NslExtension.PAD)
          .vector16(pad)
          .fixed(rest)
          .done();
    }

    private byte[] extensions() {
      List<NslExtension> extensions = new ArrayList<>();
      if (staple != null) {
        extensions.add(new NslExtension(NslExtension.STAPLE, staple));
      }
      if (enrolment != null) {
        extensions.add(new NslExtension(NslExtension.ENROLMENT, enrolment.data()));
      }
      return NslExtension.encode(extensions);
    }

    static Box1 decode(byte[] bytes, boolean enrolmentServed) throws MalformedMessage {
      if (bytes.length % PAD_TO != 0) {
        throw new MalformedMessage("NS1 is not padded to a multiple of " + PAD_TO);
      }
      WireReader in = new WireReader(bytes);
      byte[] n1 = in.fixed(NONCE_LENGTH);
      DpkIdentity idA = identity(in.vector8(1));
      long version = in.uint64();
      byte[] recHash = in.fixed(REC_HASH_LENGTH);
      List<NslExtension> extensions = NslExtension.decode(in.vector16(0));
      in.end();
      if (version < 1) {
        throw new MalformedMessage("a record's version is between 1 and 2^63 - 1");
      }
      byte[] staple = null;
      Enrolment enrolment = null;
      for (NslExtension extension : extensions) {
        if (extension.type() == NslExtension.PAD) {
          requireZeros(extension.data());
        } else if (extension.type() == NslExtension.STAPLE) {
          staple = extension.data();
        } else if (extension.type() == NslExtension.ENROLMENT && enrolmentServed) {
          enrolment = Enrolment.decode(extension.data());
        } else {
          refuseCritical(extension);
        }
      }
      return new Box1(n1, idA, version, recHash, staple, enrolment);
    }
  }

  /**
   * The enrolment extension: opaque candidate&lt;1..2^16-1&gt; and opaque token&lt;1..2^16-1&gt;.
   */
  record Enrolment(byte[] candidate, byte[] token) {

    byte[] data() {
      return new WireWriter(2 + candidate.length + 2 + token.length)
          .vector16(candidate)
          .vector16(token)
          .done();
    }

    private static Enrolment decode(byte[] data) throws MalformedMessage {
      WireReader in = new WireReader(data);
      Enrolment enrolment = new Enrolment(in.vector16(1), in.vector16(1));
      in.end();
      return enrolment;
    }
  }

  /** What box2 holds. */
  record Box2(
      byte[] n1, byte[] n2, DpkIdentity idB, byte[] recHashA, long pskLifetime, int maxUses) {

    byte[] encode() {
      byte[] id = idB.bytes();
      return new WireWriter(2 * NONCE_LENGTH + 1 + id.length + REC_HASH_LENGTH + 4 + 2 + 2)
          .fixed(n1)
          .fixed(n2)
          .vector8(id)
          .fixed(recHashA)
          .uint32(pskLifetime)
          .uint16(maxUses)
          .uint16(0)
          .done();
    }

    static Box2 decode(byte[] bytes) throws MalformedMessage {
      WireReader in = new WireReader(bytes);
      Box2 box =
          new Box2(
              in.fixed(NONCE_LENGTH),
              in.fixed(NONCE_LENGTH),
              identity(in.vector8(1)),
              in.fixed(REC_HASH_LENGTH),
              in.uint32(),
              in.uint16());
      List<NslExtension> extensions = NslExtension.decode(in.vector16(0));
      in.end();
      for (NslExtension extension : extensions) {
        if (extension.type() == NslExtension.PAD) {
          requireZeros(extension.data());
        } else {
          refuseCritical(extension);
        }
      }
      if (box.pskLifetime < 1 || box.maxUses < 1) {
        throw new MalformedMessage("the key may not be used at all");
      }
      return box;
    }
  }

  /** What box4 holds. */
  record Box4(byte[] ks, byte[] n2, byte[] sig) {

    byte[] encode() {
      return new WireWriter(KS_LENGTH + NONCE_LENGTH + 2 + sig.length)
          .fixed(ks)
          .fixed(n2)
          .vector16(sig)
          .done();
    }

    static Box4 decode(byte[] bytes) throws MalformedMessage {
      WireReader in = new WireReader(bytes);
      Box4 box = new Box4(in.fixed(KS_LENGTH), in.fixed(NONCE_LENGTH), in.vector16(0));
      in.end();
      return box;
    }
  }

  /** What a sealed alert holds. */
  record SealedAlert(int code, byte[] data) {

    static final int MAX_DATA = 200;

    byte[] encode() {
      return new WireWriter(2 + data.length).uint8(code).vector8(data).done();
    }

    static SealedAlert decode(byte[] bytes) throws MalformedMessage {
      WireReader in = new WireReader(bytes);
      SealedAlert alert = new SealedAlert(in.uint8(), in.vector8(0));
      in.end();
      if (alert.data.length > MAX_DATA) {
        throw new MalformedMessage("an alert with " + alert.data.length + " bytes of data");
      }
      return alert;
    }
  }

  // two spellings of one identity would be two identities: only the canonical one is
  private static DpkIdentity identity(byte[] bytes) throws MalformedMessage {
    try {
      DpkIdentity identity = DpkIdentity.parse(new String(bytes, US_ASCII));
      if (Arrays.equals(identity.bytes(), bytes)) {
        return identity;
      }
      throw new MalformedMessage("the identity is not in canonical form: " + identity);
    } catch (IllegalArgumentException e) {
      throw new MalformedMessage(String.valueOf(e.getMessage()));
    }
  }

  private static void requireZeros(byte[] pad) throws MalformedMessage {
    for (byte b : pad) {
      if (b != 0) {
        throw new MalformedMessage("the padding is not zero");
      }
    }
  }

  private static void refuseCritical(NslExtension extension) throws MalformedMessage {
    if (extension.isCritical()) {
      throw new MalformedMessage(
          "the critical extension 0x%04x is not known here".formatted(extension.type()));
    }
  }
}
