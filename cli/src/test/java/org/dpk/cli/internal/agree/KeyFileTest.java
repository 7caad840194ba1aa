package org.dpk.cli.internal.agree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.dpk.cli.internal.failure.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyFileTest {

  private static final Instant NOW = Instant.parse("2026-11-22T22:00:00Z");
  private static final String HEX = "07".repeat(32);

  @TempDir private Path folder;

  private Instant now = NOW;

  private final Clock fakeClock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneOffset getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
          return this;
        }
      };

  private Path path() {
    return folder.resolve("keys");
  }

  private KeyFile file(Export export, Side side) {
    return new KeyFile(path(), export, side, fakeClock);
  }

  private ProgramKey key(String identity, String peer) {
    byte[] secret = new byte[32];
    java.util.Arrays.fill(secret, (byte) 7);
    return new ProgramKey(identity, secret, peer, now, now.plus(Duration.ofHours(24)));
  }

  private String content() throws IOException {
    return Files.readString(path());
  }

  private static String rights(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void aNewFileIsForItsOwner() throws IOException {
    file(Export.STUNNEL, Side.CLIENT).keep(key("id1", "dns:b"));
    assertEquals("id1:" + HEX + "\n", content());
    assertEquals("rw-------", rights(path()));
    assertEquals("rw-------", rights(Ledger.of(path())));
    assertFalse(Files.readString(Ledger.of(path())).contains("0707"));
  }

  @Test
  void theFileOfAServerKeepsItsGroupAndItsOtherLines() throws IOException {
    String others = "# by hand\nalice:00ff\n\nbob:11:22";
    Files.writeString(path(), others);
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-r--r--"));

    file(Export.MOSQUITTO, Side.SERVER).keep(key("id1", "uuid:a"));

    assertEquals("id1:" + HEX + "\n" + others + "\n", content());
    assertEquals("rw-r-----", rights(path()));
  }

  @Test
  void aServerKeepsTheNewestKeyOfAPeerAndTheOneBefore() throws IOException {
    KeyFile file = file(Export.STUNNEL, Side.SERVER);
    file.keep(key("other", "uuid:b"));
    for (int i = 1; i <= 4; i++) {
      file.keep(key("id" + i, "uuid:a"));
    }
    assertEquals(List.of("id4", "id3", "other"), identities());
  }

  @Test
  void aClientKeepsOneKeyOfEachPeerTheNewestFirst() throws IOException {
    KeyFile file = file(Export.STUNNEL, Side.CLIENT);
    file.keep(key("id1", "dns:a"));
    file.keep(key("id2", "dns:b"));
    file.keep(key("id3", "dns:a"));
    assertEquals(List.of("id3", "id2"), identities());
  }

  private List<String> identities() throws IOException {
    return content().lines().map(line -> line.substring(0, line.indexOf(':'))).toList();
  }

  @Test
  void keysThatHaveEndedGo() throws IOException {
    KeyFile file = file(Export.STUNNEL, Side.SERVER);
    file.keep(key("id1", "uuid:a"));
    Files.writeString(path(), content() + "alice:00ff\n");
    now = NOW.plus(Duration.ofHours(23));
    file.keep(key("id2", "uuid:b"));
    assertFalse(file.removeEnded());
    now = NOW.plus(Duration.ofHours(24));

    assertTrue(file.removeEnded());
    assertEquals(List.of("id2", "alice"), identities());
    assertFalse(file.removeEnded());
    now = NOW.plus(Duration.ofHours(48));
    file.keep(key("id3", "uuid:c"));
    assertEquals(List.of("id3", "alice"), identities());
  }

  @Test
  void theKeysOfAPeerGoOrThoseOfAll() throws IOException {
    KeyFile file = file(Export.MOSQUITTO, Side.SERVER);
    Files.writeString(path(), "alice:00ff\n");
    file.keep(key("id1", "uuid:a"));
    file.keep(key("id2", "uuid:b"));
    file.keep(key("id3", "uuid:a"));

    assertTrue(file.remove("uuid:a"));
    assertEquals(List.of("id2", "alice"), identities());
    assertFalse(file.remove("uuid:a"));
    assertTrue(file.remove(null));
    assertEquals(List.of("alice"), identities());
  }

  @Test
  void mosquittosClientsKeepTheirOtherOptions() throws IOException {
    Files.writeString(path(), "-h localhost\n--psk 00\n--psk-identity old\n--psk-x y\n");
    file(Export.MOSQUITTO, Side.CLIENT).keep(key("id1", "dns:b"));
    assertEquals("-h localhost\n--psk-x y\n--psk-identity id1\n--psk " + HEX + "\n", content());
    assertFalse(Files.exists(Ledger.of(path())));
  }

  @Test
  void opensslsSessionHasKeySuiteAndEnd() throws IOException {
    KeyFile file = file(Export.OPENSSL, Side.CLIENT);
    file.keep(key("id1", "dns:b"));
    file.keep(key("id2", "dns:b"));

    List<String> lines = content().lines().toList();
    assertEquals("psk_identity: id2", lines.get(0));
    assertEquals("until: 2026-11-23T22:00:00Z", lines.get(2));
    byte[] der =
        Base64.getMimeDecoder().decode(String.join("", lines.subList(4, lines.size() - 1)));
    assertEquals(der.length, 2 + der[1]);
    assertArrayEquals(
        new byte[] {
          0x30, (byte) (der.length - 2), 2, 1, 1, 2, 2, 3, 4, 4, 2, 0x13, 1, 4, 0, 4, 32, 7
        },
        java.util.Arrays.copyOf(der, 18));
  }

  @Test
  void aFileOfSomethingElseIsNotOverwritten() throws IOException {
    Files.writeString(path(), "-----BEGIN PRIVATE KEY-----\n");
    KeyFile file = file(Export.OPENSSL, Side.CLIENT);
    Failure failure = assertThrows(Failure.class, file::check);
    assertEquals(65, failure.diagnosis().exit().number());
    assertThrows(Failure.class, () -> file.keep(key("id1", "dns:b")));
    assertEquals("-----BEGIN PRIVATE KEY-----\n", content());
  }

  @ParameterizedTest
  @EnumSource
  void aFolderThatIsMissingIsNoticedBeforeAKeyIsAgreedOn(Export export) {
    KeyFile file =
        new KeyFile(folder.resolve("none").resolve("keys"), export, Side.SERVER, fakeClock);
    Failure failure = assertThrows(Failure.class, file::check);
    assertEquals(73, failure.diagnosis().exit().number());
    assertTrue(failure.getMessage().contains("there is no folder"), failure::toString);
  }

  @ParameterizedTest
  @EnumSource
  void aFolderIsNoFileOfKeys(Export export) {
    KeyFile file = new KeyFile(folder, export, Side.CLIENT, fakeClock);
    Failure failure = assertThrows(Failure.class, file::check);
    assertEquals(73, failure.diagnosis().exit().number());
    assertEquals(folder + " is a folder", failure.getMessage());
  }

  /** Nobody may make files there, not even root. */
  @Test
  void whyAFileCantBeMadeIsSaidInWords() {
    KeyFile file = new KeyFile(Path.of("/proc/keys"), Export.STUNNEL, Side.SERVER, fakeClock);
    Failure failure = assertThrows(Failure.class, file::check);
    assertEquals(73, failure.diagnosis().exit().number());
    assertTrue(
        failure.getMessage().matches(".*: (no access to|can't open) /proc/\\.keys\\.lock.*"),
        failure::toString);
  }

  @Test
  void aDamagedLedgerIsSaidToBe() throws IOException {
    Files.writeString(Ledger.of(path()), "id1 tomorrow uuid:a\n");
    Failure failure = assertThrows(Failure.class, () -> file(Export.STUNNEL, Side.SERVER).check());
    assertEquals(65, failure.diagnosis().exit().number());
    assertTrue(failure.getMessage().contains("keys.dpk"), failure::toString);
  }

  @Test
  void aLedgerThatIsNoTextIsSaidToBeDamaged() throws IOException {
    Files.write(Ledger.of(path()), new byte[] {(byte) 0xFF, '\n'});
    Failure failure = assertThrows(Failure.class, () -> file(Export.STUNNEL, Side.SERVER).check());
    assertEquals(65, failure.diagnosis().exit().number());
  }

  @Test
  void noChangeIsLostAmongThoseOfOthers() throws Exception {
    int writers = 6;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      String name = "id" + i;
      KeyFile own = file(Export.STUNNEL, Side.SERVER); // as another process would have
      tasks.add(
          () -> {
            own.keep(key(name, "uuid:" + name));
            return null;
          });
    }
    for (Future<Void> each : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
      each.get();
    }
    threads.shutdown();
    assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
    assertEquals(writers, identities().size());
    assertEquals(writers, Ledger.read(Ledger.of(path())).entries().size());
  }

  @Test
  void whatIsShownIsWhatAProgramTakes() {
    ProgramKey key = key("id1", "dns:b");
    assertEquals("-psk_identity id1 -psk " + HEX + "\n", shown(Export.OPENSSL, Side.SERVER, key));
    assertEquals("id1:" + HEX + "\n", shown(Export.MOSQUITTO, Side.SERVER, key));
    assertEquals(
        "--psk-identity id1\n--psk " + HEX + "\n", shown(Export.MOSQUITTO, Side.CLIENT, key));
    assertEquals("id1:" + HEX + "\n", shown(Export.STUNNEL, Side.CLIENT, key));
    assertFalse(key.toString().contains("07"));
  }

  private static String shown(Export export, Side side, ProgramKey key) {
    return new String(export.format(side).shown(key), java.nio.charset.StandardCharsets.UTF_8);
  }
}
