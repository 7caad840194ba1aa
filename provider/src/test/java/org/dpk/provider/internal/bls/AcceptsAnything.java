package org.dpk.provider.internal.bls;

import java.util.List;
import java.util.Optional;

/** A library that is broken in the worst way. */
final class AcceptsAnything implements PointArithmetic<String> {

  @Override
  public String library() {
    return "accepts anything";
  }

  @Override
  public Optional<String> decompress(byte[] compressed) {
    return Optional.of("a point");
  }

  @Override
  public boolean isPublicKey(String point) {
    return true;
  }

  @Override
  public String sum(List<String> points) {
    return "a sum";
  }

  @Override
  public String difference(String point, String other) {
    return "a difference";
  }

  @Override
  public boolean verify(String key, byte[] message, byte[] signature) {
    return true;
  }
}
