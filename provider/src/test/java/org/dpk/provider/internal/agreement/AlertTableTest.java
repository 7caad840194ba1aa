package org.dpk.provider.internal.agreement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.internal.nsl.AlertCode;
import org.dpk.provider.internal.nsl.KeyTerms;
import org.dpk.provider.internal.nsl.NslAbort;
import org.dpk.provider.internal.nsl.Primitives;
import org.dpk.provider.internal.nsl.Responder;
import org.dpk.psk.AgreementException;
import org.dpk.psk.PskAgreement;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskPeer;
import org.dpk.psk.PskPrincipal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every alert over TLS engines, against the table "Alerts" of {@code docs/protocol/nsl.md}: which
 * exception each end gets, whom it names, what is on the wire.
 */
class AlertTableTest {

  private static final Path SPECIFICATION =
      Path.of(System.getProperty("basedir", "."), "..", "docs", "protocol", "nsl.md");
  private static final String HOST = "server.example.org";
  private static final int RECORD_HEADER = 5;
  private static final byte[] ACCESS_DENIED = {21, 3, 3, 0, 2, 2, 49};

  private final End a = new End("uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", 1);
  private final End b = new End("dns:" + HOST, 2);
  private NslAgreement ofA;
  private NslAgreement ofB;

  @BeforeEach
  void bothSeeBoth() {
    a.view.put(b.record);
    b.view.put(a.record);
    ofA = NslAgreement.of(a.view, a.own()).build();
    ofB = NslAgreement.of(b.view, b.own()).build();
  }

  @AfterEach
  void close() throws Exception {
    ofA.close();
    ofB.close();
  }

  /** A row of the table. */
  private record Row(String exception, boolean sealed, String about) {}

  private static Row row(AlertCode code) throws Exception {
    Pattern pattern =
        Pattern.compile(
            "^\\| %d %s \\| (in clear|sealed) \\| `(\\w+)` \\| ([AB]) \\| .*\\|$"
                .formatted(code.code(), code.name().toLowerCase(Locale.ROOT)));
    List<MatchResult> rows =
        Files.readAllLines(SPECIFICATION).stream()
            .flatMap(line -> pattern.matcher(line).results())
            .toList();
    assertEquals(1, rows.size(), "rows of " + code);
    MatchResult row = rows.get(0);
    return new Row(row.group(2), row.group(1).equals("sealed"), row.group(3));
  }

  @ParameterizedTest
  @EnumSource(AlertCode.class)
  void bothEndsAreToldAsTheTableSays(AlertCode code) throws Exception {
    Row row = row(code);
    EnginePeer client = new EnginePeer(HOST, context(ofA), true);
    EnginePeer server = new EnginePeer(HOST, context(new RefusingAgreement(ofB, b, code)), false);

    server.give(client.flight());
    EnginePeer.Ended ended = server.end();
    DpkHandshakeException atB = (DpkHandshakeException) ended.reason();
    assertEquals(row.exception(), atB.getClass().getSimpleName());
    assertEquals(code.code(), atB.alert());
    assertAnswer(row, code, ended.said());

    client.give(ended.said());
    EnginePeer.Ended clients = client.end();
    DpkHandshakeException atA = (DpkHandshakeException) clients.reason();
    assertEquals(row.exception(), atA.getClass().getSimpleName());
    assertEquals(code.code(), atA.alert());
    End about = row.about().equals("A") ? a : b;
    assertEquals(about.identity, atA.identity().orElseThrow());
    assertTrue(atA.getMessage().contains(about.identity.toString()), atA.getMessage());
    assertTrue(atA.getMessage().contains(b.identity.toString()), atA.getMessage());
    assertTrue(atA.getMessage().matches("(?s).*[:;,] .+"), "says what to do: " + atA.getMessage());
    assertNull(atA.lastMessage(), "an alert is not answered");
    assertArrayEquals(ACCESS_DENIED, clients.said());
  }

  /** The alert in a record of type 0xE1, and a TLS alert that does not say why. */
  private static void assertAnswer(Row row, AlertCode code, byte[] answer) {
    assertEquals(22, answer[0]);
    assertEquals(0xE1, answer[RECORD_HEADER] & 0xFF);
    int body = RECORD_HEADER + 4 + 12;
    assertEquals(row.sealed() ? 0 : code.code(), answer[body] & 0xFF);
    assertEquals(row.sealed(), code.isSealed());
    assertEquals(row.sealed(), answer[body + 1] != 0);
    int tls = answer.length - ACCESS_DENIED.length;
    assertArrayEquals(ACCESS_DENIED, Arrays.copyOfRange(answer, tls, answer.length));
  }

  private static SSLContext context(PskAgreement agreement) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    context.init(new KeyManager[] {agreement}, null, null);
    return context;
  }

  /** A responder that opens NS1 and then ends the run by one alert, whatever it came to. */
  private static final class RefusingAgreement implements PskAgreement {

    private final PskAgreement honest;
    private final End self;
    private final AlertCode code;

    RefusingAgreement(PskAgreement honest, End self, AlertCode code) {
      this.honest = honest;
      this.self = self;
      this.code = code;
    }

    @Override
    public Exchange respond(@Nullable InetAddress client) {
      Responder responder =
          new Responder(
              self.view.id(),
              kid -> Optional.of(self.keys()),
              Primitives.Source.standard(),
              length -> new byte[length],
              KeyTerms.DEFAULT,
              hash -> true,
              false);
      return new Exchange() {
        @Override
        public Step next(byte[] message) throws DpkHandshakeException {
          try {
            responder.receive(message);
            throw code == AlertCode.TOKEN_REJECTED
                ? responder.refuseToken(4)
                : responder.refuse(code, "as the table says");
          } catch (NslAbort e) {
            throw HandshakeErrors.atResponder(e, responder.claimedIdentity().orElse(null));
          }
        }

        @Override
        public void close() {
          responder.close();
        }
      };
    }

    @Override
    public Exchange initiate(PskPeer server) throws AgreementException {
      return honest.initiate(server);
    }

    @Override
    public void confirm(PskPrincipal peer) throws AgreementException {
      honest.confirm(peer);
    }

    @Override
    public boolean isNamed(PskPrincipal peer, PskPeer server) {
      return honest.isNamed(peer, server);
    }

    @Override
    public byte[] keyUnknown() {
      return honest.keyUnknown();
    }

    @Override
    public boolean isKeyUnknown(byte[] message) {
      return honest.isKeyUnknown(message);
    }

    @Override
    public AutoCloseable onInvalidated(Consumer<Invalidation> listener) {
      return honest.onInvalidated(listener);
    }
  }
}
