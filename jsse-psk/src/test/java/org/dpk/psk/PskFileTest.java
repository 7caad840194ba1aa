package org.dpk.psk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PskFileTest {

  private static final PskPeer SERVER = new PskPeer("server.example", 443);
  private static final String KEY_A = "00112233445566778899aabbccddeeff";
  private static final String KEY_B = "FFEEDDCCBBAA99887766554433221100";

  @TempDir Path folder;

  private final Logger logger = Logger.getLogger("org.dpk.psk");
  private final RecordedLog log = new RecordedLog();

  private static final class RecordedLog extends Handler {
    final List<String> messages = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord logged) {
      messages.add(new SimpleFormatter().formatMessage(logged));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    logger.setUseParentHandlers(false);
    logger.addHandler(log);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(log);
    logger.setUseParentHandlers(true);
  }

  private Path file(String content) throws IOException {
    Path file = folder.resolve("psk.txt");
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private static String keyOf(PskKeyManager keys, String identity) {
    return keys.forIdentity(identity.getBytes(StandardCharsets.UTF_8))
        .map(key -> HexFormat.of().formatHex(key.revealSecret()))
        .orElse("none");
  }

  @Test
  void readsWhatMosquittoReads() throws Exception {
    PskKeyManager keys =
        PskKeyManager.ofFile(
            file("# devices\n\nalice:" + KEY_A + "\r\nurn:uuid:7:" + KEY_B + " \nbö b:" + KEY_A));

    assertEquals(KEY_A, keyOf(keys, "alice"));
    assertEquals(KEY_B.toLowerCase(java.util.Locale.ROOT), keyOf(keys, "urn:uuid:7"));
    assertEquals(KEY_A, keyOf(keys, "bö b"));
    assertEquals("none", keyOf(keys, "# devices"));
    assertTrue(log.messages.isEmpty());
  }

  @Test
  void offersTheClientsOwn() throws Exception {
    Path file = file("alice:" + KEY_A + "\nbob:" + KEY_B);

    assertArrayEquals(
        "bob".getBytes(StandardCharsets.UTF_8),
        PskKeyManager.ofFile(file, "bob").forServer(SERVER).orElseThrow().identity());
    assertThrows(IllegalStateException.class, () -> PskKeyManager.ofFile(file).forServer(SERVER));
    IOException e = assertThrows(IOException.class, () -> PskKeyManager.ofFile(file, "carol"));
    assertTrue(e.getMessage().contains("'carol'"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "alice, no colon",
    ":00112233445566778899aabbccddeeff, 'a PSK identity has 1 to 1024 bytes, not 0'",
    "alice:, 'a PSK has 16 to 512 bytes, not 0'",
    "alice:00112233, 'a PSK has 16 to 512 bytes, not 4'",
    "alice:00112233445566778899aabbccddeef, odd number",
    "alice:00112233445566778899aabbccddeefg, not in hexadecimal",
    "alice: 0112233445566778899aabbccddeeff, not in hexadecimal",
    "bob:ffeeddccbbaa99887766554433221100, line 1 has a key for the same identity"
  })
  void namesTheLineThatIsWrongAndNeverTheKey(String wrong, String what) throws Exception {
    Path file = file("bob:" + KEY_B + "\n" + wrong + "\n");

    IOException e = assertThrows(IOException.class, () -> PskKeyManager.ofFile(file));

    assertTrue(e.getMessage().contains("line 2"), e.getMessage());
    assertTrue(e.getMessage().contains(what), e.getMessage());
    assertFalse(e.getMessage().contains("0011223344"), e.getMessage());
  }

  @Test
  void refusesAFileThatIsTooLongOrMissing() throws Exception {
    Path file = file("#".repeat(PskFile.MAX_LENGTH + 1));
    IOException e = assertThrows(IOException.class, () -> PskKeyManager.ofFile(file));
    assertTrue(e.getMessage().contains("longer than"), e.getMessage());
    assertThrows(NoSuchFileException.class, () -> PskKeyManager.ofFile(folder.resolve("missing")));
  }

  @Test
  void seesAChangeAtOnceEvenUnderTheSameTimeStampAndLength() throws Exception {
    Path file = file("alice:" + KEY_A);
    PskKeyManager keys = PskKeyManager.ofFile(file);
    FileTime before = Files.getLastModifiedTime(file);

    Files.writeString(file, "alice:" + KEY_B);
    Files.setLastModifiedTime(file, before);

    assertEquals(KEY_B.toLowerCase(java.util.Locale.ROOT), keyOf(keys, "alice"));
  }

  @Test
  void seesAnOldFileReplaced() throws Exception {
    Path file = file("alice:" + KEY_A);
    FileTime old = FileTime.from(Instant.parse("2024-01-01T00:00:00Z"));
    Files.setLastModifiedTime(file, old);
    PskKeyManager keys = PskKeyManager.ofFile(file);
    assertEquals(KEY_A, keyOf(keys, "alice"));

    Path fresh = Files.writeString(folder.resolve("new"), "bob:" + KEY_B);
    Files.setLastModifiedTime(fresh, old);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);

    assertEquals("none", keyOf(keys, "alice"));
    assertEquals(KEY_B.toLowerCase(java.util.Locale.ROOT), keyOf(keys, "bob"));
  }

  @Test
  void keepsTheKeysWhileAChangedFileHasAnErrorAndSaysSoOnce() throws Exception {
    Path file = file("alice:" + KEY_A);
    PskKeyManager keys = PskKeyManager.ofFile(file);

    Files.writeString(file, "alice:" + KEY_B + "\nnonsense\n");

    assertEquals(KEY_A, keyOf(keys, "alice"));
    assertEquals(KEY_A, keyOf(keys, "alice"));
    assertEquals(1, log.messages.size());
    assertTrue(log.messages.get(0).contains("line 2"), log.messages.get(0));
  }

  @Test
  void warnsIfOthersMayReadTheKeys() throws Exception {
    Path file = file("alice:" + KEY_A);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    PskKeyManager.ofFile(file);

    assertEquals(1, log.messages.size());
    assertTrue(log.messages.get(0).contains("chmod 600"), log.messages.get(0));
  }
}
