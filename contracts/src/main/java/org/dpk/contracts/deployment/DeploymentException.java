package org.dpk.contracts.deployment;

import java.io.IOException;

/** A deployment, or a transaction of the contract's owner, did not work. The message says why. */
public final class DeploymentException extends IOException {

  private static final long serialVersionUID = 1L;

  DeploymentException(String message) {
    super(message);
  }

  DeploymentException(String message, IOException cause) {
    super(message, cause);
  }
}
