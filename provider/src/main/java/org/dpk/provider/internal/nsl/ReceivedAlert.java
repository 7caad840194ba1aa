package org.dpk.provider.internal.nsl;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Turns alerts into exceptions, and texts into what an alert may carry. */
final class ReceivedAlert {

  private static final int FIRST_PRINTABLE = 0x20;
  private static final int LAST_PRINTABLE = 0x7e;

  private ReceivedAlert() {}

  /**
   * What an alert to the initiator says.
   *
   * @throws CryptoFailure if it is sealed, and not by the responder of this run
   */
  static NslAbort atInitiator(NslMessage.Alert alert, KeySchedule schedule)
      throws CryptoFailure, MalformedMessage {
    if (!alert.isSealed()) {
      return inClear(alert);
    }
    Plaintext.SealedAlert sealed =
        Plaintext.SealedAlert.decode(schedule.alertBox().open(alert.sealed()));
    AlertCode code = AlertCode.byCode(sealed.code()).orElse(null);
    if (code == AlertCode.TOKEN_REJECTED) {
      int detail = sealed.data().length == 1 ? sealed.data()[0] & 0xFF : 0;
      return new NslAbort(code, NslAbort.Origin.PEER, "reason " + detail, null, detail);
    }
    String reason = printable(new String(sealed.data(), US_ASCII));
    return new NslAbort(
        code, NslAbort.Origin.PEER, reason.isEmpty() ? "alert " + sealed.code() : reason, null);
  }

  // a hint only: what has to be sealed is not believed in clear
  static NslAbort inClear(NslMessage.Alert alert) {
    AlertCode code = AlertCode.byCode(alert.code()).filter(c -> !c.isSealed()).orElse(null);
    return new NslAbort(code, NslAbort.Origin.ANYBODY, "alert " + alert.code(), null);
  }

  static byte[] data(String reason) {
    String text = printable(reason);
    int length = Math.min(text.length(), Plaintext.SealedAlert.MAX_DATA);
    return text.substring(0, length).getBytes(US_ASCII);
  }

  private static String printable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(c >= FIRST_PRINTABLE && c <= LAST_PRINTABLE ? c : '?');
    }
    return out.toString();
  }
}
