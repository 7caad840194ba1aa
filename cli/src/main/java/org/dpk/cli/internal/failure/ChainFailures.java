package org.dpk.cli.internal.failure;

import static org.dpk.cli.internal.failure.Diagnoses.known;

import java.util.Optional;
import org.dpk.contracts.deployment.DeploymentException;
import org.dpk.contracts.devnet.AnvilException;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.network.BadConfiguration;
import org.dpk.provider.internal.offline.BadProofFile;
import org.dpk.provider.internal.staple.WrongStaple;

/** The chain, its node, and the contract. */
final class ChainFailures {

  private ChainFailures() {}

  static Optional<Diagnosis> diagnose(Throwable thrown) {
    if (thrown instanceof AnvilException) {
      return known(ExitCode.UNAVAILABLE, thrown, "is the port free? --port 0 takes another");
    }
    if (thrown instanceof DeploymentException) {
      return known(ExitCode.UNAVAILABLE, thrown, "check the node, the address and the key");
    }
    if (thrown instanceof BadConfiguration) {
      return known(ExitCode.CONFIG, thrown, "docs/light/README.md has a sample of each kind");
    }
    if (thrown instanceof BadProofFile) {
      return known(ExitCode.DATA, thrown, "have a new one made: dpk prove ID --light FILE");
    }
    if (thrown instanceof WrongStaple) {
      return known(ExitCode.DATA, thrown, "send a proof as a file in its place: without --staple");
    }
    return thrown instanceof RegistryException e ? registry(e) : Optional.empty();
  }

  private static Optional<Diagnosis> registry(RegistryException e) {
    if (e instanceof RegistryException.WrongChain) {
      return known(ExitCode.CONFIG, e, "name the node and the contract of one and the same chain");
    }
    if (e instanceof RegistryException.NoContract) {
      return known(ExitCode.CONFIG, e, "check the contract's address; dpk devnet shows its own");
    }
    if (e instanceof RegistryException.ClockSkew) {
      return known(
          ExitCode.CONFIG, e, "set this machine's clock, or wait until the node is in sync");
    }
    if (e instanceof RegistryException.Refused) {
      return known(ExitCode.DENIED, e, "see with dpk lookup what the chain says now");
    }
    if (e instanceof RegistryException.UnusableRecord) {
      return known(ExitCode.DATA, e, "its owner has to store a record that parses");
    }
    if (e instanceof RegistryException.Unanchored) {
      return known(
          ExitCode.UNAVAILABLE,
          e,
          "name other beacon endpoints or nodes in the light configuration, or a newer checkpoint");
    }
    if (e instanceof RegistryException.Unproven) {
      return known(
          ExitCode.DATA, e, "name a node in the light configuration that serves eth_getProof");
    }
    if (e instanceof RegistryException.RecordUnavailable) {
      return known(
          ExitCode.UNAVAILABLE, e, "name a node that keeps old logs, or have the peer staple it");
    }
    return known(ExitCode.UNAVAILABLE, e, "check that the node runs, then run the same again");
  }
}
