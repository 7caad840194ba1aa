package org.dpk.provider.internal.enrol;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.Lookup;
import org.dpk.provider.internal.ethereum.RegistryEntry;
import org.dpk.provider.internal.identity.LocalIdentity;
import org.dpk.provider.internal.identity.OwnRecord;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Brings a device onto the chain, from a token file to an identity file that can be used.
 *
 * <p>Whenever it stops, killed or for an error, the same call goes on from there: what a step needs
 * is in the identity file before the step, and asking twice changes nothing.
 */
public final class EnrolmentClient {

  private static final int MOST_FAILURES = 5;

  private final EnrolmentSettings settings;
  private final EnrolmentObserver observer;

  /**
   * An identity that is on chain.
   *
   * @param identity who this device is
   * @param wallet whose record it is: may rotate and revoke it
   * @param version of the record
   * @param block where it was seen
   */
  public record Enrolled(
      DpkIdentity identity, EthereumAddress wallet, long version, BlockRef block) {}

  /**
   * @param observer hears of each step
   */
  public EnrolmentClient(EnrolmentSettings settings, EnrolmentObserver observer) {
    this.settings = settings;
    this.observer = observer;
  }

  /**
   * Enrols, or goes on with an enrolment, or finds that there is nothing left to do.
   *
   * @param token what the operator handed out
   * @param file the identity file; made if it is not there
   * @param password of the identity file; not cleared
   * @throws EnrolmentException if the token file is none, or the PKM or the registry refuses or
   *     can't be reached
   * @throws org.dpk.provider.RegistryException if the chain can't be asked, or is another one
   * @throws org.dpk.provider.IdentityFileException if the file can't be opened or written
   * @throws IOException if anything else stops it
   */
  public Enrolled enrol(TokenFile token, Path file, char[] password) throws IOException {
    token.requireReadableToken();
    try (ChainSession chain = ChainSession.connect(token, settings)) {
      observer.reached(EnrolmentStep.CHAIN_REACHED, token.registry().toString());
      IdentityRecord pkm = chain.requirePkm(token);
      observer.reached(EnrolmentStep.PKM_VERIFIED, token.pkm().toString());
      RegistryEntry entry = chain.entry(token.identity());
      Terms terms =
          Terms.of(pkm, token.identity(), ChainSession.nextVersion(entry), token.recordNotAfter());
      KeyChoice keys = new KeyChoice(settings.suites(), terms);
      try (DeviceFile device = DeviceFile.openOrCreate(file, token, password, entry, keys)) {
        observer.reached(EnrolmentStep.IDENTITY_STORED, file.toString());
        return enrol(token, chain, device, entry, terms);
      }
    }
  }

  private Enrolled enrol(
      TokenFile token, ChainSession chain, DeviceFile device, RegistryEntry entry, Terms terms)
      throws IOException {
    if (!device.isOnChain(entry)) {
      admit(token, chain, device, terms);
    }
    RegistryEntry entryNow = awaitOnChain(token, chain, device);
    BlockRef seen =
        settings.light().isPresent() ? awaitProven(token, chain, device) : entryNow.block();
    observer.reached(EnrolmentStep.RECORD_VERIFIED, seen.toString());
    if (device.candidate().isPresent()) {
      device.complete(seen);
    }
    observer.reached(EnrolmentStep.COMPLETED, token.identity().toString());
    return new Enrolled(
        token.identity(), device.wallet().address(), ChainSession.nextVersion(entryNow) - 1, seen);
  }

  private void admit(TokenFile token, ChainSession chain, DeviceFile device, Terms terms)
      throws IOException {
    try (LocalIdentity local = device.local()) {
      OwnRecord candidate = local.candidate().orElseThrow();
      List<Suite> suites = terms.inOrderOfProof(KeyChoice.suites(candidate.record()));
      try (PkmTls tls = PkmTls.open(chain.registry(), token, candidate, suites.get(0));
          PkmConnection pkm = new PkmConnection(tls.context(), token.endpoints())) {
        if (suites.size() > 1) {
          pkm.status(); // binds the token to the candidate, before the other keys are proven
          proveAll(token, chain, candidate, suites.subList(1, suites.size()));
        }
        admit(token, chain, device, pkm);
      }
    }
  }

  // protocol.md "Enrolment": one suite per run
  private static void proveAll(
      TokenFile token, ChainSession chain, OwnRecord candidate, List<Suite> suites)
      throws IOException {
    for (Suite suite : suites) {
      try (PkmTls tls = PkmTls.open(chain.registry(), token, candidate, suite);
          PkmConnection pkm = new PkmConnection(tls.context(), token.endpoints())) {
        pkm.status();
      }
    }
  }

  private void admit(TokenFile token, ChainSession chain, DeviceFile device, PkmConnection pkm)
      throws IOException {
    PkmAnswer answer = pkm.begin(token.mode());
    observer.reached(EnrolmentStep.ADMISSION_BEGUN, answer.stage());
    if (token.mode() == AdmissionMode.FUNDED) {
      admitOneself(token, chain, device, pkm);
    }
    PkmAnswer done = await(pkm, PkmAnswer::isDone);
    observer.reached(EnrolmentStep.ADMITTED, done.transaction());
  }

  private void admitOneself(
      TokenFile token, ChainSession chain, DeviceFile device, PkmConnection pkm)
      throws IOException {
    PkmAnswer funded = await(pkm, PkmAnswer::isFunded);
    observer.reached(EnrolmentStep.FUNDED, funded.transaction());
    if (!funded.stage().equals(PkmAnswer.FUNDED)) {
      return;
    }
    byte[] tokenHash = EnrolmentToken.decode(token.token()).hash();
    new SelfAdmission(chain, device, tokenHash, settings, observer).ask();
    askForApproval(pkm);
    observer.reached(EnrolmentStep.APPROVAL_ASKED, "");
  }

  // the PKM's node may lag behind the device's
  private void askForApproval(PkmConnection pkm) throws IOException {
    Deadline deadline = Deadline.in(settings.patience());
    while (true) {
      try {
        pkm.approve();
        return;
      } catch (PkmConnection.NotPending e) {
        if (deadline.isOver()) {
          throw e;
        }
        Pause.of(settings.poll());
      }
    }
  }

  private PkmAnswer await(PkmConnection pkm, Predicate<PkmAnswer> wanted) throws IOException {
    Deadline deadline = Deadline.in(settings.patience());
    int failures = 0;
    while (true) {
      PkmAnswer answer = null;
      try {
        answer = pkm.status();
        failures = 0;
      } catch (EnrolmentException.PkmUnreachable e) {
        if (++failures >= MOST_FAILURES) {
          throw e;
        }
      }
      if (answer != null && wanted.test(answer)) {
        return answer;
      }
      requireHope(answer, deadline);
      Pause.of(settings.poll().multipliedBy(1L << failures));
    }
  }

  private static void requireHope(@Nullable PkmAnswer answer, Deadline deadline)
      throws EnrolmentException {
    if (answer != null && answer.isRefused()) {
      throw new EnrolmentException.AdmissionRefused(
          "the PKM ended this enrolment ("
              + answer.stage()
              + (answer.detail().isEmpty() ? "" : ": " + answer.detail())
              + "): ask its operator for a new registration",
          null);
    }
    if (deadline.isOver()) {
      throw new EnrolmentException.TookTooLong(
          "the PKM is not done yet"
              + (answer == null || answer.detail().isEmpty() ? "" : " (" + answer.detail() + ")")
              + ": run the same command again later to go on");
    }
  }

  private RegistryEntry awaitOnChain(TokenFile token, ChainSession chain, DeviceFile device)
      throws IOException {
    Deadline deadline = Deadline.in(settings.patience());
    while (true) {
      RegistryEntry entry = chain.entry(token.identity());
      if (device.isOnChain(entry)) {
        return entry;
      }
      if (deadline.isOver()) {
        throw new EnrolmentException.TookTooLong(
            "the PKM says that the record is on chain, but this device's node does not show it:"
                + " wait until the node has caught up, then run the same command again");
      }
      Pause.of(settings.poll());
    }
  }

  /** Peers in light mode see the record no sooner than this device proves it to itself. */
  private BlockRef awaitProven(TokenFile token, ChainSession chain, DeviceFile device)
      throws IOException {
    Deadline deadline = Deadline.in(settings.patience());
    while (true) {
      if (chain.find(token.identity()) instanceof Lookup.Active found
          && device.holds(found.record())) {
        return found.block();
      }
      if (deadline.isOver()) {
        throw new EnrolmentException.TookTooLong(
            "the record is on chain, but no block that light mode trusts shows it yet: run the same"
                + " command again later to go on");
      }
      Pause.of(settings.poll());
    }
  }
}
