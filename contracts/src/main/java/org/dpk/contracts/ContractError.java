package org.dpk.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.BytesType;
import org.web3j.abi.datatypes.Type;
import org.web3j.crypto.Hash;
import org.web3j.utils.Numeric;

/**
 * Why the registry refused a call: one of the errors of {@code IDpkRegistry.sol} or of the
 * libraries that it is made of, with its data.
 *
 * @param name such as {@code ClientActive}
 * @param arguments in the order of the declaration; bytes as 0x and hexadecimal digits, addresses
 *     in lower case, numbers in decimal
 */
@NullMarked
public record ContractError(String name, List<String> arguments) {

  private static final Map<String, Declaration> BY_SELECTOR = read();

  private record Declaration(String name, List<String> types) {

    /** The first four bytes of the hash of the signature, as 0x and 8 digits. */
    String selector() {
      return Hash.sha3String(name + "(" + String.join(",", types) + ")").substring(0, 10);
    }
  }

  /** Makes the list immutable. */
  public ContractError {
    arguments = List.copyOf(arguments);
  }

  /**
   * Reads what a reverted call carries.
   *
   * @param data 0x and hexadecimal digits, or null where a node told nothing
   * @return empty if it is none of the registry's errors, or malformed
   */
  public static Optional<ContractError> decode(@Nullable String data) {
    if (data == null || data.length() < 10) {
      return Optional.empty();
    }
    return Optional.ofNullable(BY_SELECTOR.get(data.substring(0, 10)))
        .flatMap(declaration -> decode(declaration, data.substring(10)));
  }

  private static Optional<ContractError> decode(Declaration declaration, String data) {
    try {
      List<TypeReference<Type>> types = new ArrayList<>();
      for (String type : declaration.types) {
        types.add(type(type));
      }
      List<String> values =
          FunctionReturnDecoder.decode(data, types).stream().map(ContractError::text).toList();
      return values.size() == types.size()
          ? Optional.of(new ContractError(declaration.name, values))
          : Optional.empty();
    } catch (ClassNotFoundException | RuntimeException malformed) {
      // a node can send anything here; it only means that there is no better message
      return Optional.empty();
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // web3j's own raw signature
  private static TypeReference<Type> type(String name) throws ClassNotFoundException {
    return (TypeReference) TypeReference.makeTypeReference(name);
  }

  private static String text(Type<?> value) {
    return value instanceof BytesType bytes
        ? Numeric.toHexString(bytes.getValue())
        : String.valueOf(value.getValue());
  }

  private static Map<String, Declaration> read() {
    Map<String, Declaration> found = new HashMap<>();
    try (InputStream abi = ContractError.class.getResourceAsStream("DpkRegistry.abi")) {
      if (abi == null) {
        throw new IllegalStateException("DpkRegistry.abi is missing in the jar");
      }
      for (JsonNode entry : new ObjectMapper().readTree(abi)) {
        if (entry.path("type").asText().equals("error")) {
          List<String> types = new ArrayList<>();
          entry.path("inputs").forEach(input -> types.add(input.path("type").asText()));
          Declaration declaration = new Declaration(entry.path("name").asText(), types);
          found.put(declaration.selector(), declaration);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("DpkRegistry.abi can't be read", e);
    }
    return Map.copyOf(found);
  }

  /** As in the source: {@code ClientActive(0x…)}. */
  @Override
  public String toString() {
    return name + arguments.stream().collect(Collectors.joining(", ", "(", ")"));
  }
}
