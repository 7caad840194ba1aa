package org.dpk.consumers;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/** Starts the {@link AdmittedPair} when the first test asks for it, and stops it after the last. */
public final class ChainForAllTests implements BeforeAllCallback {

  private static volatile Store root;

  @Override
  public void beforeAll(ExtensionContext context) {
    root = context.getRoot().getStore(Namespace.create(ChainForAllTests.class));
  }

  public static AdmittedPair chain() {
    return root.getOrComputeIfAbsent(AdmittedPair.class, type -> started(), AdmittedPair.class);
  }

  private static AdmittedPair started() {
    try {
      return new AdmittedPair();
    } catch (Exception e) {
      throw new AssertionError("the chain of the tests does not start", e);
    }
  }
}
