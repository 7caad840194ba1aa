package org.dpk.provider.internal.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.dpk.provider.BlockRef;
import org.dpk.provider.IdentityFileException;
import org.jspecify.annotations.Nullable;

/**
 * An identity document as JSON, written; {@link IdentityJsonReader} is the way back.
 *
 * <p>The seal is over the document without the member {@code seal}, with the members of every
 * object sorted by name and no white space between tokens.
 */
final class IdentityJson {

  /** The format that is written, and the only one that is read. */
  static final String FORMAT = "dpk-identity/1";

  static final String FORMAT_FAMILY = "dpk-identity/";

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxNumberLength(20)
                          .maxStringLength(IdentityDocument.MAX_LENGTH)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private static final int SNIFFED = 512;

  private IdentityJson() {}

  static boolean looksLike(byte[] start) {
    String text =
        new String(start, 0, Math.min(start.length, SNIFFED), StandardCharsets.ISO_8859_1);
    return text.stripLeading().startsWith("{") && text.contains("\"" + FORMAT_FAMILY);
  }

  static byte[] encode(IdentityDocument.Parts parts, byte[] seal) {
    ObjectNode tree = tree(parts);
    tree.put("seal", base64(seal));
    try {
      byte[] json = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree);
      byte[] line = Arrays.copyOf(json, json.length + 1);
      line[json.length] = '\n';
      return line;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  static IdentityDocument decode(byte[] file) throws IdentityFileException {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(file);
    } catch (IOException e) {
      throw unreadable("it is not JSON, or only the beginning of it", null);
    }
    return new IdentityJsonReader(tree).read();
  }

  /** What the seal is over. */
  static byte[] sealedContent(IdentityDocument.Parts parts) {
    return canonical(tree(parts));
  }

  /**
   * @param withoutSeal the document less its seal
   */
  static byte[] canonical(JsonNode withoutSeal) {
    try {
      return MAPPER.writeValueAsBytes(MAPPER.treeToValue(withoutSeal, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /** JSON of somebody else, checked to be an object, in sorted order and without white space. */
  static String compact(String json) {
    try {
      JsonNode tree = MAPPER.readTree(json);
      if (!tree.isObject()) {
        throw new IllegalArgumentException("this is no JSON object");
      }
      return new String(canonical(tree), StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      // its message may quote what it could not read
      throw new IllegalArgumentException("this is no JSON");
    }
  }

  static IdentityFileException.Unreadable unreadable(String why, @Nullable Throwable cause) {
    return new IdentityFileException.Unreadable(
        "this is no whole identity file: "
            + why
            + ". Name the right file, or restore it from a copy",
        cause);
  }

  private static ObjectNode tree(IdentityDocument.Parts parts) {
    ObjectNode tree = MAPPER.createObjectNode();
    tree.put("format", FORMAT);
    tree.put("identity", parts.identity().toString());
    tree.set("chain", chain(parts.chain()));
    tree.set("kdf", derivation(parts.derivation()));
    ifPresent(parts.current(), generation -> tree.set("current", generation(generation)));
    ifPresent(parts.candidate(), generation -> tree.set("candidate", generation(generation)));
    if (!parts.earlier().isEmpty()) {
      parts.earlier().forEach(each -> tree.withArray("earlier").add(generation(each)));
    }
    ifPresent(parts.wallet(), wallet -> tree.set("wallet", wallet(wallet)));
    if (!parts.peers().isEmpty()) {
      new TreeMap<>(parts.peers())
          .forEach((host, peer) -> tree.withObject("peers").put(host, peer.toString()));
    }
    ifPresent(parts.pkm(), pkm -> tree.set("pkm", pkm(pkm)));
    ifPresent(parts.enrolment(), enrolment -> tree.set("enrolment", enrolment(enrolment)));
    return tree;
  }

  private static ObjectNode chain(ChainSettings chain) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("id", chain.registry().chainId());
    node.put("registry", chain.registry().contract().toString());
    chain.nodes().forEach(each -> node.withArray("nodes").add(each.toString()));
    return node;
  }

  private static ObjectNode derivation(KeyDerivation derivation) {
    return MAPPER
        .createObjectNode()
        .put("function", "scrypt")
        .put("n", derivation.n())
        .put("r", derivation.r())
        .put("p", derivation.p())
        .put("salt", base64(derivation.salt()));
  }

  private static ObjectNode generation(Generation generation) {
    ObjectNode node = placed(generation.record());
    generation.keys().forEach(each -> node.withArray("keys").add(keys(each)));
    return node;
  }

  private static ObjectNode placed(PlacedRecord placed) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("record", base64(placed.bytes()));
    ifPresent(placed.block(), block -> node.set("block", block(block)));
    return node;
  }

  private static ObjectNode block(BlockRef block) {
    return MAPPER
        .createObjectNode()
        .put("number", block.number())
        .put("hash", base64(block.hash()))
        .put("timestamp", block.timestamp());
  }

  private static ObjectNode keys(SealedKeys keys) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("suite", keys.publicKey().suite());
    node.put("kem", base64(keys.publicKey().kem()));
    node.put("kemPrivate", base64(keys.kem()));
    node.put("sig", base64(keys.publicKey().sig()));
    node.put("sigPrivate", base64(keys.signature()));
    return node;
  }

  private static ObjectNode wallet(StoredWallet wallet) {
    ObjectNode node = MAPPER.createObjectNode();
    try {
      node.set("keystore", MAPPER.readTree(wallet.keystore()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("it was checked when it came in", e);
    }
    node.put("sealed", base64(wallet.sealedKey()));
    return node;
  }

  private static ObjectNode pkm(PinnedPkm pkm) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("identity", pkm.identity().toString());
    node.put("recordHash", base64(pkm.recordHash()));
    ifPresent(pkm.record(), record -> node.set("seen", placed(record)));
    return node;
  }

  private static ObjectNode enrolment(SealedEnrolment enrolment) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("stage", enrolment.stage());
    enrolment.values().forEach((name, value) -> node.withObject("values").put(name, value));
    for (Map.Entry<String, byte[]> secret : enrolment.secrets().entrySet()) {
      node.withObject("secrets").put(secret.getKey(), base64(secret.getValue()));
    }
    return node;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static <T> void ifPresent(@Nullable T value, Consumer<T> use) {
    if (value != null) {
      use.accept(value);
    }
  }
}
