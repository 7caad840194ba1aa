package org.dpk.provider.internal.anchor;

import java.util.ArrayList;
import java.util.List;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockHeader.Field;
import org.dpk.provider.internal.proof.Rlp;

/** A header as bytes again: to be remembered, or to be signed without what the signers add. */
final class HeaderEncoding {

  private HeaderEncoding() {}

  /** All of it, RLP. */
  static byte[] of(BlockHeader header) {
    return with(header, header.value(Field.EXTRA_DATA));
  }

  /** The same with something else as extraData. */
  static byte[] with(BlockHeader header, byte[] extraData) {
    List<byte[]> fields = new ArrayList<>();
    for (Field field : Field.values()) {
      if (header.has(field)) {
        fields.add(field == Field.EXTRA_DATA ? extraData : header.value(field));
      }
    }
    return Rlp.encode(fields);
  }
}
