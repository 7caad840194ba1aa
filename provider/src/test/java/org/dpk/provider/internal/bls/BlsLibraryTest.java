package org.dpk.provider.internal.bls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.internal.keystore.Settings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Which library is taken, and what is said of one that can't be. */
class BlsLibraryTest {

  private static final String NATIVE = "supranational/blst/";

  private final Logger log = Logger.getLogger("org.dpk.provider.bls");
  private final List<LogRecord> logged = new ArrayList<>();
  private final Handler keeping =
      new Handler() {
        @Override
        public void publish(LogRecord logRecord) {
          logged.add(logRecord);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void keepTheLog() {
    log.addHandler(keeping);
    log.setUseParentHandlers(false);
  }

  @AfterEach
  void letGo() {
    System.clearProperty(DpkProvider.BLS_PROPERTY);
    log.removeHandler(keeping);
    log.setUseParentHandlers(true);
  }

  @Test
  void nativeCodeWhereItIsThere() {
    assertEquals("jblst", BlsLibrary.best().library());
    assertSame(BlsLibrary.best(), BlsLibrary.best());
  }

  @Test
  void theOneThatIsForced() {
    assertEquals("jblst", BlsLibrary.chosen().library());
    System.setProperty(DpkProvider.BLS_PROPERTY, " bouncycastle");
    assertEquals("Bouncy Castle", BlsLibrary.chosen().library());
    System.setProperty(DpkProvider.BLS_PROPERTY, "jblst");
    assertEquals("jblst", BlsLibrary.chosen().library());
    System.setProperty(DpkProvider.BLS_PROPERTY, "");
    assertSame(BlsLibrary.best(), BlsLibrary.chosen());
  }

  @Test
  void aSecurityPropertyStandsIn() {
    Security.setProperty(DpkProvider.BLS_PROPERTY, "bouncycastle");
    try {
      assertEquals("Bouncy Castle", BlsLibrary.chosen().library());
    } finally {
      Security.setProperty(DpkProvider.BLS_PROPERTY, "");
    }
  }

  @Test
  void anUnknownLibraryIsNamed() {
    System.setProperty(DpkProvider.BLS_PROPERTY, "milagro");
    for (Executable reading : List.<Executable>of(BlsLibrary::chosen, Settings::check)) {
      IllegalArgumentException e = assertThrows(IllegalArgumentException.class, reading);
      assertEquals("org.dpk.bls can't be 'milagro': write jblst or bouncycastle", e.getMessage());
    }
  }

  @Test
  void pureJavaWhereNoJarIs() throws Exception {
    ClassLoader without = new Hiding(name -> name.startsWith(NATIVE));
    assertEquals("Bouncy Castle", libraryTaken(without));
    assertEquals(
        "the library jblst for BLS is not on the class path: add tech.pegasys:jblst",
        whyNot(without));
    assertTrue(logged.isEmpty(), "who has no jar wants none");
  }

  /** As on a machine that the jar has no native code for. */
  @Test
  void pureJavaWhereTheNativeCodeDoesNotLoad() throws Exception {
    ClassLoader without = new Hiding(name -> name.startsWith(NATIVE) && !name.endsWith(".class"));
    assertEquals("Bouncy Castle", libraryTaken(without));
    String why = whyNot(without);
    assertTrue(why.startsWith("the library jblst for BLS does not run on this machine"), why);
    assertTrue(why.contains("no blst in java.library.path"), why);
    assertEquals(1, logged.size());
    assertEquals(Level.WARNING, logged.get(0).getLevel());
  }

  @Test
  void whatAnswersWronglyIsRefused() {
    PointArithmetic<?> acceptsAnything = new AcceptsAnything();
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> KnownAnswers.check(new CheckedBls<>(acceptsAnything)));
    assertEquals("accepts anything verifies BLS signatures wrongly", e.getMessage());
  }

  private static String libraryTaken(ClassLoader loader) throws Exception {
    Object bls = loader.loadClass(BlsLibrary.class.getName()).getMethod("best").invoke(null);
    return (String) loader.loadClass(Bls.class.getName()).getMethod("library").invoke(bls);
  }

  private static String whyNot(ClassLoader loader) throws Exception {
    Class<?> type = loader.loadClass(BlsLibrary.class.getName());
    Object jblst = type.getField("JBLST").get(null);
    InvocationTargetException e =
        assertThrows(InvocationTargetException.class, () -> type.getMethod("open").invoke(jblst));
    assertEquals(IllegalStateException.class, e.getCause().getClass());
    return e.getCause().getMessage();
  }

  /** Loads the package and the native library anew, and does not find some of the latter. */
  private static final class Hiding extends ClassLoader {

    private static final String OWN = BlsLibrary.class.getPackageName().replace('.', '/');

    private final Predicate<String> hidden;

    Hiding(Predicate<String> hidden) {
      super(BlsLibraryTest.class.getClassLoader());
      this.hidden = hidden;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      String path = name.replace('.', '/') + ".class";
      if (!path.startsWith(OWN) && !path.startsWith(NATIVE)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name, path);
      }
    }

    private Class<?> define(String name, String path) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(path)) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    @Override
    public @Nullable URL getResource(String name) {
      return hidden.test(name) ? null : super.getResource(name);
    }
  }
}
