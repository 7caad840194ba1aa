package org.dpk.cli.internal.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdentityFileException;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.enrol.EnrolmentException;
import org.dpk.provider.internal.enrol.TokenRejection;
import org.dpk.psk.PeerSpeaksNoAgreementException;
import org.dpk.psk.PskPeer;
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
        Arguments.of(new RegistryException.Unanchored("frozen", null), ExitCode.UNAVAILABLE),
        Arguments.of(new RegistryException.Unproven("swapped", null), ExitCode.DATA),
        Arguments.of(new RegistryException.RecordUnavailable("pruned"), ExitCode.UNAVAILABLE),
        Arguments.of(
            new DpkHandshakeException.IdentityRevoked("revoked", null, null, null),
            ExitCode.DENIED),
        Arguments.of(
            new DpkHandshakeException.LookupUnavailable("slow", null, null, null),
            ExitCode.UNAVAILABLE),
        Arguments.of(
            new DpkHandshakeException.LookupUnavailable(
                "no look-up", null, null, new RegistryException.WrongChain("chain 1")),
            ExitCode.CONFIG),
        Arguments.of(
            new PeerSpeaksNoAgreementException(new PskPeer("h", 1), "a ServerHello", null),
            ExitCode.PROTOCOL),
        Arguments.of(new IdentityFileException.WrongPassword("wrong", null), ExitCode.DENIED),
        Arguments.of(new IdentityFileException.Unreadable("short", null), ExitCode.DATA),
        Arguments.of(new IdentityFileException.NotWritten("full", null), ExitCode.CANNOT_CREATE),
        Arguments.of(
            new EnrolmentException.TokenRejected(TokenRejection.EXPIRED, null), ExitCode.DENIED),
        Arguments.of(new EnrolmentException.BadTokenFile("cut", null), ExitCode.DATA),
        Arguments.of(new EnrolmentException.PkmUnreachable("gone", null), ExitCode.UNAVAILABLE),
        Arguments.of(new EnrolmentException.WrongSuites("none of these"), ExitCode.USAGE),
        Arguments.of(new EnrolmentException("another device's", null), ExitCode.DATA),
        Arguments.of(
            new EnrolmentException(
                "odd", new DpkHandshakeException.VersionMismatch("version 2", null, null, null)),
            ExitCode.PROTOCOL),
        Arguments.of(new SSLException("odd"), ExitCode.PROTOCOL),
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
  void whatDpkSaysGoesBeforeWhatAnHttpClientMakesOfIt() {
    Exception revoked = new DpkHandshakeException.IdentityRevoked("revoked", null, null, null);
    Exception wrapped = new SSLException("handshake failed", revoked);
    assertEquals("revoked", Diagnoses.of(wrapped).what());
  }

  @Test
  void whereNoSuiteIsInCommonTheWayOutIsASuite() {
    DpkIdentity peer = DpkIdentity.parse("dns:server.example");
    Exception thrown = new DpkHandshakeException.NoCommonSuite("no suite", peer, null, null);
    assertEquals(
        "dpk lookup dns:server.example shows its suites; enrol with one of them: --suite",
        Diagnoses.of(thrown).advice());
  }

  @Test
  void whoIsNotOnTheListIsNotSentToTheChain() {
    Exception thrown = new DpkHandshakeException.PolicyDenied("not allowed", null, null, null);
    assertEquals(
        "have this identity put on the list of the other end", Diagnoses.of(thrown).advice());
  }

  @Test
  void whoeverIsStoppedIsToldNothingElse() {
    Exception cut = new IdentityFileException.NotWritten("full", new ClosedByInterruptException());
    assertEquals(ExitCode.INTERRUPTED, Diagnoses.of(cut).exit());
  }

  @Test
  void aNameThatDoesNotResolveIsSaidToBeOne() {
    Exception connect = new ConnectException();
    connect.initCause(new ConnectException().initCause(new UnresolvedAddressException()));
    assertEquals("no such host", Diagnoses.of(connect).what());
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
