package org.dpk.provider.internal.ethereum;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dpk.contracts.ContractError;
import org.dpk.provider.RegistryException;

/** The errors of the registry in plain words: what is wrong, and where it helps, what to do. */
final class Refusals {

  /** By the error's name; the arguments are filled in by their places. */
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          entry("AlreadyPkm", "%s is a PKM already"),
          entry(
              "ClientActive",
              "the identity %s has an active record: only its owner can replace it, or revoke it first"),
          entry(
              "ClientExpired",
              "the record of %s expired at %s: have it admitted anew by its registrar"),
          entry(
              "ClientInactive",
              "the identity %s has no active record (status %s: 0 never admitted, 2 revoked)"),
          entry(
              "DeadlinePassed",
              "the signature was good until %s and it is %s by the chain's clock: sign anew"),
          entry("DeadlineTooFar", "a voucher until %s is too long: sign one until %s at most"),
          entry("EnforcedPause", "the registry is paused by its owner: try again later"),
          entry("ExpectedPause", "the registry is not paused"),
          entry("FormatUnknown", "the registry does not know records of format %s"),
          entry("HeadMalformed", "the record's head has %s bytes where %s are expected"),
          entry("IdentityEmpty", "the record names no identity"),
          entry("IdentityMismatch", "the record belongs to identity %2$s, not to %1$s"),
          entry("InvalidShortString", "the registry's EIP-712 domain is broken"),
          entry("NotPkm", "%s is no PKM of this registry: the registry's owner has to add it"),
          entry("OwnableInvalidOwner", "%s can't own the registry"),
          entry("OwnableUnauthorizedAccount", "%s is not the owner of the registry"),
          entry("OwnerMismatch", "the record of %s names %3$s as its owner where %2$s is expected"),
          entry("OwnerZero", "the record of %s has no owner"),
          entry("OwnershipRequired", "the registry can't be left without an owner"),
          entry("PendingMismatch", "another record is pending under token %s: %s, not %s"),
          entry(
              "PendingMissing",
              "nothing is pending under token %s and wallet %s, or it has ended: ask for admission again"),
          entry(
              "PreviousMismatch",
              "the record of %s was changed meanwhile (it is %s, not %s): read it again"),
          entry("PreviousMissing", "the identity %s had a record before, which has to be named"),
          entry("PreviousUnexpected", "the identity %s never had a record, yet one is named"),
          entry("RecordTooLong", "the record has %s bytes, more than the %s that may be"),
          entry(
              "RegistrarMismatch",
              "the record of %s names %3$s as its registrar where %2$s is expected"),
          entry(
              "RegistrarReserved",
              "the identity %s is reserved for its registrar %s until block %s"),
          entry("RevocationFailed", "revocation %s of the batch ran out of gas"),
          entry("SenderUnauthorized", "the record of %s is not for %s to change"),
          entry(
              "SignatureInvalid",
              "the signature for %s is not of one who has the say, or covers something else"),
          entry("StringTooLong", "the registry's EIP-712 domain is broken"),
          entry("ValidityMismatch", "an update of %s must keep its not_before and not_after"),
          entry(
              "VersionInvalid",
              "the next record of %s has version %s, not %s: read the present one again"),
          entry(
              "VoucherEnded",
              "the voucher of %s until %s ended when the PKM was removed: ask for another one"),
          entry("ZeroAddress", "an address is missing"));

  private Refusals() {}

  /**
   * Why the contract refuses a call.
   *
   * @param what the call, for the message
   */
  static RegistryException.Refused of(String what, RpcReply.RpcError reply) {
    Optional<ContractError> error = ContractError.decode(reply.data());
    if (error.isEmpty()) {
      return new RegistryException.Refused(
          "the registry refused " + what + ": " + reply.message(), null);
    }
    return new RegistryException.Refused(
        "the registry refused " + what + ": " + inWords(error.get()),
        error.get().name(),
        error.get().arguments());
  }

  /** The errors that there are words for. */
  static Set<String> known() {
    return WORDS.keySet();
  }

  static String inWords(ContractError error) {
    String words = WORDS.get(error.name());
    return words == null ? error.toString() : words.formatted(error.arguments().toArray());
  }
}
