package org.dpk.cli.internal.agree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.provider.internal.file.AtomicFile;

/**
 * Whose keys stand in a file, and until when: beside it, since wire identities are random and
 * stunnel's format has no comments. No secrets; immutable. The newest key of a peer comes last.
 */
record Ledger(List<Entry> entries) {

  private static final int MAX_LENGTH = 16 << 20;

  /**
   * A key in the file.
   *
   * @param identity on the wire, 22 characters without blanks
   * @param until when it ends
   * @param peer whom it authenticates; an identity, without blanks
   */
  record Entry(String identity, Instant until, String peer) {

    private String line() {
      return identity + " " + until.getEpochSecond() + " " + peer + "\n";
    }
  }

  Ledger {
    entries = List.copyOf(entries);
  }

  /** The file that belongs to a file of keys. */
  static Path of(Path keys) {
    return keys.resolveSibling(keys.getFileName() + ".dpk");
  }

  /** Reads one; empty if there is none. */
  static Ledger read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new Ledger(List.of());
    }
    if (Files.size(file) > MAX_LENGTH) {
      throw damaged(file);
    }
    List<Entry> entries = new ArrayList<>();
    for (String line : text(file).lines().toList()) {
      entries.add(entry(file, line.split(" ", -1)));
    }
    return new Ledger(entries);
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file, UTF_8);
    } catch (CharacterCodingException e) {
      throw damaged(file);
    }
  }

  private static Entry entry(Path file, String[] words) {
    try {
      if (words.length == 3 && !words[0].isEmpty()) {
        return new Entry(words[0], Instant.ofEpochSecond(Long.parseLong(words[1])), words[2]);
      }
    } catch (NumberFormatException | DateTimeException e) {
      // as any other line that is none
    }
    throw damaged(file);
  }

  private static Failure damaged(Path file) {
    return new Failure(
        ExitCode.DATA,
        file + " is damaged: it says whose keys stand in the file beside it",
        "remove both files, and agree on new keys");
  }

  void write(Path file) throws IOException {
    String text = entries.stream().map(Entry::line).collect(Collectors.joining());
    AtomicFile.replace(file, text.getBytes(UTF_8));
  }

  Ledger with(ProgramKey key) {
    List<Entry> more = new ArrayList<>(entries);
    more.add(new Entry(key.identity(), key.until(), key.peer()));
    return new Ledger(more);
  }

  Ledger without(Set<String> gone) {
    return new Ledger(entries.stream().filter(entry -> !gone.contains(entry.identity())).toList());
  }

  /** The wire identities of keys that have ended. */
  Set<String> ended(Instant now) {
    return entries.stream()
        .filter(entry -> !now.isBefore(entry.until()))
        .map(Entry::identity)
        .collect(Collectors.toSet());
  }

  /** The wire identities of all keys of a peer. */
  Set<String> of(String peer) {
    return entries.stream()
        .filter(entry -> entry.peer().equals(peer))
        .map(Entry::identity)
        .collect(Collectors.toSet());
  }

  /** Those of a peer but for the newest ones, so many of which stay. */
  Set<String> surplus(String peer, int staying) {
    List<String> all =
        entries.stream().filter(entry -> entry.peer().equals(peer)).map(Entry::identity).toList();
    return new HashSet<>(all.subList(0, Math.max(0, all.size() - staying)));
  }

  Set<String> all() {
    return entries.stream().map(Entry::identity).collect(Collectors.toSet());
  }
}
