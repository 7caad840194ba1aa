package org.dpk.provider.internal.agreement;

import org.dpk.provider.DpkIdentity;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.admission.Admission;
import org.dpk.provider.internal.nsl.KeyTerms;
import org.dpk.provider.internal.nsl.Primitives;
import org.dpk.provider.internal.nsl.Randomness;
import org.jspecify.annotations.Nullable;

/**
 * What the exchanges of one agreement share.
 *
 * @param own null where this end only enrols
 * @param desk null where no enrolment is served
 * @param staples whether this end proves its own record to those that it connects to
 * @param admission what is remembered of all who come
 * @param refetches identities that were looked up past the caches because of what they said
 * @param acquainted identities that were admitted before
 */
record Parts(
    RegistryId registry,
    LookUps lookUps,
    @Nullable OwnView own,
    LivePeers livePeers,
    Primitives.Source primitives,
    Randomness random,
    KeyTerms terms,
    Policy policy,
    @Nullable EnrolmentDesk desk,
    boolean staples,
    Admission admission,
    Recent<DpkIdentity> refetches,
    Recent<DpkIdentity> acquainted) {}
