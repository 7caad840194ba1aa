package org.dpk.provider.internal.bls;

import java.util.List;
import java.util.Optional;

/** Counts how often a point is decompressed, which is what a committee saves. */
final class CountedArithmetic<P> implements PointArithmetic<P> {

  private final PointArithmetic<P> counted;
  private int decompressions;

  CountedArithmetic(PointArithmetic<P> counted) {
    this.counted = counted;
  }

  int decompressions() {
    return decompressions;
  }

  @Override
  public String library() {
    return counted.library();
  }

  @Override
  public Optional<P> decompress(byte[] compressed) {
    decompressions++;
    return counted.decompress(compressed);
  }

  @Override
  public boolean isPublicKey(P point) {
    return counted.isPublicKey(point);
  }

  @Override
  public P sum(List<P> points) {
    return counted.sum(points);
  }

  @Override
  public P difference(P point, P other) {
    return counted.difference(point, other);
  }

  @Override
  public boolean verify(P key, byte[] message, byte[] signature) {
    return counted.verify(key, message, signature);
  }
}
