package org.dpk.provider.internal.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Everything that may be done to a proof: each byte changed, each node dropped, doubled, moved. */
public final class Tampering {

  private static final int[] MASKS = {0x01, 0x80, 0xFF};

  private Tampering() {}

  /**
   * Hands out each changed proof.
   *
   * @return how many they were
   */
  public static int of(List<byte[]> proof, Consumer<List<byte[]>> changed) {
    List<List<byte[]>> all = new ArrayList<>();
    for (int i = 0; i < proof.size(); i++) {
      for (int at = 0; at < proof.get(i).length; at++) {
        for (int mask : MASKS) {
          all.add(flipped(proof, i, at, mask));
        }
      }
      all.addAll(moved(proof, i));
    }
    all.add(List.of());
    all.forEach(changed);
    return all.size();
  }

  private static List<byte[]> flipped(List<byte[]> proof, int node, int at, int mask) {
    List<byte[]> changed = new ArrayList<>(proof);
    changed.set(node, proof.get(node).clone());
    changed.get(node)[at] ^= (byte) mask;
    return changed;
  }

  private static List<List<byte[]>> moved(List<byte[]> proof, int i) {
    List<List<byte[]>> all = new ArrayList<>();
    List<byte[]> dropped = new ArrayList<>(proof);
    dropped.remove(i);
    all.add(dropped);
    all.add(List.copyOf(proof.subList(0, i)));
    List<byte[]> doubled = new ArrayList<>(proof);
    doubled.add(i, proof.get(i));
    all.add(doubled);
    List<byte[]> appended = new ArrayList<>(proof);
    appended.add(proof.get(i));
    all.add(appended);
    for (int j = i + 1; j < proof.size(); j++) {
      List<byte[]> swapped = new ArrayList<>(proof);
      swapped.set(i, proof.get(j));
      swapped.set(j, proof.get(i));
      all.add(swapped);
    }
    List<byte[]> cut = new ArrayList<>(proof);
    cut.set(i, Arrays.copyOf(proof.get(i), proof.get(i).length - 1));
    all.add(cut);
    List<byte[]> longer = new ArrayList<>(proof);
    longer.set(i, Arrays.copyOf(proof.get(i), proof.get(i).length + 1));
    all.add(longer);
    return all;
  }
}
