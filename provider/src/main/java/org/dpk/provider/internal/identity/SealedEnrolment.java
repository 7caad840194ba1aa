package org.dpk.provider.internal.identity;

import java.util.Map;

/** An {@link EnrolmentProgress} at rest: the secrets are encrypted under the file's key. */
record SealedEnrolment(String stage, Map<String, String> values, Map<String, byte[]> secrets) {
  SealedEnrolment {
    values = Map.copyOf(values);
    secrets = Map.copyOf(secrets);
  }
}
