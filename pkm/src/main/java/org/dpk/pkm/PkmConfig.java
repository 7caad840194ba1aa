package org.dpk.pkm;

import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.dpk.provider.internal.enrol.ServiceAddress;

/**
 * How a PKM is set up. {@link #of} has the defaults; {@link #read} takes them from a file.
 *
 * @param identityFile the PKM's own identity: its keys, its wallet, its registry
 * @param dataDirectory where the data base and the administrator's key are; made if missing
 * @param nodes Ethereum nodes of its own to ask, in order; empty for those of the identity file
 * @param admin where administrators are served: an address of this machine only
 * @param enrolment where devices are served
 * @param advertised where devices find that, as their token files say; empty for {@code enrolment}
 * @param deviceNodes Ethereum nodes that token files name; empty for {@code nodes}
 * @param tokenLifetime how long a token waits for its device
 * @param longestTokenLifetime how long an administrator may let it wait
 * @param recordLifetime how long records hold from the registration on; zero for ever
 * @param maxFeePerGas the most that a transaction may cost, in wei per gas
 * @param maxFunding the most that one device's wallet gets, in wei
 * @param stuckAfter after how long a transaction that is not mined gets a higher fee
 * @param poll between two questions whether something was mined
 * @param startDeadline how long the start may wait for the PKM's own record to be on chain
 */
public record PkmConfig(
    Path identityFile,
    Path dataDirectory,
    List<URI> nodes,
    ServiceAddress admin,
    ServiceAddress enrolment,
    List<ServiceAddress> advertised,
    List<URI> deviceNodes,
    Duration tokenLifetime,
    Duration longestTokenLifetime,
    Duration recordLifetime,
    BigInteger maxFeePerGas,
    BigInteger maxFunding,
    Duration stuckAfter,
    Duration poll,
    Duration startDeadline) {

  /** The port of the administrator's API where nothing else is said. */
  public static final int ADMIN_PORT = 8470;

  /** The port of the enrolment service where nothing else is said. */
  public static final int ENROLMENT_PORT = 8471;

  private static final BigInteger GWEI = BigInteger.TEN.pow(9);
  private static final BigInteger MILLI_ETHER = BigInteger.TEN.pow(15);

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public PkmConfig {
    nodes = List.copyOf(nodes);
    advertised = List.copyOf(advertised);
    deviceNodes = List.copyOf(deviceNodes);
    requirePositive("tokenLifetime", tokenLifetime);
    requirePositive("longestTokenLifetime", longestTokenLifetime);
    requirePositive("stuckAfter", stuckAfter);
    requirePositive("poll", poll);
    requirePositive("startDeadline", startDeadline);
    if (recordLifetime.isNegative()) {
      throw new IllegalArgumentException("recordLifetime is not negative");
    }
    if (maxFeePerGas.signum() <= 0 || maxFunding.signum() <= 0) {
      throw new IllegalArgumentException("maxFeePerGas and maxFunding are positive");
    }
  }

  /** The defaults: administrators on loopback, devices on every address, port 8470 and 8471. */
  public static PkmConfig of(Path identityFile, Path dataDirectory) {
    return new PkmConfig(
        identityFile,
        dataDirectory,
        List.of(),
        new ServiceAddress("127.0.0.1", ADMIN_PORT),
        new ServiceAddress("0.0.0.0", ENROLMENT_PORT),
        List.of(),
        List.of(),
        Duration.ofHours(24),
        Duration.ofDays(30),
        Duration.ZERO,
        GWEI.multiply(BigInteger.valueOf(200)),
        MILLI_ETHER.multiply(BigInteger.valueOf(50)),
        Duration.ofMinutes(1),
        Duration.ofMillis(500),
        Duration.ofMinutes(2));
  }

  /**
   * Reads a JSON file with these names as fields. Paths are relative to the file; durations are ISO
   * 8601 ({@code PT24H}), addresses {@code host:port}, wei decimal text. Only {@code identityFile}
   * and {@code dataDirectory} are needed.
   *
   * @throws PkmException if the file can't be read, or a field is unknown, missing or wrong
   */
  public static PkmConfig read(Path file) throws PkmException {
    return new PkmConfigFile(file).read();
  }

  /** The same with other addresses to listen on. */
  public PkmConfig withAddresses(ServiceAddress admin, ServiceAddress enrolment) {
    return new PkmConfig(
        identityFile,
        dataDirectory,
        nodes,
        admin,
        enrolment,
        advertised,
        deviceNodes,
        tokenLifetime,
        longestTokenLifetime,
        recordLifetime,
        maxFeePerGas,
        maxFunding,
        stuckAfter,
        poll,
        startDeadline);
  }

  private static void requirePositive(String name, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + " is longer than nothing, not " + duration);
    }
  }
}
