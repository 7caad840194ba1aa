package org.dpk.contracts.internal.rpc;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A node answered a call with an error object. */
public final class RpcException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int code;
  private final @Nullable String data;

  /**
   * @param method what was called
   * @param code of the error object
   * @param message of the error object
   * @param data of the error object, if it is text: what a revert carries, in hexadecimal
   */
  public RpcException(String method, int code, String message, @Nullable String data) {
    super(method + " failed: " + message + " (" + code + ")");
    this.code = code;
    this.data = data;
  }

  /** The error object's code. */
  public int code() {
    return code;
  }

  /** What the error object carries: a revert's data as {@code 0x…}, or null. */
  public @Nullable String data() {
    return data;
  }
}
