package org.dpk.psk;

import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Spliterator;

/** Finds the providers on the class path that are this one, or build on it. */
final class OwnProviders {

  private static final String OWN_CLASSES = "org.dpk.";

  /** More than anybody's class path has; a class loader that fails does so each time. */
  private static final int MOST_FAULTS = 100;

  private final List<ServiceLoader.Provider<Provider>> found = new ArrayList<>();

  private OwnProviders() {}

  /** Made, whatever is wrong with those of others. */
  static List<Provider> make() {
    OwnProviders own = new OwnProviders();
    own.lookThrough(
        ServiceLoader.load(Provider.class, PskJsseProvider.class.getClassLoader()).stream()
            .spliterator());
    return own.found.stream().map(ServiceLoader.Provider::get).toList();
  }

  private void lookThrough(Spliterator<ServiceLoader.Provider<Provider>> all) {
    for (int faults = 0; faults < MOST_FAULTS; faults++) {
      try {
        all.forEachRemaining(this::look);
        return;
      } catch (ServiceConfigurationError e) {
        // somebody names a class that is not there: the JDK passes over such a provider, too
      }
    }
  }

  private void look(ServiceLoader.Provider<Provider> one) {
    if (one.type().getName().startsWith(OWN_CLASSES)) {
      found.add(one);
    }
  }
}
