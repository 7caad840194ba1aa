package org.dpk.provider.internal.proof;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What nodes answered once, each in a file that {@link ProofRecorder} wrote. */
@Tag("one-jdk")
class RecordedProofsTest {

  static List<Path> files() throws Exception {
    Path folder =
        Path.of(Objects.requireNonNull(RecordedProofsTest.class.getResource("/proofs")).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyProofProvesAndNoChangedOneDoes(Path file) throws Exception {
    RecordedChain recorded = RecordedChain.read(file);
    RecordedChainCheck check = RecordedChainCheck.of(recorded);
    System.out.println(recorded.node() + ": " + check);
    assertTrue(check.headers() > 0 && check.logs() > 0, check::toString);
    assertTrue(check.present() > 0 && check.absent() > 0, check::toString);
    assertTrue(check.refused() > 10_000, check::toString);
  }
}
