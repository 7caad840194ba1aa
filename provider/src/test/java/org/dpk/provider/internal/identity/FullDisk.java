package org.dpk.provider.internal.identity;

import static org.dpk.provider.internal.identity.IdentityFixture.PASSWORD;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdentityFileException;

/** What {@link FullDiskTest} runs on a file system of 64 KiB. Prints what it saw. */
final class FullDisk {

  private static final DpkIdentity PEER = DpkIdentity.parse("dns:peer.example");

  private FullDisk() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Path path = folder.resolve("device.dpk");
    try (IdentityFile file =
        IdentityFixture.onDisk(path, IdentityFixture.admitted("dns:gw.example", 1))) {
      byte[] before = Files.readAllBytes(path);
      Path filler = folder.resolve("filler");
      fill(filler);
      try {
        file.edit(edit -> edit.peer("peer.local", PEER));
        System.out.println("edit on a full disk: no error");
      } catch (IdentityFileException.NotWritten e) {
        System.out.println("edit on a full disk: " + e.getMessage());
      }
      System.out.println("intact: " + Arrays.equals(before, Files.readAllBytes(path)));
      System.out.println("files: " + count(folder));
      createOn(folder);
      Files.delete(filler);
      file.edit(edit -> edit.peer("peer.local", PEER));
      System.out.println("edit after making room: " + IdentityFile.read(path).peers());
    }
    IdentityFile.open(path, PASSWORD).close();
    System.out.println("opens again");
  }

  private static void createOn(Path folder) throws IOException {
    Path path = folder.resolve("new.dpk");
    try {
      IdentityFixture.onDisk(path, IdentityFixture.admitted("dns:new.example", 1)).close();
      System.out.println("create on a full disk: no error");
    } catch (IdentityFileException.NotWritten e) {
      System.out.println("create on a full disk: " + e.getMessage());
    }
    System.out.println("created: " + Files.exists(path));
  }

  private static void fill(Path filler) throws IOException {
    byte[] block = new byte[512];
    try (OutputStream out = Files.newOutputStream(filler)) {
      for (int i = 0; i < 1_000; i++) {
        out.write(block);
      }
    } catch (IOException e) {
      System.out.println("filled: " + e.getMessage());
    }
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }
}
