package org.dpk.psk.spring;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dpk.psk.PskJsseProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Registers the providers before a Spring Boot application starts, and adds what a key store of
 * type {@code DPK} or {@code PSK} implies.
 *
 * <p>For {@code server.ssl.key-store-type} and for {@code spring.ssl.bundle.jks.*.keystore.type}
 * these are the context's name, TLS 1.3 and its cipher suites, as defaults that any property source
 * goes before.
 */
public final class PskContextInitializer
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final Set<String> OUR_STORES = Set.of("DPK", "PSK");
  private static final String BUNDLES = "spring.ssl.bundle.jks";
  private static final String SUITES = "TLS_AES_128_GCM_SHA256,TLS_CHACHA20_POLY1305_SHA256";

  /** For Spring. */
  public PskContextInitializer() {}

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    PskJsseProvider.installAll();
    Map<String, Object> implied = implied(Binder.get(context.getEnvironment()));
    context
        .getEnvironment()
        .getPropertySources()
        .addLast(new MapPropertySource("implied by DPK and PSK key stores", implied));
  }

  private static Map<String, Object> implied(Binder properties) {
    Map<String, Object> implied = new LinkedHashMap<>();
    add(implied, type(properties, "server.ssl.key-store-type"), "server.ssl.", "server.ssl.");
    for (String name : bundles(properties)) {
      String bundle = BUNDLES + "." + name + ".";
      add(implied, type(properties, bundle + "keystore.type"), bundle, bundle + "options.");
    }
    return implied;
  }

  private static void add(Map<String, Object> to, String type, String place, String options) {
    if (OUR_STORES.contains(type)) {
      to.put(place + "protocol", type);
      to.put(options + "enabled-protocols", "TLSv1.3");
      to.put(options + "ciphers", SUITES);
    }
  }

  private static String type(Binder properties, String name) {
    return properties.bind(name, String.class).orElse("").toUpperCase(Locale.ROOT);
  }

  private static Set<String> bundles(Binder properties) {
    Bindable<Map<String, Object>> named = Bindable.mapOf(String.class, Object.class);
    return properties.bind(BUNDLES, named).orElse(Map.of()).keySet();
  }
}
