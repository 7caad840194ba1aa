package org.dpk.cli.internal.failure;

import static org.dpk.cli.internal.failure.Diagnoses.known;

import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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
    if (thrown instanceof BadConfiguration && thrown.getCause() instanceof NoSuchFileException) {
      return known(ExitCode.NO_INPUT, thrown, "check the path; docs/light/README.md has samples");
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
          "dpk doctor --light FILE shows which nodes and beacon nodes can be used;"
              + " docs/light/README.md has what else can be the matter");
    }
    if (e instanceof RegistryException.Unproven) {
      return known(
          ExitCode.DATA,
          e,
          "take that node out of the light configuration; dpk doctor --light FILE shows which can"
              + " be used");
    }
    if (e instanceof RegistryException.RecordUnavailable) {
      return known(
          ExitCode.UNAVAILABLE, e, "name a node that keeps old logs, or have the peer staple it");
    }
    if (e instanceof RegistryException.RolledBack) {
      return known(
          ExitCode.UNAVAILABLE,
          e,
          "name nodes of other operators; the folder is only removed for a chain that was started"
              + " anew");
    }
    return e instanceof RegistryException.Unreachable ? unreachable(e) : useless(e);
  }

  private static Optional<Diagnosis> unreachable(RegistryException e) {
    return known(ExitCode.UNAVAILABLE, e, "check that the node runs, then run the same again");
  }

  private static Optional<Diagnosis> useless(RegistryException e) {
    if (e.getCause() instanceof FileSystemException) {
      return known(
          ExitCode.CANNOT_CREATE, e, "name another \"folder\" in the light configuration, or null");
    }
    return known(
        ExitCode.UNAVAILABLE,
        e,
        "run the same again, or name another node; dpk doctor shows what a node serves");
  }
}
