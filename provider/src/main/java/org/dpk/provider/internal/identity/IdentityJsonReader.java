package org.dpk.provider.internal.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityFileException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.SuiteKey;
import org.jspecify.annotations.Nullable;

/**
 * Reads an identity document from its JSON tree, strictly: each member is known and well-formed.
 */
final class IdentityJsonReader {

  private static final int MAX_KEYS = 16;

  private final JsonNode tree;

  IdentityJsonReader(JsonNode tree) {
    this.tree = tree;
  }

  /**
   * @throws IdentityFileException.Unreadable if it is no identity document
   * @throws IdentityFileException.UnknownFormat if it is one of another format
   */
  IdentityDocument read() throws IdentityFileException {
    checkFormat();
    try {
      byte[] seal = bytes(tree, "seal");
      ObjectNode content = tree.deepCopy();
      content.remove("seal");
      return new IdentityDocument(parts(content), IdentityJson.canonical(content), seal);
    } catch (IllegalArgumentException e) {
      throw IdentityJson.unreadable(String.valueOf(e.getMessage()), e);
    }
  }

  private void checkFormat() throws IdentityFileException {
    String format = tree.path("format").asText("");
    if (!tree.isObject() || !format.startsWith(IdentityJson.FORMAT_FAMILY)) {
      throw IdentityJson.unreadable("it does not say that it is one", null);
    }
    if (!format.equals(IdentityJson.FORMAT)) {
      throw new IdentityFileException.UnknownFormat(
          "the identity file is of another format than "
              + IdentityJson.FORMAT
              + ", the only one known here: use the version of DPK that wrote it, or a newer one");
    }
  }

  private static IdentityDocument.Parts parts(JsonNode node) {
    only(
        node,
        "format",
        "identity",
        "chain",
        "kdf",
        "current",
        "candidate",
        "earlier",
        "wallet",
        "peers",
        "pkm",
        "enrolment");
    return new IdentityDocument.Parts(
        DpkIdentity.parse(text(node, "identity")),
        chain(member(node, "chain")),
        derivation(member(node, "kdf")),
        optional(node, "current", IdentityJsonReader::generation),
        optional(node, "candidate", IdentityJsonReader::generation),
        list(node, "earlier", IdentityEdit.MAX_EARLIER, IdentityJsonReader::generation),
        optional(node, "wallet", IdentityJsonReader::wallet),
        peers(node.path("peers")),
        optional(node, "pkm", IdentityJsonReader::pkm),
        optional(node, "enrolment", IdentityJsonReader::enrolment));
  }

  private static ChainSettings chain(JsonNode node) {
    only(node, "id", "registry", "nodes");
    RegistryId registry =
        new RegistryId(number(node, "id"), EthereumAddress.parse(text(node, "registry")));
    List<URI> nodes =
        list(node, "nodes", ChainSettings.MAX_NODES, each -> URI.create(textOf(each, "a node")));
    return new ChainSettings(registry, nodes);
  }

  private static KeyDerivation derivation(JsonNode node) {
    only(node, "function", "n", "r", "p", "salt");
    if (!text(node, "function").equals("scrypt")) {
      throw new IllegalArgumentException("the key derivation is not scrypt");
    }
    return new KeyDerivation(
        small(node, "n"), small(node, "r"), small(node, "p"), bytes(node, "salt"));
  }

  private static Generation generation(JsonNode node) {
    only(node, "record", "block", "keys");
    return new Generation(
        placedRecord(node), list(node, "keys", MAX_KEYS, IdentityJsonReader::keys));
  }

  private static PlacedRecord placed(JsonNode node) {
    only(node, "record", "block");
    return placedRecord(node);
  }

  private static PlacedRecord placedRecord(JsonNode node) {
    return new PlacedRecord(
        bytes(node, "record"), optional(node, "block", IdentityJsonReader::block));
  }

  private static BlockRef block(JsonNode node) {
    only(node, "number", "hash", "timestamp");
    return new BlockRef(number(node, "number"), bytes(node, "hash"), number(node, "timestamp"));
  }

  private static SealedKeys keys(JsonNode node) {
    only(node, "suite", "kem", "kemPrivate", "sig", "sigPrivate");
    SuiteKey publicKey = new SuiteKey(small(node, "suite"), bytes(node, "kem"), bytes(node, "sig"));
    return new SealedKeys(publicKey, bytes(node, "kemPrivate"), bytes(node, "sigPrivate"));
  }

  private static StoredWallet wallet(JsonNode node) {
    only(node, "keystore", "sealed");
    JsonNode keystore = member(node, "keystore");
    return new StoredWallet(IdentityJson.compact(keystore.toString()), bytes(node, "sealed"));
  }

  private static Map<String, DpkIdentity> peers(JsonNode node) {
    Map<String, DpkIdentity> peers = new HashMap<>();
    for (Map.Entry<String, JsonNode> each : node.properties()) {
      peers.put(each.getKey(), DpkIdentity.parse(textOf(each.getValue(), "a peer")));
    }
    return peers;
  }

  private static PinnedPkm pkm(JsonNode node) {
    only(node, "identity", "recordHash", "seen");
    return new PinnedPkm(
        DpkIdentity.parse(text(node, "identity")),
        bytes(node, "recordHash"),
        optional(node, "seen", IdentityJsonReader::placed));
  }

  private static SealedEnrolment enrolment(JsonNode node) {
    only(node, "stage", "values", "secrets");
    Map<String, String> values = new HashMap<>();
    for (Map.Entry<String, JsonNode> each : node.path("values").properties()) {
      values.put(each.getKey(), textOf(each.getValue(), "a value of the enrolment"));
    }
    Map<String, byte[]> secrets = new HashMap<>();
    for (Map.Entry<String, JsonNode> each : node.path("secrets").properties()) {
      secrets.put(each.getKey(), bytes(node.path("secrets"), each.getKey()));
    }
    return new SealedEnrolment(text(node, "stage"), values, secrets);
  }

  private static JsonNode member(JsonNode node, String name) {
    JsonNode member = node.path(name);
    if (!member.isObject()) {
      throw new IllegalArgumentException("it has no member '" + name + "'");
    }
    return member;
  }

  private static <T> @Nullable T optional(
      JsonNode node, String name, Function<JsonNode, T> reader) {
    return node.has(name) ? reader.apply(member(node, name)) : null;
  }

  private static <T> List<T> list(
      JsonNode node, String name, int longest, Function<JsonNode, T> reader) {
    JsonNode array = node.path(name);
    if (array.isMissingNode()) {
      return List.of();
    }
    if (!array.isArray() || array.size() > longest) {
      throw new IllegalArgumentException(
          "its member '" + name + "' is no list of at most " + longest);
    }
    List<T> elements = new ArrayList<>();
    array.forEach(each -> elements.add(reader.apply(each)));
    return elements;
  }

  private static String text(JsonNode node, String name) {
    return textOf(node.path(name), "its member '" + name + "'");
  }

  private static String textOf(JsonNode value, String what) {
    if (!value.isTextual()) {
      throw new IllegalArgumentException(what + " is no text");
    }
    return value.textValue();
  }

  private static byte[] bytes(JsonNode node, String name) {
    try {
      return Base64.getDecoder().decode(text(node, name));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("its member '" + name + "' is no base64", e);
    }
  }

  private static long number(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("its member '" + name + "' is no whole number");
    }
    return value.longValue();
  }

  private static int small(JsonNode node, String name) {
    long value = number(node, name);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("its member '" + name + "' is out of range");
    }
    return (int) value;
  }

  private static void only(JsonNode node, String... known) {
    Set<String> unknown = new HashSet<>();
    node.fieldNames().forEachRemaining(unknown::add);
    Arrays.asList(known).forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "a member is not known here; it may come from a newer version of DPK");
    }
  }
}
