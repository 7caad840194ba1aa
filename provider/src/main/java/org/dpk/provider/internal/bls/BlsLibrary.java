package org.dpk.provider.internal.bls;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The libraries that can verify BLS signatures. Which one is a matter of speed alone: both accept
 * the same.
 */
public enum BlsLibrary {
  /** Pure Java, always there. */
  BOUNCY_CASTLE("bouncycastle") {
    @Override
    Bls load() {
      return new CheckedBls<>(new BouncyCastleArithmetic());
    }
  },

  /** Native code; there where {@code tech.pegasys:jblst} is on the class path. */
  JBLST("jblst") {
    @Override
    Bls load() {
      Bls bls = new CheckedBls<>(new JblstArithmetic());
      KnownAnswers.check(bls);
      return bls;
    }
  };

  private static final Logger LOG = System.getLogger("org.dpk.provider.bls");

  private final String name;

  BlsLibrary(String name) {
    this.name = name;
  }

  /**
   * The one of this name: {@code bouncycastle} or {@code jblst}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static BlsLibrary named(String name) {
    return Arrays.stream(values())
        .filter(library -> library.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no library for BLS is called " + name));
  }

  /**
   * The fastest that works here: jblst if it is on the class path, runs on this machine and passes
   * its self-test, else Bouncy Castle. Decided once.
   */
  public static Bls best() {
    return Best.BLS;
  }

  /**
   * This one and no other; what is native passes a self-test first.
   *
   * @throws IllegalStateException if it is not on the class path, does not run on this machine, or
   *     gives wrong answers
   */
  public Bls open() {
    try {
      return load();
    } catch (LinkageError e) {
      throw new IllegalStateException(
          isAbsent(e)
              ? "the library jblst for BLS is not on the class path: add tech.pegasys:jblst"
              : "the library " + name + " for BLS does not run on this machine: " + reason(e),
          e);
    }
  }

  abstract Bls load();

  private static boolean isAbsent(@Nullable Throwable e) {
    return e instanceof NoClassDefFoundError && e.getCause() instanceof ClassNotFoundException;
  }

  private static Throwable reason(LinkageError e) {
    return e.getCause() == null ? e : e.getCause();
  }

  /** Chosen when it is first asked for. */
  private static final class Best {

    static final Bls BLS = choose();

    private static Bls choose() {
      try {
        return JBLST.open();
      } catch (IllegalStateException e) {
        Level level = isAbsent(e.getCause()) ? Level.DEBUG : Level.WARNING;
        LOG.log(level, "BLS signatures are verified in pure Java: " + e.getMessage());
        return BOUNCY_CASTLE.open();
      }
    }
  }
}
