package org.dpk.provider.internal.proof;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dpk.provider.internal.record.Keccak256;

/**
 * Makes tries and their proofs, by the recursive definition of the Yellow Paper (appendix D) and
 * with an RLP of its own: what the verifier is tested against shares nothing with it but the hash.
 */
final class TrieBuilder {

  /** By nibbles, one per character. */
  private final SortedMap<String, byte[]> entries = new TreeMap<>();

  private final Map<String, byte[]> made = new HashMap<>();

  TrieBuilder put(byte[] key, byte[] value) {
    made.clear();
    entries.put(HexFormat.of().formatHex(key), value);
    return this;
  }

  byte[] root() {
    return Keccak256.hash(node(entries, 0));
  }

  /** The nodes from the root to where the key ends. */
  List<byte[]> proof(byte[] key) {
    List<byte[]> nodes = new ArrayList<>();
    if (!entries.isEmpty()) {
      descend(entries, 0, HexFormat.of().formatHex(key), nodes);
    }
    return nodes;
  }

  private void descend(SortedMap<String, byte[]> below, int depth, String key, List<byte[]> nodes) {
    byte[] node = node(below, depth);
    if (depth == 0 || node.length >= 32) {
      nodes.add(node);
    }
    int shared = shared(below, depth);
    if (below.size() == 1 || !key.startsWith(below.firstKey().substring(0, depth + shared))) {
      return;
    }
    if (shared > 0) {
      int branch = depth + shared;
      byte[] inner = branchNode(below, branch);
      if (inner.length >= 32) {
        nodes.add(inner);
      }
    }
    String next = key.substring(0, depth + shared + 1);
    SortedMap<String, byte[]> child = startingWith(below, next);
    if (!child.isEmpty()) {
      descend(child, depth + shared + 1, key, nodes);
    }
  }

  private byte[] node(SortedMap<String, byte[]> below, int depth) {
    if (below.isEmpty()) {
      return new byte[] {(byte) 0x80};
    }
    String place = below.firstKey().substring(0, depth);
    byte[] present = made.get(place);
    if (present == null) {
      present = newNode(below, depth);
      made.put(place, present);
    }
    return present;
  }

  private byte[] newNode(SortedMap<String, byte[]> below, int depth) {
    if (below.size() == 1) {
      Map.Entry<String, byte[]> only = Map.entry(below.firstKey(), below.get(below.firstKey()));
      return list(string(path(only.getKey().substring(depth), true)), string(only.getValue()));
    }
    int shared = shared(below, depth);
    if (shared == 0) {
      return branchNode(below, depth);
    }
    String path = below.firstKey().substring(depth, depth + shared);
    return list(string(path(path, false)), reference(branchNode(below, depth + shared)));
  }

  private byte[] branchNode(SortedMap<String, byte[]> below, int depth) {
    byte[][] children = new byte[17][];
    for (int i = 0; i < 16; i++) {
      String prefix = below.firstKey().substring(0, depth) + Integer.toHexString(i);
      SortedMap<String, byte[]> child = startingWith(below, prefix);
      children[i] = child.isEmpty() ? string(new byte[0]) : reference(node(child, depth + 1));
    }
    children[16] = string(new byte[0]);
    return list(children);
  }

  private static SortedMap<String, byte[]> startingWith(
      SortedMap<String, byte[]> entries, String prefix) {
    return entries.subMap(prefix, prefix + "g");
  }

  private static int shared(SortedMap<String, byte[]> below, int depth) {
    String first = below.firstKey();
    String last = below.lastKey();
    int at = depth;
    while (at < first.length() && first.charAt(at) == last.charAt(at)) {
      at++;
    }
    return at - depth;
  }

  private static byte[] path(String nibbles, boolean leaf) {
    int flag = (leaf ? 2 : 0) + nibbles.length() % 2;
    String padded = Integer.toHexString(flag) + (nibbles.length() % 2 == 0 ? "0" : "") + nibbles;
    return HexFormat.of().parseHex(padded);
  }

  private static byte[] reference(byte[] node) {
    return node.length < 32 ? node : string(Keccak256.hash(node));
  }

  /** Also for tests that need RLP by another hand. */
  static byte[] string(byte[] bytes) {
    return bytes.length == 1 && bytes[0] >= 0 ? bytes : prefixed(0x80, bytes);
  }

  static byte[] list(byte[]... items) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] item : items) {
      out.writeBytes(item);
    }
    return prefixed(0xC0, out.toByteArray());
  }

  private static byte[] prefixed(int kind, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (content.length < 56) {
      out.write(kind + content.length);
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      int skip = length[0] == 0 ? 1 : 0;
      out.write(kind + 55 + length.length - skip);
      out.write(length, skip, length.length - skip);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
