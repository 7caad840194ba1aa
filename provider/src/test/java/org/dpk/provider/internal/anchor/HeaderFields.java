package org.dpk.provider.internal.anchor;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockHeader.Field;
import org.dpk.provider.internal.proof.BlockNaming;
import org.dpk.provider.internal.proof.ProofException;

/** The fields of a header that a test makes: zeros, where it says nothing. */
final class HeaderFields {

  private static final byte[] NO_OMMERS =
      HexFormat.of().parseHex("1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347");

  private final Map<Field, byte[]> fields = new EnumMap<>(Field.class);

  HeaderFields() {
    for (Field field : List.of(Field.values()).subList(0, Field.BASE_FEE.ordinal())) {
      fields.put(
          field,
          switch (field) {
            case OMMERS_HASH -> NO_OMMERS;
            case BENEFICIARY -> new byte[20];
            case LOGS_BLOOM -> new byte[256];
            case NONCE -> new byte[8];
            case EXTRA_DATA -> new byte[0];
            default -> field.isNumber() ? new byte[0] : new byte[32];
          });
    }
  }

  /** Those of a header, to change some. */
  static HeaderFields of(BlockHeader header) {
    HeaderFields copy = new HeaderFields();
    for (Field field : Field.values()) {
      if (header.has(field)) {
        copy.with(field, header.value(field));
      }
    }
    return copy;
  }

  HeaderFields with(Field field, byte[] value) {
    fields.put(field, value);
    return this;
  }

  HeaderFields with(Field field, long value) {
    return with(field, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  BlockHeader header(BlockNaming naming) {
    try {
      return BlockHeader.of(fields, naming);
    } catch (ProofException e) {
      throw new AssertionError(e);
    }
  }
}
