package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockHeader.Field;
import org.dpk.provider.internal.proof.BlockNaming;
import org.dpk.provider.internal.proof.ProofException;

/** Reads a block's header out of a node's answer, whole, so that its hash can be computed. */
final class Headers {

  private Headers() {}

  /** The header; empty if its fields do not hash to the hash that the node names. */
  static Optional<BlockHeader> parse(JsonNode block) throws RegistryException {
    return parse(block, BlockNaming.ETHEREUM);
  }

  /** The same of a chain that names its blocks in another way. */
  static Optional<BlockHeader> parse(JsonNode block, BlockNaming naming) throws RegistryException {
    Map<Field, byte[]> values = new EnumMap<>(Field.class);
    for (Field field : Field.values()) {
      JsonNode value = block.path(field.rpcName());
      if (!value.isMissingNode() && !value.isNull()) {
        values.put(
            field, field.isNumber() ? Answers.quantity(value).toByteArray() : Answers.bytes(value));
      }
    }
    try {
      BlockHeader header = BlockHeader.of(values, naming);
      return header.block().equals(Answers.block(block)) ? Optional.of(header) : Optional.empty();
    } catch (ProofException e) {
      return Optional.empty();
    }
  }
}
