package org.dpk.provider.internal.nsl.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Spin finds Lowe's attack on the paper's messages, and none once B's name stands in the second one
 * ({@code docs/protocol/model}).
 */
@Tag("one-jdk")
class NeedhamSchroederModelIT {

  private static final Path MODEL =
      Path.of(System.getProperty("dpk.home", ".."), "docs/protocol/model/needham-schroeder.pml");

  /** By how much another release of Spin may differ in the number of states. */
  private static final double TOLERANCE = 0.1;

  @TempDir private static Path folder;
  private static Spin paper;
  private static Spin lowe;

  @BeforeAll
  static void compile() throws IOException, InterruptedException {
    paper = Spin.verifier(MODEL, Files.createDirectory(folder.resolve("paper")), List.of());
    lowe = Spin.verifier(MODEL, Files.createDirectory(folder.resolve("lowe")), List.of("-DLOWE"));
  }

  @ParameterizedTest
  @CsvSource({"authB, 4421", "secret, 4421", "authA, 4421"})
  void withLowesFixEverythingHoldsInAllStates(String property, int states) throws Exception {
    assertHolds(lowe.search(property), states);
  }

  @ParameterizedTest
  @CsvSource({"authB, 2831", "secret, 2831"})
  void withoutItBIsDeceivedAndItsKeyIsKnown(String property, int states) throws Exception {
    assertViolated(paper.search(property), states);
  }

  @Test
  void aIsNotDeceivedWithoutItEither() throws Exception {
    assertHolds(paper.search("authA"), 4049);
  }

  /** Otherwise nobody ever finishes in the model, and what holds there means nothing. */
  @Test
  void anHonestRunEndsInBoth() throws Exception {
    assertViolated(paper.search("reach"), 2191);
    assertViolated(lowe.search("reach"), 2574);
  }

  @Test
  void theAttackIsLowes() throws Exception {
    assertViolated(paper.search("authB"), 2831);
    List<String> attack = paper.trail();
    System.out.println("Lowe's attack, found by Spin:");
    attack.forEach(step -> System.out.println("  " + step));
    assertEquals(
        List.of(
            "net!M1,I,NA,A,none", // A begins with the intruder,
            "toB!M1,B,NA,A,none", // who is A for B;
            "net!M2,A,NA,NB,none", // B's answer is for A,
            "toA!M2,A,NA,NB,none", // who gets it
            "net!M3,I,NB,none,none", // and opens it for the intruder,
            "toB!M3,B,NB,none,none",
            "net!M4,I,KA,NB,A", // and gives him the key
            "toB!M4,B,KA,NB,A"), // that B takes for A's and its own
        attack);
  }

  private static void assertHolds(Spin.Verdict verdict, int states) {
    assertEquals(0, verdict.errors(), verdict::output);
    assertTrue(verdict.exhaustive(), verdict::output);
    assertNear(states, verdict);
  }

  private static void assertViolated(Spin.Verdict verdict, int states) {
    assertEquals(1, verdict.errors(), verdict::output);
    assertTrue(verdict.output().contains("assertion violated"), verdict::output);
    assertNear(states, verdict);
  }

  private static void assertNear(int states, Spin.Verdict verdict) {
    assertEquals(states, verdict.states(), states * TOLERANCE, verdict::output);
  }
}
