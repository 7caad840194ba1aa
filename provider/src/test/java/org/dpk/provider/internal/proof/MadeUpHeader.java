package org.dpk.provider.internal.proof;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.dpk.provider.internal.proof.BlockHeader.Field;

/** Headers of no chain: what a test says stands in them, and zeros where it says nothing. */
public final class MadeUpHeader {

  /** Those that every fork has. */
  private static final List<Field> FIELDS = List.of(Field.values()).subList(0, 15);

  private MadeUpHeader() {}

  /** One with these fields. */
  public static BlockHeader with(Map<Field, byte[]> given) throws ProofException {
    Map<Field, byte[]> fields = new EnumMap<>(Field.class);
    for (Field field : FIELDS) {
      fields.put(field, given.getOrDefault(field, nothing(field)));
    }
    return BlockHeader.of(fields);
  }

  /** A block on top of another. */
  public static BlockHeader child(byte[] parent, long number, long time, byte[] stateRoot)
      throws ProofException {
    return with(
        Map.of(
            Field.PARENT_HASH,
            parent,
            Field.NUMBER,
            bytes(number),
            Field.TIMESTAMP,
            bytes(time),
            Field.STATE_ROOT,
            stateRoot));
  }

  private static byte[] nothing(Field field) {
    return switch (field) {
      case BENEFICIARY -> new byte[20];
      case LOGS_BLOOM -> new byte[256];
      case NONCE -> new byte[8];
      case EXTRA_DATA -> new byte[0];
      default -> field.isNumber() ? new byte[0] : new byte[32];
    };
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }
}
