package org.dpk.contracts.devnet;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A node that comes from npm: its folder under {@code contracts/nodes}, installed by the lock file
 * when it is first wanted. Each has a folder of its own, as npm would mix their dependencies'
 * versions.
 */
final class NodeFolder {

  /** Native parts are compiled: about a minute on two cores. */
  private static final Duration INSTALL = Duration.ofMinutes(10);

  private static final Duration POLL = Duration.ofMillis(200);

  private final Path folder;

  private NodeFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Under the system property {@code dpk.home}, the project's root; else the folder above.
   *
   * @throws NodeException if it is not there
   */
  static NodeFolder of(String name) throws NodeException {
    Path folder = Path.of(System.getProperty("dpk.home", ".."), "contracts", "nodes", name);
    if (!Files.isRegularFile(folder.resolve("package-lock.json"))) {
      throw new NodeException(
          "there is no "
              + folder
              + ": start this from DPK's source tree, or name its root in the"
              + " system property dpk.home");
    }
    return new NodeFolder(folder.toAbsolutePath().normalize());
  }

  /** A file of the project's own in the folder. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /**
   * A file of what is installed; installs first if that is missing or older than the lock file.
   *
   * @throws NodeException if it can't be installed; the message shows what npm printed
   */
  Path installed(String path) throws NodeException {
    synchronized (NodeFolder.class) { // a file lock is for other processes
      if (!isInstalled()) {
        install();
      }
    }
    return folder.resolve("node_modules").resolve(path);
  }

  private Path stamp() {
    return folder.resolve("node_modules").resolve(".dpk-installed");
  }

  private boolean isInstalled() throws NodeException {
    try {
      return Files.isRegularFile(stamp()) && Files.mismatch(stamp(), file("package-lock.json")) < 0;
    } catch (IOException e) {
      throw new NodeException("can't read " + folder, e);
    }
  }

  private void install() throws NodeException {
    Deadline deadline = Deadline.in(INSTALL);
    Path lockFile = Path.of(System.getProperty("java.io.tmpdir"), lockName());
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(channel, deadline)) {
      if (lock.isValid() && !isInstalled()) {
        runNpm(deadline);
        Files.copy(file("package-lock.json"), stamp());
      }
    } catch (NodeException e) {
      throw e;
    } catch (IOException e) {
      throw new NodeException(folder + " can't be installed: " + e.getMessage(), e);
    }
  }

  private String lockName() {
    return "dpk-" + folder.getFileName() + "-" + Integer.toHexString(folder.hashCode()) + ".lock";
  }

  private FileLock lock(FileChannel channel, Deadline deadline) throws IOException {
    while (true) {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
      deadline.pause(POLL, () -> "another process still installs " + folder);
    }
  }

  private void runNpm(Deadline deadline) throws IOException {
    Path log = Files.createTempFile("dpk-npm-", ".log");
    List<String> command = List.of("npm", "ci", "--prefix", folder.toString());
    try (NodeProcess npm = NodeProcess.start("npm ci", command, folder, log, Map.of())) {
      int status = npm.waitFor(deadline);
      if (status != 0) {
        throw new NodeException(
            "npm ci in "
                + folder
                + " failed; it needs Node.js 20 or later, g++, make and python3:\n"
                + npm.output());
      }
    } finally {
      Files.deleteIfExists(log);
    }
  }
}
