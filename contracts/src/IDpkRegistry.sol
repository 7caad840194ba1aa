// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The registry of DPK: which keys an identity has, who may change them, and until when.
/// @notice An identity is a canonical text such as `dns:example.org`; the contract knows it by `idHash`, the keccak256
/// of that text. What it stores of an identity is one word: a digest of its record, the block of the last change and a
/// status. The record itself travels in events, from a mirror or from the device; the digest authenticates it.
///
/// A record is a head that the contract reads and a body (keys and claims) that it only hashes:
///
/// ```
/// offset  0  uint8   format = 1
///         1  uint64  version         1, 2, 3 ..., one more with each change
///         9  address owner           the wallet that may rotate and revoke; not zero
///        29  address registrar       the PKM that admitted it
///        49  uint64  not_before      Unix seconds, 0 = none
///        57  uint64  not_after       Unix seconds, 0 = none
///        65  uint8   n, 1 to 255; then the n bytes of the identity's canonical text
///    66 + n  body, up to a record of 8192 bytes in all
///
/// digest = keccak256(head || keccak256(body))
/// ```
///
/// `previous` means the same everywhere: the full 32-byte digest of the record that is to be replaced or revoked, which
/// the contract computes itself as `keccak256(head || body hash)` from the arguments, and whose first 26 bytes must be
/// those in the identity's slot. It is zero for a first admission. It is what makes a signature good for one change
/// only: once the change has happened, no slot holds that digest any more, since a version is never used twice.
///
/// A signature argument that is empty means that the sender of the transaction acts for itself; the deadline is then
/// not looked at. Anything else is checked as the EIP-712 signature (domain "DPK Registry", version "1") of the one who
/// has the say, and anybody may have sent it: 65 bytes r, s, v with a low s, or whatever the EIP-1271 wallet at that
/// address accepts.
///
/// @dev What the owner of the contract can do: add and remove PKMs, revoke any identity, pause everything but
/// revocations, name a successor and hand its role over; and, through a PKM of its own, register a revoked identity
/// anew under keys of its choice after the tombstone delay. It can't change a record that is active. So it should be a
/// multisig, and a monitor should watch `PkmChanged`, `ClientRevoked` by the owner and admissions by new PKMs.
interface IDpkRegistry {
    /// @notice What the contract stores of an identity.
    /// @param digest the first 26 bytes of the digest of the latest record; zero if there never was one
    /// @param changed the block of the last change: the record's event stands in it
    /// @param status 0 never registered, 1 active, 2 revoked
    struct Client {
        bytes26 digest;
        uint40 changed;
        uint8 status;
    }

    /// @notice One entry of a batch of revocations; the fields are the arguments of `revokeClient`.
    struct Revocation {
        bytes head;
        bytes32 body;
        uint64 deadline;
        bytes sig;
    }

    // ------------------------------------------------------------------------------------------------ events

    /// @notice A wallet asks to be admitted in the two-step way.
    event ClientPending(bytes32 indexed id, bytes32 indexed tokenHash, address indexed client, bytes record);

    /// @notice An identity has a new record: admitted, admitted again, or rotated.
    event ClientChanged(bytes32 indexed id, uint64 version, address indexed registrar, bytes record);

    /// @notice An identity is revoked. `head` and `body` (hash) are those of the record that was active: the next
    /// admission has to name them.
    /// @param by who had the say: the record's owner, its registrar or the owner of the contract
    event ClientRevoked(bytes32 indexed id, uint64 version, address indexed by, bytes head, bytes32 body);

    /// @notice An entry of a batch was left out.
    /// @param index its place in the batch, from 0
    /// @param reason the error that `revokeClient` gives for it, ABI-encoded
    event RevocationSkipped(uint256 index, bytes reason);

    /// @notice An address became a PKM, or ceased to be one.
    event PkmChanged(address indexed pkm, bool active);

    /// @notice A PKM says which identity's record holds its own keys.
    event PkmKeyStored(address indexed pkm, bytes32 indexed id);

    /// @notice The owner of the contract points at another one. Nothing follows by itself.
    event SuccessorChanged(address successor);

    // ------------------------------------------------------------------------------------------------ errors

    /// @notice A record is longer than 8192 bytes.
    error RecordTooLong(uint256 length, uint256 limit);
    /// @notice A head has not the length that it says, or a record ends within its head. A head is 67 bytes at least.
    error HeadMalformed(uint256 length, uint256 expected);
    /// @notice A record's format is not 1.
    error FormatUnknown(uint8 format);
    /// @notice A record's identity has no bytes.
    error IdentityEmpty();
    /// @notice A record's owner is zero.
    error OwnerZero(bytes32 id);
    /// @notice A record's version is not the one that must follow.
    error VersionInvalid(bytes32 id, uint64 expected, uint64 version);
    /// @notice The next record is another identity's.
    error IdentityMismatch(bytes32 expected, bytes32 id);
    /// @notice An update names another registrar, or a PKM approves or stores a record of another one.
    error RegistrarMismatch(bytes32 id, address expected, address registrar);
    /// @notice The record's owner is not the wallet that it has to be.
    error OwnerMismatch(bytes32 id, address expected, address owner);
    /// @notice An update changes not_before or not_after.
    error ValidityMismatch(bytes32 id);
    /// @notice A previous record was named for an identity that never had one.
    error PreviousUnexpected(bytes32 id);
    /// @notice The identity had a record before: it has to be named.
    error PreviousMissing(bytes32 id);
    /// @notice The record named as the previous one is not the one in the slot.
    error PreviousMismatch(bytes32 id, bytes26 expected, bytes32 previous);
    /// @notice The identity has an active record that has not expired: only its owner can change it.
    error ClientActive(bytes32 id);
    /// @notice The identity has no active record.
    error ClientInactive(bytes32 id, uint8 status);
    /// @notice The record's not_after has passed: it can be revoked or admitted again, but not updated.
    error ClientExpired(bytes32 id, uint64 notAfter);
    /// @notice Another PKM admitted the identity before: this one may do so only after its tombstone has aged.
    /// @param fromBlock the first block in which it may; 0 if the identity is not revoked, so that there is no tombstone
    error RegistrarReserved(bytes32 id, address registrar, uint256 fromBlock);
    /// @notice The address is no PKM.
    error NotPkm(address account);
    /// @notice The address is a PKM already.
    error AlreadyPkm(address account);
    /// @notice The zero address can't be that.
    error ZeroAddress();
    /// @notice The sender of the transaction has no say in it.
    error SenderUnauthorized(bytes32 id, address sender);
    /// @notice The signature is nobody's who has a say, or covers something else.
    error SignatureInvalid(bytes32 id);
    /// @notice The signature's deadline has passed.
    error DeadlinePassed(uint64 deadline, uint256 time);
    /// @notice A voucher's deadline is too far ahead.
    error DeadlineTooFar(uint64 deadline, uint256 latest);
    /// @notice The voucher was open when its PKM was removed, and does not come back with it.
    error VoucherEnded(address pkm, uint64 deadline, uint256 validAfter);
    /// @notice Nothing is pending under this token and wallet, or it has ended.
    error PendingMissing(bytes32 tokenHash, address client);
    /// @notice Another record is pending under this token and wallet.
    error PendingMismatch(bytes32 tokenHash, bytes26 expected, bytes32 digest);
    /// @notice An entry of a batch failed without saying why: it ran out of gas.
    error RevocationFailed(uint256 index);
    /// @notice Nobody may leave the contract without an owner.
    error OwnershipRequired();

    // --------------------------------------------------------------------------------------------- admission

    /// @notice First step of the two-step way: the wallet that is the record's owner asks to be admitted. Asking again
    /// under the same token replaces what is pending. It ends after `PENDING_BLOCKS`.
    /// @param record the whole record; its registrar must be a PKM
    /// @param tokenHash keccak256 of the token that the PKM issued. Whoever copies it gets an entry of his own only,
    /// as entries go by token and wallet
    function addClient(bytes calldata record, bytes32 tokenHash) external;

    /// @notice Second step: the PKM named as registrar approves exactly the record that is pending.
    /// @param tokenHash as in `addClient`
    /// @param client the wallet that asked
    /// @param prevHead head of the identity's previous record; empty if it never had one
    /// @param prevBody keccak256 of the previous record's body; zero if there is none
    /// @param record the whole record, byte for byte the pending one
    function approveClient(
        bytes32 tokenHash,
        address client,
        bytes calldata prevHead,
        bytes32 prevBody,
        bytes calldata record
    ) external;

    /// @notice Admission in one transaction, which anybody may send: a PKM has signed
    /// `Voucher(bytes32 idHash,bytes32 previous,bytes32 record,uint64 deadline)`, `record` being the full digest.
    /// @param prevHead head of the identity's previous record; empty if it never had one
    /// @param prevBody keccak256 of the previous record's body; zero if there is none
    /// @param record the whole record; its registrar must be the PKM that signed
    /// @param deadline Unix seconds, the last second at which the voucher is good; at most an hour ahead
    /// @param pkmSig the PKM's signature; never empty
    function addClientWithVoucher(
        bytes calldata prevHead,
        bytes32 prevBody,
        bytes calldata record,
        uint64 deadline,
        bytes calldata pkmSig
    ) external;

    // ------------------------------------------------------------------------------------ rotation, revocation

    /// @notice Replaces an active record. Its identity, registrar, not_before and not_after stay; the version is one
    /// more; the keys, the claims and the owner may change.
    /// @param head head of the active record
    /// @param body keccak256 of the active record's body
    /// @param next the whole next record
    /// @param deadline Unix seconds, the last second at which the signature is good
    /// @param ownerSig empty if the sender is the active record's owner; else its signature of
    /// `Update(bytes32 idHash,bytes32 previous,bytes32 record,uint64 deadline)`, `record` being the full digest of `next`
    function updateClient(
        bytes calldata head,
        bytes32 body,
        bytes calldata next,
        uint64 deadline,
        bytes calldata ownerSig
    ) external;

    /// @notice Revokes an active record. The say have the record's owner, its registrar as long as it is a PKM, and the
    /// owner of the contract. Never paused.
    /// @param head head of the active record
    /// @param body keccak256 of the active record's body
    /// @param deadline Unix seconds, the last second at which the signature is good
    /// @param sig empty if the sender has the say; else the signature of one who has, of
    /// `Revoke(bytes32 idHash,bytes32 previous,uint64 deadline)`
    function revokeClient(bytes calldata head, bytes32 body, uint64 deadline, bytes calldata sig) external;

    /// @notice Revokes many. An entry that can't be revoked (it was rotated or revoked meanwhile, say) is skipped and
    /// reported by `RevocationSkipped`, so that nobody can hold up the others. Never paused.
    /// @return revoked how many were revoked
    function revokeClients(Revocation[] calldata revocations) external returns (uint256 revoked);

    // ---------------------------------------------------------------------------------------------- look-up

    /// @notice What is stored of an identity; all zero if it was never registered.
    function getClient(bytes32 idHash) external view returns (bytes26 digest, uint40 changed, uint8 status);

    /// @notice What is stored of several identities, in the order asked for.
    function getClients(bytes32[] calldata idHashes) external view returns (Client[] memory clients);

    /// @notice What is pending under a token and a wallet; all zero if nothing is, or if it has ended.
    /// @return digest the first 26 bytes of the record's digest
    /// @return lastBlock the last block in which it can be approved
    function getPending(bytes32 tokenHash, address client) external view returns (bytes26 digest, uint256 lastBlock);

    // ----------------------------------------------------------------------------------------------- PKMs

    /// @notice A PKM names the record that holds its own keys. If the identity never had a record, it is admitted with
    /// this one (version 1); if exactly this record is active, nothing changes but the name. Afterwards it is an
    /// identity like any other: rotated by `updateClient`, revoked by `revokeClient`, admitted again by a voucher.
    /// @param record the whole record; owner and registrar must be the sender
    function storePKMKey(bytes calldata record) external;

    /// @notice Which identity's record holds a PKM's keys, and what is stored of it. All zero if the address is no PKM
    /// or has stored none. The record may have been rotated to another owner since: a reader has to check that
    /// its owner is the PKM.
    function getPKMKey(address pkm) external view returns (bytes32 idHash, bytes26 digest, uint40 changed, uint8 status);

    /// @notice Whether an address may admit identities.
    function isPkm(address account) external view returns (bool);

    /// @notice Makes an address a PKM. By the owner of the contract only. A PKM that comes back must store its key again.
    function addPkm(address pkm) external;

    /// @notice Takes the role away, and with it every voucher that was open: vouchers with a deadline up to an hour from
    /// now stay void even if the PKM is added again. The identities that it admitted stay active; from now on their
    /// owners and the owner of the contract can revoke them. By the owner of the contract only.
    function removePkm(address pkm) external;

    // ------------------------------------------------------------------------------------ owner of the contract

    /// @notice Stops admissions, rotations and `storePKMKey`. Revocation, look-up and PKM roles go on.
    function pause() external;

    /// @notice Ends a pause.
    function unpause() external;

    /// @notice The contract that takes this one's place; zero if there is none. Nothing follows it by itself.
    function successor() external view returns (address);

    /// @notice Names the contract that takes this one's place; zero takes it back. By the owner of the contract only.
    function setSuccessor(address next) external;
}
