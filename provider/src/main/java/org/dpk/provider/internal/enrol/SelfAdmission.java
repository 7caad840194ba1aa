package org.dpk.provider.internal.enrol;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.dpk.provider.IdentityFileException;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.ethereum.ContractCall;
import org.dpk.provider.internal.ethereum.PreparedTransaction;
import org.dpk.provider.internal.ethereum.Receipt;
import org.dpk.provider.internal.ethereum.RegistryWriter;
import org.dpk.provider.internal.ethereum.TransactionSender;

/**
 * The paper's first step: the device asks the contract for admission with its own wallet, in one
 * transaction that is in the identity file before it is sent.
 */
final class SelfAdmission {

  private final ChainSession chain;
  private final DeviceFile device;
  private final byte[] tokenHash;
  private final EnrolmentSettings settings;
  private final EnrolmentObserver observer;
  private final TransactionSender sender;
  private final ContractCall addClient;

  /**
   * @param tokenHash the token's name on chain, 32 bytes
   */
  SelfAdmission(
      ChainSession chain,
      DeviceFile device,
      byte[] tokenHash,
      EnrolmentSettings settings,
      EnrolmentObserver observer) {
    this.chain = chain;
    this.device = device;
    this.tokenHash = tokenHash;
    this.settings = settings;
    this.observer = observer;
    this.sender = new TransactionSender(chain.node(), device.wallet(), settings.fees());
    this.addClient =
        new RegistryWriter(chain.node().registry())
            .addClient(device.candidate().orElseThrow(), tokenHash);
  }

  /** Asks, or finds that this device has asked. */
  void ask() throws IOException {
    Optional<PreparedTransaction> stored = device.request();
    sender.resume(stored.map(List::of).orElse(List.of()));
    carryOut(stored.isPresent() ? stored.get() : sign());
    if (!isPending()) {
      // the contract forgot it: nobody approved in time
      device.dropRequest();
      carryOut(sign());
    }
  }

  private PreparedTransaction sign() throws RegistryException, IdentityFileException {
    PreparedTransaction request = sender.prepare(addClient);
    device.storeRequest(request);
    observer.reached(EnrolmentStep.REQUEST_STORED, request.hash().toString());
    return request;
  }

  private void carryOut(PreparedTransaction request) throws IOException {
    sender.broadcast(request);
    observer.reached(EnrolmentStep.REQUEST_SENT, request.hash().toString());
    Receipt receipt = sender.awaitReceipt(request.hash(), settings.patience());
    if (!receipt.succeeded()) {
      device.dropRequest();
      throw new EnrolmentException.AdmissionRefused(
          "the registry refused transaction "
              + request.hash()
              + ": run the same command again to hear why, or to go on if that has passed",
          null);
    }
    observer.reached(EnrolmentStep.REQUEST_MINED, request.hash().toString());
  }

  private boolean isPending() throws RegistryException {
    return chain.isPending(tokenHash, device.wallet().address(), device.candidate().orElseThrow());
  }
}
