package org.dpk.cli.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dpk.cli.internal.output.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class DemoCommandIT {

  @TempDir private Path folder;

  private final CommandRun dpk = new CommandRun();

  @Test
  void theDemoEndsWithItsFiguresAndLeavesNothing() throws IOException {
    Set<ProcessHandle> processesBefore = children();
    Set<Path> foldersBefore = folders();

    assertEquals(0, dpk.run("demo", "--repeat", "2", "--json"), dpk::err);

    JsonNode figures = Json.mapper().readTree(dpk.out()).path("figures");
    for (String figure :
        new String[] {
          "storeSponsored",
          "storeFunded",
          "lookupCold",
          "lookupCached",
          "firstContact",
          "cachedKey",
          "revocation"
        }) {
      assertTrue(figures.path(figure).path("firstMilliseconds").asDouble() > 0, dpk::out);
    }
    assertTrue(dpk.err().contains("no key agreement"), dpk::err);
    assertTrue(dpk.err().contains("IdentityRevoked"), dpk::err);
    assertEquals(processesBefore, children());
    assertEquals(foldersBefore, folders());
    BackgroundRun.await(DemoCommandIT::noThreadIsLeft);
  }

  private static Set<ProcessHandle> children() {
    return ProcessHandle.current().children().collect(Collectors.toSet());
  }

  private static Set<Path> folders() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("dpk-demo-"))
          .collect(Collectors.toSet());
    }
  }

  /** What an application leaves to the garbage collector ends with it. */
  private static boolean noThreadIsLeft() {
    System.gc();
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .noneMatch(
            name ->
                name.startsWith("dpk-")
                    || name.startsWith("anvil-")
                    || name.startsWith("HttpClient-")
                    || name.startsWith("HTTP-Dispatcher"));
  }

  /** Through a light client, on a proof-of-stake chain. */
  @Test
  @Tag("one-jdk")
  @Timeout(900)
  void theDemoPlaysThroughALightClientToo() throws IOException {
    Set<ProcessHandle> processesBefore = children();
    Set<Path> foldersBefore = folders();

    assertEquals(0, dpk.run("demo", "--light", "--repeat", "2", "--json"), dpk::err);

    JsonNode told = Json.mapper().readTree(dpk.out());
    assertEquals("light", told.path("mode").asText());
    assertTrue(told.at("/figures/revocation/firstMilliseconds").asDouble() > 0, dpk::out);
    assertTrue(dpk.err().contains("which the sync committee signed"), dpk::err);
    assertTrue(dpk.err().contains("no key agreement"), dpk::err);
    assertTrue(dpk.err().contains("IdentityRevoked"), dpk::err);
    assertEquals(processesBefore, children());
    assertEquals(foldersBefore, folders());
  }

  @Test
  void theLightDemoHasABlockTimeOfItsOwn() {
    assertEquals(64, dpk.run("demo", "--light", "--block-time", "2s"));
    assertTrue(dpk.err().contains("leave out"), dpk::err);
  }

  @Test
  void anInterruptEndsItAndLeavesNothing() throws IOException {
    Set<ProcessHandle> processesBefore = children();
    Set<Path> foldersBefore = folders();
    try (BackgroundRun demo = BackgroundRun.start(dpk, "demo").awaitOut("(PKM)")) {
      assertEquals(130, demo.stop(), dpk::err);
    }
    assertEquals(processesBefore, children());
    assertEquals(foldersBefore, folders());
  }

  @Test
  void aFolderThatIsInUseIsNotTouched() throws IOException {
    Files.writeString(folder.resolve("mine"), "mine");
    assertEquals(73, dpk.run("demo", "--keep", folder.toString()));
    assertFalse(Files.exists(folder.resolve("pkm")));
  }
}
