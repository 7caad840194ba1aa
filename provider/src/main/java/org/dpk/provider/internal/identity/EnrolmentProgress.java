package org.dpk.provider.internal.identity;

import java.util.Arrays;
import java.util.Map;

/**
 * How far an enrolment came: what the enrolment client needs to go on after a crash. Its contents
 * are the client's own business.
 *
 * @param stage the client's name for where it is
 * @param values what is no secret, such as the hash of a transaction
 * @param secrets what is encrypted in the file, such as the token; the arrays belong to whoever
 *     made this
 */
public record EnrolmentProgress(
    String stage, Map<String, String> values, Map<String, byte[]> secrets) {

  /** Copies the maps, not the secrets. */
  public EnrolmentProgress {
    values = Map.copyOf(values);
    secrets = Map.copyOf(secrets);
  }

  /** Overwrites the secrets with zeros. */
  public void clear() {
    secrets.values().forEach(secret -> Arrays.fill(secret, (byte) 0));
  }

  /** The stage alone: values may be long, secrets are secret. */
  @Override
  public String toString() {
    return "EnrolmentProgress[" + stage + "]";
  }
}
