package org.dpk.provider.internal.network;

import org.jspecify.annotations.Nullable;

/** A file that describes a network or a light client can't be used. Says what to write instead. */
public final class BadConfiguration extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  BadConfiguration(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
