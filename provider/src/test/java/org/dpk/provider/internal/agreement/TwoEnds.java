package org.dpk.provider.internal.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.dpk.psk.PskAgreement.Step;
import org.dpk.psk.PskPeer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A device and a server, each of which sees the other on chain. What a test opens is closed. */
final class TwoEnds implements AfterEachCallback {

  /** Where B is reached. */
  static final PskPeer SERVER = new PskPeer("server.example.org", 443);

  final End a = new End("uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", 1);
  final End b = new End("dns:server.example.org", 2);

  /** The clock of every agreement that is opened here. */
  final AtomicLong nanos = new AtomicLong();

  private final List<AutoCloseable> opened = new ArrayList<>();

  TwoEnds() {
    a.view.put(b.record);
    b.view.put(a.record);
  }

  NslAgreement open(NslAgreementBuilder builder) {
    NslAgreement agreement = builder.nanoClock(nanos::get).build();
    opened.add(agreement);
    return agreement;
  }

  /** The message of a step that has one. */
  static byte[] sent(Step step) {
    return ((Step.Send) step).message();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }
}
