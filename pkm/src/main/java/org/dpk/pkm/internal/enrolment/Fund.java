package org.dpk.pkm.internal.enrolment;

import java.math.BigInteger;
import java.time.Clock;
import java.util.OptionalLong;
import org.dpk.pkm.internal.outbox.Meaning;
import org.dpk.pkm.internal.outbox.OutboxRow;
import org.dpk.pkm.internal.registration.Registration.State;
import org.dpk.pkm.internal.store.Database;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.ethereum.ContractCall;
import org.jdbi.v3.core.Handle;

/** Funded: the device's wallet gets what {@code addClient} costs, once. */
final class Fund implements Meaning {

  private final Database database;
  private final Chain chain;
  private final BigInteger cap;
  private final AdmissionOutcome outcome;

  /**
   * @param cap the most that one device gets, in wei
   */
  Fund(Database database, Chain chain, BigInteger cap, Clock clock) {
    this.database = database;
    this.chain = chain;
    this.cap = cap;
    this.outcome = new AdmissionOutcome(clock);
  }

  @Override
  public Plan plan(OutboxRow row) throws RegistryException {
    Candidate candidate = database.read(handle -> outcome.candidate(handle, row));
    byte[] tokenHash = database.read(handle -> outcome.tokenHash(handle, row));
    EthereumAddress device = candidate.record().owner();
    ContractCall addClient = chain.writer().addClient(candidate.bytes(), tokenHash);
    BigInteger wei = withReserve(chain.sender().quote(addClient, device));
    if (wei.compareTo(cap) > 0) {
      throw new RegistryException.FeeTooLow(
          "adding a device costs "
              + wei
              + " wei now, more than the "
              + cap
              + " that a device gets: wait for lower fees, or raise the PKM's maxFundingWei");
    }
    return new Plan.Send(ContractCall.transfer(device, wei), OptionalLong.empty());
  }

  // fees may rise by an eighth with every block until the device sends (EIP-1559)
  private static BigInteger withReserve(BigInteger wei) {
    return wei.multiply(BigInteger.valueOf(5)).divide(BigInteger.valueOf(4));
  }

  @Override
  public void done(Handle handle, OutboxRow row, long block) {
    // the device goes on
  }

  @Override
  public void refused(Handle handle, OutboxRow row) {
    outcome.failed(handle, row, State.BOUND);
  }
}
