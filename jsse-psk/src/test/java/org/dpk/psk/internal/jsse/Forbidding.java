package org.dpk.psk.internal.jsse;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Constraints that forbid what has a part in its name. */
record Forbidding(String part) implements AlgorithmConstraints {

  @Override
  public boolean permits(
      Set<CryptoPrimitive> primitives, String name, @Nullable AlgorithmParameters parameters) {
    return !name.contains(part);
  }

  @Override
  public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
    return true;
  }

  @Override
  public boolean permits(
      Set<CryptoPrimitive> primitives,
      String name,
      Key key,
      @Nullable AlgorithmParameters parameters) {
    return !name.contains(part);
  }
}
