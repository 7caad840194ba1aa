package org.dpk.psk.internal.jsse;

import java.lang.reflect.Method;
import java.util.List;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A list of names in SSLParameters that came after JDK 17, for which this is compiled. */
enum LaterParameters {
  /** Since JDK 19. */
  SIGNATURE_SCHEMES("SignatureSchemes"),

  /** Since JDK 20. */
  NAMED_GROUPS("NamedGroups");

  private final @Nullable Method getter;
  private final @Nullable Method setter;

  LaterParameters(String name) {
    getter = method("get" + name);
    setter = method("set" + name, String[].class);
  }

  private static @Nullable Method method(String name, Class<?>... parameters) {
    try {
      return SSLParameters.class.getMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      return null; // an older JDK
    }
  }

  /** Null where nothing was set, or this JDK knows no such setting. */
  @Nullable List<String> of(SSLParameters parameters) {
    String[] names = getter == null ? null : (String[]) call(getter, parameters);
    return names == null ? null : List.of(names);
  }

  void set(SSLParameters parameters, @Nullable List<String> names) {
    if (setter != null && names != null) {
      call(setter, parameters, (Object) names.toArray(String[]::new));
    }
  }

  private static @Nullable Object call(
      Method method, SSLParameters parameters, Object... arguments) {
    try {
      return method.invoke(parameters, arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the JDK's own getter or setter fails", e);
    }
  }
}
