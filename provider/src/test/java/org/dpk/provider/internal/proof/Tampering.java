package org.dpk.provider.internal.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Everything that may be done to a proof: each bit of each byte changed, and each byte as a whole;
 * each node cut, continued, dropped, doubled, and swapped with each other one.
 */
public final class Tampering {

  private static final int[] MASKS = {0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xFF};

  private final List<byte[]> proof;
  private final Consumer<List<byte[]>> changed;
  private int count;

  private Tampering(List<byte[]> proof, Consumer<List<byte[]>> changed) {
    this.proof = proof;
    this.changed = changed;
  }

  /**
   * Hands out each changed proof.
   *
   * @return how many they were
   */
  public static int of(List<byte[]> proof, Consumer<List<byte[]>> changed) {
    Tampering tampering = new Tampering(proof, changed);
    for (int i = 0; i < proof.size(); i++) {
      tampering.flip(i);
      tampering.resize(i);
      tampering.move(i);
    }
    if (proof.size() > 1) {
      tampering.hand(List.of());
    }
    return tampering.count;
  }

  private void hand(List<byte[]> proof) {
    changed.accept(Collections.unmodifiableList(proof));
    count++;
  }

  private void flip(int node) {
    byte[] flipped = proof.get(node).clone();
    for (int at = 0; at < flipped.length; at++) {
      for (int mask : MASKS) {
        flipped[at] ^= (byte) mask;
        hand(with(node, flipped));
        flipped[at] ^= (byte) mask;
      }
    }
  }

  private void resize(int node) {
    byte[] whole = proof.get(node);
    hand(with(node, Arrays.copyOf(whole, whole.length - 1)));
    hand(with(node, Arrays.copyOf(whole, whole.length + 1)));
    hand(with(node, Arrays.copyOfRange(whole, 1, whole.length)));
  }

  private void move(int node) {
    List<byte[]> dropped = new ArrayList<>(proof);
    dropped.remove(node);
    hand(dropped);
    if (node < proof.size() - 1) {
      hand(proof.subList(0, node + 1));
    }
    for (int place = 0; place <= proof.size(); place++) {
      List<byte[]> doubled = new ArrayList<>(proof);
      doubled.add(place, proof.get(node));
      hand(doubled);
    }
    for (int other = node + 1; other < proof.size(); other++) {
      List<byte[]> swapped = new ArrayList<>(proof);
      Collections.swap(swapped, node, other);
      hand(swapped);
    }
  }

  private List<byte[]> with(int node, byte[] other) {
    List<byte[]> changed = new ArrayList<>(proof);
    changed.set(node, other);
    return changed;
  }
}
