package org.dpk.cli.internal.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.dpk.provider.RegistryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DiagnosesTest {

  static Stream<Arguments> known() {
    return Stream.of(
        Arguments.of(new RegistryException.Unreachable("no answer", null), ExitCode.UNAVAILABLE),
        Arguments.of(new RegistryException.WrongChain("chain 1"), ExitCode.CONFIG),
        Arguments.of(new RegistryException.NoContract("no code"), ExitCode.CONFIG),
        Arguments.of(new RegistryException.ClockSkew("a year"), ExitCode.CONFIG),
        Arguments.of(new RegistryException.Refused("NotPkm", null), ExitCode.DENIED),
        Arguments.of(new RegistryException.UnusableRecord("short", null), ExitCode.DATA),
        Arguments.of(new NoSuchFileException("f"), ExitCode.NO_INPUT),
        Arguments.of(new AccessDeniedException("f"), ExitCode.NO_INPUT),
        Arguments.of(new FileAlreadyExistsException("f"), ExitCode.CANNOT_CREATE),
        Arguments.of(new FileSystemException("f", null, "No space left"), ExitCode.CANNOT_CREATE),
        Arguments.of(new ConnectException("refused"), ExitCode.UNAVAILABLE),
        Arguments.of(new InterruptedException(), ExitCode.INTERRUPTED),
        Arguments.of(new Failure(ExitCode.USAGE, "this", "that"), ExitCode.USAGE));
  }

  @ParameterizedTest
  @MethodSource("known")
  void aKnownExceptionIsFoundBehindOthers(Throwable thrown, ExitCode exit) {
    Diagnosis diagnosis = Diagnoses.of(new IOException(new ExecutionException(thrown)));
    assertEquals(exit, diagnosis.exit());
    assertTrue(!diagnosis.what().isEmpty() && !diagnosis.advice().isEmpty());
  }

  @Test
  void anythingElseIsAFaultOfDpk() {
    Diagnosis diagnosis = Diagnoses.of(new IllegalStateException("odd\n  thing"));
    assertEquals(ExitCode.INTERNAL, diagnosis.exit());
    assertEquals("unexpected: java.lang.IllegalStateException: odd thing", diagnosis.what());
  }

  @Test
  void aCycleOfCausesEnds() {
    IOException first = new IOException("first");
    first.initCause(new IOException("second", first));
    assertEquals(ExitCode.INTERNAL, Diagnoses.of(first).exit());
  }
}
