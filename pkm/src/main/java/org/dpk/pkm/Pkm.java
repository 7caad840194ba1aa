package org.dpk.pkm;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.dpk.pkm.internal.progress.StepObserver;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.enrol.ServiceAddress;

/**
 * A running PKM: the administrator's API, the devices' enrolment service, and the outbox that
 * carries out on chain what they order.
 *
 * <p>Whenever it ends, killed or closed, the next one on the same data directory goes on with what
 * is open.
 */
public final class Pkm implements AutoCloseable {

  private final Facts facts;
  private final Resources resources;

  /**
   * What is to be known of a running PKM.
   *
   * @param identity who it is
   * @param wallet what pays
   * @param adminUri where administrators are served
   * @param adminKeyFile the file that their key was written into at the first start
   * @param endpoints where devices are served, as token files say
   */
  record Facts(
      DpkIdentity identity,
      EthereumAddress wallet,
      URI adminUri,
      Path adminKeyFile,
      List<ServiceAddress> endpoints) {}

  Pkm(Facts facts, Resources resources) {
    this.facts = facts;
    this.resources = resources;
  }

  /**
   * Starts a PKM. Returns when both services listen and the PKM's own record is on chain.
   *
   * @param password of the identity file; not cleared
   * @throws PkmException if the wallet is no PKM of the registry, or the configuration can't work
   * @throws IOException if the identity file, the data base, the chain or an address can't be used;
   *     the message says what to do
   */
  public static Pkm start(PkmConfig config, char[] password) throws IOException {
    return start(config, password, StepObserver.NONE);
  }

  /**
   * As {@link #start(PkmConfig, char[])}.
   *
   * @param observer hears of each step
   */
  public static Pkm start(PkmConfig config, char[] password, StepObserver observer)
      throws IOException {
    return new PkmStart(config, observer, Clock.systemUTC()).start(password);
  }

  /** Who it is. */
  public DpkIdentity identity() {
    return facts.identity();
  }

  /** The wallet that pays. */
  public EthereumAddress wallet() {
    return facts.wallet();
  }

  /** Where administrators are served. */
  public URI adminUri() {
    return facts.adminUri();
  }

  /** The file that the administrator's key was written into at the first start. */
  public Path adminKeyFile() {
    return facts.adminKeyFile();
  }

  /** Where devices are served, as token files say. */
  public List<ServiceAddress> endpoints() {
    return facts.endpoints();
  }

  /** Stops listening and ends; what is open goes on with the next start. */
  @Override
  public synchronized void close() throws IOException {
    resources.close();
  }
}
