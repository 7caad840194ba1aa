package org.dpk.pkm.internal.registration;

import java.time.Duration;
import org.dpk.pkm.internal.registration.Registration.Fees;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.enrol.AdmissionMode;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants to register.
 *
 * @param identity what the device becomes; null for a new {@code uuid:}
 * @param unchecked whether the operator vouches for a name that nobody checked
 * @param mode who sends the record to the contract
 * @param fees whether they are paid
 * @param validFor how long the token waits for its device; null for what the PKM is set to
 */
public record RegistrationRequest(
    @Nullable DpkIdentity identity,
    boolean unchecked,
    AdmissionMode mode,
    Fees fees,
    @Nullable Duration validFor) {}
