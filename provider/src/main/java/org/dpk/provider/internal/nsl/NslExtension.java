package org.dpk.provider.internal.nsl;

import java.util.ArrayList;
import java.util.List;

/**
 * An extension inside a box (protocol.md "Messages"): ascending by type, without duplicates, the
 * high bit of the type meaning «critical».
 *
 * @param type 16 bits
 * @param data not copied
 */
record NslExtension(int type, byte[] data) {

  /** Zeros that hide the length of what stands beside them. */
  static final int PAD = 0x0001;

  /** What proves A's own record: bytes that this layer does not read. */
  static final int STAPLE = 0x0002;

  /** A candidate record and the token that admits it. */
  static final int ENROLMENT = 0x8003;

  private static final int CRITICAL = 0x8000;

  boolean isCritical() {
    return (type & CRITICAL) != 0;
  }

  /** Length on the wire, in bytes. */
  int encodedLength() {
    return 4 + data.length;
  }

  static byte[] encode(List<NslExtension> extensions) {
    WireWriter out =
        new WireWriter(extensions.stream().mapToInt(NslExtension::encodedLength).sum());
    for (NslExtension extension : extensions) {
      out.uint16(extension.type).vector16(extension.data);
    }
    return out.done();
  }

  static List<NslExtension> decode(byte[] bytes) throws MalformedMessage {
    WireReader in = new WireReader(bytes);
    List<NslExtension> extensions = new ArrayList<>();
    int previous = -1;
    while (in.hasMore()) {
      NslExtension extension = new NslExtension(in.uint16(), in.vector16(0));
      if (extension.type <= previous) {
        throw new MalformedMessage("the extensions do not ascend");
      }
      previous = extension.type;
      extensions.add(extension);
    }
    return extensions;
  }
}
