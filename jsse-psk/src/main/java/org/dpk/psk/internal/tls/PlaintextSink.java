package org.dpk.psk.internal.tls;

/** Takes the content of a record; the array is not to be kept. */
@FunctionalInterface
public interface PlaintextSink {
  void accept(byte[] buffer, int offset, int length);
}
