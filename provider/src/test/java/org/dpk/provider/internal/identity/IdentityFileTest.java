package org.dpk.provider.internal.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.dpk.provider.internal.identity.IdentityFixture.PASSWORD;
import static org.dpk.provider.internal.identity.IdentityFixture.RANDOM;
import static org.dpk.provider.internal.identity.IdentityFixture.admitted;
import static org.dpk.provider.internal.identity.IdentityFixture.empty;
import static org.dpk.provider.internal.identity.IdentityFixture.onDisk;
import static org.dpk.provider.internal.identity.IdentityFixture.record;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.UnrecoverableKeyException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdentityFileException;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityFileTest {

  private static final DpkIdentity GATEWAY = DpkIdentity.parse("dns:gw.example");
  private static final char[] WRONG = "correct horse battery stapler".toCharArray();

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBack() throws Exception {
    Path path = folder.resolve("device.dpk");
    try (SuiteKeyPair keys = SuiteKeyPair.generate(Suite.NSL_X25519, RANDOM);
        IdentityFile written =
            onDisk(path, empty("dns:gw.example", edit -> everything(edit, keys)));
        IdentityFile read = IdentityFile.open(path, PASSWORD);
        LocalIdentity local = read.document().local()) {
      assertEquals(GATEWAY, local.identity());
      assertEquals(written.document().document().chain(), local.chain());
      OwnRecord current = local.current().orElseThrow();
      assertEquals(record(GATEWAY, 1, keys), current.record());
      assertEquals(IdentityFixture.block(7), current.block().orElseThrow());
      assertArrayEquals(keys.kemPkcs8(), current.keys().get(0).kemPkcs8());
      assertArrayEquals(keys.signaturePkcs8(), current.keys().get(0).signaturePkcs8());
      assertEquals(Map.of("printer.local", printer()), local.peers());
      assertEquals(DpkIdentity.parse("dns:pkm.example"), local.pkm().orElseThrow().identity());
      EnrolmentProgress progress = read.document().enrolment().orElseThrow();
      assertEquals("SENT", progress.stage());
      assertEquals(Map.of("tx", "0xabc"), progress.values());
      assertArrayEquals("a token".getBytes(UTF_8), progress.secrets().get("token"));
    }
  }

  private static void everything(IdentityEdit edit, SuiteKeyPair keys) {
    edit.candidate(record(GATEWAY, 1, keys), List.of(keys))
        .admitted(IdentityFixture.block(7))
        .peer("Printer.local", printer())
        .pkm(new PinnedPkm(DpkIdentity.parse("dns:pkm.example"), new byte[32], null))
        .enrolment(
            new EnrolmentProgress(
                "SENT", Map.of("tx", "0xabc"), Map.of("token", "a token".getBytes(UTF_8))));
  }

  private static DpkIdentity printer() {
    return DpkIdentity.parse("uuid:0190b1d2-0000-7000-8000-000000000001");
  }

  @Test
  void nothingSecretStandsInTheFile() throws Exception {
    try (SuiteKeyPair keys = SuiteKeyPair.generate(Suite.NSL_X25519, RANDOM);
        UnlockedDocument document = empty("dns:gw.example", edit -> everything(edit, keys))) {
      byte[] file = document.document().encode();
      for (byte[] secret :
          List.of(keys.revealKemKey(), keys.revealSignatureKey(), "a token".getBytes(UTF_8))) {
        assertFalse(contains(file, secret));
        assertFalse(contains(file, Base64.getEncoder().encode(secret)));
      }
    }
  }

  private static boolean contains(byte[] all, byte[] part) {
    return IntStream.range(0, all.length - part.length)
        .anyMatch(i -> Arrays.equals(all, i, i + part.length, part, 0, part.length));
  }

  @Test
  void onlyTheOwnerMayReadIt() throws Exception {
    Path path = folder.resolve("device.dpk");
    onDisk(path, admitted("dns:gw.example", 1)).close();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    assertTrue(IdentityFile.permissionWarning(path).isEmpty());
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
    String warning = IdentityFile.permissionWarning(path).orElseThrow();
    assertTrue(warning.contains("chmod 600 " + path), warning);
  }

  @Test
  void anEditIsOnDiskWhenItReturnsAndLeavesNothingElse() throws Exception {
    Path path = folder.resolve("device.dpk");
    try (IdentityFile file = onDisk(path, admitted("dns:gw.example", 1))) {
      file.edit(edit -> edit.peer("printer.local", printer()));
      assertEquals(Map.of("printer.local", printer()), IdentityFile.read(path).peers());
      assertEquals(Set.of("device.dpk"), names());
    }
  }

  @Test
  void whatAKilledWriterLeftIsRemovedOnceItIsOld() throws Exception {
    Path path = folder.resolve("device.dpk");
    Path old = Files.createFile(folder.resolve(".device.dpk.00.tmp"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    Files.createFile(folder.resolve(".device.dpk.01.tmp"));
    onDisk(path, admitted("dns:gw.example", 1)).close();
    assertEquals(Set.of("device.dpk", ".device.dpk.01.tmp"), names());
  }

  @Test
  void anEditThroughALinkKeepsTheLink() throws Exception {
    Path real = Files.createDirectory(folder.resolve("real")).resolve("device.dpk");
    onDisk(real, admitted("dns:gw.example", 1)).close();
    Path link = Files.createSymbolicLink(folder.resolve("link.dpk"), real);
    try (IdentityFile file = IdentityFile.open(link, PASSWORD)) {
      file.edit(edit -> edit.peer("printer.local", printer()));
    }
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(Map.of("printer.local", printer()), IdentityFile.read(real).peers());
  }

  @Test
  void whatAnotherProcessWroteIsNotOverwritten() throws Exception {
    Path path = folder.resolve("device.dpk");
    try (IdentityFile mine = onDisk(path, admitted("dns:gw.example", 1));
        IdentityFile theirs = IdentityFile.open(path, PASSWORD)) {
      theirs.edit(edit -> edit.peer("theirs.local", printer()));
      assertThrows(
          IdentityFileException.NotWritten.class,
          () -> mine.edit(edit -> edit.peer("mine.local", printer())));
      assertEquals(Set.of("theirs.local"), IdentityFile.read(path).peers().keySet());
    }
  }

  @Test
  void aRefusedEditChangesNothing() throws Exception {
    Path path = folder.resolve("device.dpk");
    try (IdentityFile file = onDisk(path, admitted("dns:gw.example", 1))) {
      byte[] before = Files.readAllBytes(path);
      assertThrows(
          IllegalStateException.class,
          () -> file.edit(edit -> edit.peer("x", printer()).admitted(IdentityFixture.block(9))));
      assertArrayEquals(before, Files.readAllBytes(path));
      assertTrue(file.document().document().peers().isEmpty());
    }
  }

  @Test
  void anExistingFileIsNotOverwrittenByANewOne() throws Exception {
    Path path = folder.resolve("device.dpk");
    onDisk(path, admitted("dns:gw.example", 1)).close();
    byte[] before = Files.readAllBytes(path);
    assertThrows(
        IdentityFileException.NotWritten.class,
        () -> onDisk(path, admitted("dns:other.example", 1)));
    assertArrayEquals(before, Files.readAllBytes(path));
  }

  @Test
  void aMissingFolderIsNamed() {
    Path path = folder.resolve("nowhere").resolve("device.dpk");
    IdentityFileException e =
        assertThrows(
            IdentityFileException.NotWritten.class,
            () -> onDisk(path, admitted("dns:gw.example", 1)));
    assertTrue(e.getMessage().contains("nowhere"), e.getMessage());
  }

  @Test
  void aMissingFileIsNamed() {
    Path path = folder.resolve("missing.dpk");
    IdentityFileException e =
        assertThrows(
            IdentityFileException.Unreadable.class, () -> IdentityFile.open(path, PASSWORD));
    assertTrue(e.getMessage().contains("missing.dpk"), e.getMessage());
  }

  @Test
  void aWrongPasswordAndAChangedFileLookAlike() throws Exception {
    byte[] file = admitted("dns:gw.example", 1).document().encode();
    String changed = new String(file, UTF_8).replace("127.0.0.1:1", "127.0.0.1:2");
    IdentityFileException wrong = refused(file, WRONG);
    IdentityFileException tampered = refused(changed.getBytes(UTF_8), PASSWORD);
    assertEquals(wrong.getMessage(), tampered.getMessage());
    assertInstanceOf(UnrecoverableKeyException.class, wrong.getCause());
    assertInstanceOf(UnrecoverableKeyException.class, tampered.getCause());
  }

  private static IdentityFileException refused(byte[] file, char[] password) throws IOException {
    IdentityDocument document = IdentityDocument.read(new ByteArrayInputStream(file));
    return assertThrows(IdentityFileException.WrongPassword.class, () -> document.unlock(password));
  }

  @Test
  void anyTruncationIsRefused() {
    byte[] file = admitted("dns:gw.example", 1).document().encode();
    for (int length = 0; length < file.length - 2; length++) {
      byte[] part = Arrays.copyOf(file, length);
      assertThrows(
          IdentityFileException.Unreadable.class,
          () -> IdentityDocument.read(new ByteArrayInputStream(part)),
          () -> "the first " + part.length + " bytes");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "42",
        "{}",
        "{\"format\":\"dpk-token/1\"}",
        "{\"format\":1}",
        "{\"format\":\"dpk-identity/1\"}",
        "{\"format\":\"dpk-identity/1\",\"format\":\"dpk-identity/1\"}",
        "{\"crypto\":{\"cipher\":\"aes-128-ctr\"},\"version\":3}",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----"
      })
  void foreignContentIsRefused(String content) {
    IdentityFileException e =
        assertThrows(
            IdentityFileException.Unreadable.class,
            () -> IdentityDocument.read(new ByteArrayInputStream(content.getBytes(UTF_8))));
    assertTrue(e.getMessage().startsWith("this is no whole identity file"), e.getMessage());
  }

  @Test
  void aNewerFormatIsRefusedByName() {
    String newer =
        new String(admitted("dns:gw.example", 1).document().encode(), UTF_8)
            .replace("dpk-identity/1", "dpk-identity/2");
    IdentityFileException e =
        assertThrows(
            IdentityFileException.UnknownFormat.class,
            () -> IdentityDocument.read(new ByteArrayInputStream(newer.getBytes(UTF_8))));
    assertTrue(e.getMessage().contains("newer"), e.getMessage());
  }

  /** Each breaks one member in a way that JSON itself allows. */
  static Stream<String[]> brokenMembers() {
    return Stream.of(
        new String[] {"\"n\" : 16384", "\"n\" : 1024"},
        new String[] {"\"n\" : 16384", "\"n\" : 16385"},
        new String[] {"\"n\" : 16384", "\"n\" : 1073741824"},
        new String[] {"\"n\" : 16384", "\"n\" : 99999999999999999"},
        new String[] {"\"r\" : 8", "\"r\" : 4096"},
        new String[] {"\"p\" : 1", "\"p\" : 1000000"},
        new String[] {"\"scrypt\"", "\"argon2id\""},
        new String[] {"\"id\" : 31337", "\"id\" : -1"},
        new String[] {"\"id\" : 31337", "\"id\" : \"31337\""},
        new String[] {"dns:gw.example", "gw.example"},
        new String[] {"\"registry\" : \"0x", "\"registry\" : \"1x"},
        new String[] {"http://127.0.0.1:1/", "http://[::"},
        new String[] {"\"kemPrivate\" : \"", "\"kemPrivate\" : \"***"},
        new String[] {"\"chain\"", "\"chian\""},
        new String[] {"\"seal\"", "\"seel\""});
  }

  @ParameterizedTest
  @MethodSource("brokenMembers")
  void aBrokenMemberIsRefused(String good, String bad) {
    String file = new String(admitted("dns:gw.example", 1).document().encode(), UTF_8);
    assertTrue(file.contains(good), good);
    byte[] broken = file.replace(good, bad).getBytes(UTF_8);
    assertThrows(
        IdentityFileException.Unreadable.class,
        () -> IdentityDocument.read(new ByteArrayInputStream(broken)));
  }

  @Test
  void anEndlessFileIsNotReadToItsEnd() {
    assertThrows(
        IdentityFileException.Unreadable.class, () -> IdentityDocument.read(new EndlessStream()));
  }

  private static final class EndlessStream extends InputStream {
    private int read;

    @Override
    public int read() {
      if (++read > 2 * IdentityDocument.MAX_LENGTH) {
        throw new AssertionError("read far beyond the bound");
      }
      return ' ';
    }
  }

  @Test
  void rotationKeepsEarlierKeysWithinABound() throws Exception {
    try (UnlockedDocument document = admitted("dns:gw.example", 7);
        LocalIdentity local = document.local()) {
      assertEquals(7, local.current().orElseThrow().record().version());
      assertEquals(
          List.of(6L, 5L, 4L, 3L),
          local.earlier().stream().map(own -> own.record().version()).toList());
    }
  }

  @Test
  void aCandidateOfSomebodyElseIsRefused() {
    try (SuiteKeyPair keys = SuiteKeyPair.generate(Suite.NSL_X25519, RANDOM);
        SuiteKeyPair others = SuiteKeyPair.generate(Suite.NSL_X25519, RANDOM)) {
      DpkIdentity else1 = DpkIdentity.parse("dns:else.example");
      assertThrows(
          IllegalArgumentException.class,
          () -> empty("dns:gw.example", e -> e.candidate(record(else1, 1, keys), List.of(keys))));
      assertThrows(
          IllegalArgumentException.class,
          () ->
              empty("dns:gw.example", e -> e.candidate(record(GATEWAY, 1, keys), List.of(others))));
    }
  }

  @Test
  void aNewPasswordReplacesTheOldOneEverywhere() throws Exception {
    byte[] walletKey = new byte[32];
    walletKey[31] = 7;
    try (UnlockedDocument old =
            admitted("dns:gw.example", 2)
                .edit(
                    edit ->
                        edit.wallet(walletKey, PASSWORD)
                            .enrolment(
                                new EnrolmentProgress(
                                    "X", Map.of(), Map.of("token", new byte[] {1, 2, 3}))),
                    RANDOM);
        UnlockedDocument renewed = old.withPassword(WRONG, RANDOM)) {
      byte[] file = renewed.document().encode();
      IdentityDocument read = IdentityDocument.read(new ByteArrayInputStream(file));
      assertThrows(IdentityFileException.WrongPassword.class, () -> read.unlock(PASSWORD));
      try (UnlockedDocument again = read.unlock(WRONG);
          LocalIdentity local = again.local();
          LocalIdentity before = old.local();
          Wallet wallet = again.wallet().orElseThrow();
          Wallet fromKeystore = Wallet.fromKeystore(read.walletKeystore().orElseThrow(), WRONG)) {
        assertEquals(before.current(), local.current());
        assertEquals(before.earlier(), local.earlier());
        assertEquals(Wallet.of(walletKey).address(), wallet.address());
        assertEquals(wallet.address(), fromKeystore.address());
        assertArrayEquals(
            new byte[] {1, 2, 3}, again.enrolment().orElseThrow().secrets().get("token"));
      }
    }
  }

  @Test
  void theWalletWantsThePasswordOfTheFile() {
    assertThrows(
        IllegalArgumentException.class,
        () -> empty("dns:gw.example", edit -> edit.wallet(new byte[32], WRONG)));
  }

  @Test
  void anEmptyPasswordIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            UnlockedDocument.create(
                GATEWAY,
                new ChainSettings(IdentityFixture.REGISTRY, List.of(URI.create("http://x/"))),
                new char[0],
                edit -> {},
                RANDOM));
  }

  @Test
  void closingErasesTheKey() throws Exception {
    UnlockedDocument document = admitted("dns:gw.example", 1);
    LocalIdentity local = document.local();
    document.close();
    assertThrows(IllegalStateException.class, document::local);
    local.destroy();
    assertTrue(local.isDestroyed());
    assertTrue(local.current().orElseThrow().keys().get(0).isDestroyed());
  }

  @Test
  void nothingSecretIsPrinted() throws Exception {
    try (UnlockedDocument document = admitted("dns:gw.example", 1);
        LocalIdentity local = document.local()) {
      assertEquals("UnlockedDocument[dns:gw.example]", document.toString());
      assertEquals("LocalIdentity[dns:gw.example]", local.toString());
      assertEquals("dns:gw.example@1", local.current().orElseThrow().toString());
    }
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
