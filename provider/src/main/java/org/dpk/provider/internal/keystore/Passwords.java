package org.dpk.provider.internal.keystore;

import java.io.IOException;
import java.security.KeyStore;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.jspecify.annotations.Nullable;

/** The password behind a protection parameter. */
public final class Passwords {

  private Passwords() {}

  /**
   * @return a copy that the caller clears; null if there is no parameter
   * @throws IOException if it was asked for and not given
   * @throws IllegalArgumentException if the parameter is of no kind that holds a password
   */
  public static char @Nullable [] of(KeyStore.@Nullable ProtectionParameter protection)
      throws IOException {
    if (protection == null) {
      return null;
    }
    if (protection instanceof KeyStore.PasswordProtection password) {
      char[] given = password.getPassword();
      return given == null ? null : given.clone();
    }
    if (protection instanceof KeyStore.CallbackHandlerProtection asking) {
      return ask(asking);
    }
    throw new IllegalArgumentException(
        "an identity file is protected by a password: give a PasswordProtection or a"
            + " CallbackHandlerProtection, not a "
            + protection.getClass().getName());
  }

  private static char @Nullable [] ask(KeyStore.CallbackHandlerProtection protection)
      throws IOException {
    PasswordCallback callback = new PasswordCallback("Password of the DPK identity file: ", false);
    try {
      protection.getCallbackHandler().handle(new Callback[] {callback});
      return callback.getPassword();
    } catch (UnsupportedCallbackException e) {
      throw new IOException("the callback handler gives no passwords: give one that does", e);
    } finally {
      callback.clearPassword();
    }
  }
}
