package org.dpk.provider.internal.enrol;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.internal.agreement.Enrolment;
import org.dpk.provider.internal.agreement.NslAgreement;
import org.dpk.provider.internal.identity.OwnRecord;
import org.dpk.provider.internal.nsl.OwnKeys;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.psk.PskJsseProvider;

/**
 * TLS towards the PKM of a token file, whatever host it is reached at: keyed with the candidate's
 * keys and the token on this side, and with the pinned record on the other.
 */
final class PkmTls implements AutoCloseable {

  private final NslAgreement agreement;

  private PkmTls(NslAgreement agreement) {
    this.agreement = agreement;
  }

  /**
   * @param registry where the PKM is looked up; stays the caller's to close
   * @param candidate stays the caller's to destroy
   * @param proven what its handshakes prove the candidate's keys of
   */
  static PkmTls open(KeyRegistry registry, TokenFile token, OwnRecord candidate, Suite proven) {
    List<SuiteKeyPair> pairs =
        candidate.keys().stream().filter(pair -> pair.suite() == proven).toList();
    OwnKeys keys = new OwnKeys(EncodedRecord.of(candidate.record()), pairs);
    Enrolment enrolment = new Enrolment(keys, token.token(), token.pkmRecordHash());
    return new PkmTls(
        NslAgreement.enrolling(registry, enrolment).hosts(server -> token.pkm()).build());
  }

  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3-PSK", new PskJsseProvider());
      context.init(new KeyManager[] {agreement}, null, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a context takes an agreement as its key manager", e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      agreement.close();
    } catch (Exception e) {
      throw new IOException("the agreement did not close", e);
    }
  }
}
