package org.dpk.provider.internal.bls;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Security;
import java.util.Arrays;
import java.util.Optional;
import org.dpk.provider.DpkProvider;
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
   * What {@value DpkProvider#BLS_PROPERTY} forces, else the fastest that works here.
   *
   * @throws IllegalArgumentException if the property names no library
   * @throws IllegalStateException if the one that it names can't be used
   */
  public static Bls chosen() {
    return forced().map(BlsLibrary::open).orElseGet(BlsLibrary::best);
  }

  /**
   * What {@value DpkProvider#BLS_PROPERTY} names: the system property, else the security property.
   *
   * @throws IllegalArgumentException if that is no library
   */
  public static Optional<BlsLibrary> forced() {
    return Optional.ofNullable(System.getProperty(DpkProvider.BLS_PROPERTY))
        .or(() -> Optional.ofNullable(Security.getProperty(DpkProvider.BLS_PROPERTY)))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(BlsLibrary::named);
  }

  private static BlsLibrary named(String name) {
    return Arrays.stream(values())
        .filter(library -> library.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    DpkProvider.BLS_PROPERTY
                        + " can't be '"
                        + name
                        + "': write "
                        + JBLST.name
                        + " or "
                        + BOUNCY_CASTLE.name));
  }

  /**
   * The fastest that works here, whatever is forced: jblst if it is on the class path, runs on this
   * machine and passes its self-test, else Bouncy Castle. Decided once.
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
