// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {ClientSlot, ClientSlots} from "./ClientSlots.sol";
import {IDpkRegistry} from "./IDpkRegistry.sol";
import {Head, RecordHead} from "./RecordHead.sol";

/// @title The registry of DPK. What it does, and what its owner can do, is told in `IDpkRegistry`.
/// @dev Immutable: no proxy, no delegate call but to itself.
contract DpkRegistry is ClientSlots, IDpkRegistry, Ownable2Step, Pausable, EIP712 {
    using ClientSlot for bytes32;
    using RecordHead for bytes;

    /// @dev A PKM's role. Vouchers with a deadline up to `vouchersAfter` are void: they were open when it was removed.
    struct Pkm {
        bool active;
        uint64 vouchersAfter;
    }

    /// @notice How far ahead a voucher's deadline may be, in seconds.
    uint64 public constant VOUCHER_LIFETIME = 1 hours;

    /// @notice How many blocks after a revocation the identity is reserved for the PKM that had admitted it.
    uint40 public immutable TOMBSTONE_BLOCKS;

    /// @notice How many blocks after `addClient` the record can still be approved.
    uint40 public immutable PENDING_BLOCKS;

    bytes32 private constant VOUCHER =
        keccak256("Voucher(bytes32 idHash,bytes32 previous,bytes32 record,uint64 deadline)");
    bytes32 private constant UPDATE =
        keccak256("Update(bytes32 idHash,bytes32 previous,bytes32 record,uint64 deadline)");
    bytes32 private constant REVOKE = keccak256("Revoke(bytes32 idHash,bytes32 previous,uint64 deadline)");

    /// @inheritdoc IDpkRegistry
    address public successor;

    mapping(address pkm => Pkm) private _pkms;
    mapping(address pkm => bytes32 idHash) private _pkmKeys;

    /// @dev Packed as a client's word: digest and block of `addClient`; the status is `ACTIVE`.
    mapping(bytes32 tokenHash => mapping(address client => bytes32)) private _pending;

    /// @param owner_ who owns the contract; a multisig, unless it is for tests
    /// @param tombstoneBlocks about 30 days of blocks (216,000 at 12 seconds): a slot holds no time, only a block
    /// @param pendingBlocks how long a PKM has to approve; about a day of blocks (7,200 at 12 seconds)
    constructor(address owner_, uint40 tombstoneBlocks, uint40 pendingBlocks)
        Ownable(owner_)
        EIP712("DPK Registry", "1")
    {
        TOMBSTONE_BLOCKS = tombstoneBlocks;
        PENDING_BLOCKS = pendingBlocks;
    }

    // --------------------------------------------------------------------------------------------- admission

    /// @inheritdoc IDpkRegistry
    function addClient(bytes calldata record, bytes32 tokenHash) external whenNotPaused {
        Head head = record.ofRecord();
        bytes32 id = head.idHash();
        if (head.owner() != msg.sender) revert OwnerMismatch(id, msg.sender, head.owner());
        if (!isPkm(head.registrar())) revert NotPkm(head.registrar());
        _pending[tokenHash][msg.sender] = ClientSlot.pack(record.digest(head), ClientSlot.ACTIVE);
        emit ClientPending(id, tokenHash, msg.sender, record);
    }

    /// @inheritdoc IDpkRegistry
    function approveClient(
        bytes32 tokenHash,
        address client,
        bytes calldata prevHead,
        bytes32 prevBody,
        bytes calldata record
    ) external whenNotPaused {
        if (!isPkm(msg.sender)) revert NotPkm(msg.sender);
        Head next = record.ofRecord();
        bytes32 id = next.idHash();
        if (next.registrar() != msg.sender) revert RegistrarMismatch(id, msg.sender, next.registrar());
        bytes32 digest = record.digest(next);
        _takePending(tokenHash, client, digest);
        _requireAdmissible(id, prevHead, prevBody, next);
        _store(id, next, digest, record);
    }

    /// @inheritdoc IDpkRegistry
    function addClientWithVoucher(
        bytes calldata prevHead,
        bytes32 prevBody,
        bytes calldata record,
        uint64 deadline,
        bytes calldata pkmSig
    ) external whenNotPaused {
        Head next = record.ofRecord();
        bytes32 id = next.idHash();
        bytes32 digest = record.digest(next);
        bytes32 previous = _requireAdmissible(id, prevHead, prevBody, next);
        _requireVoucherTime(next.registrar(), deadline);
        bytes32 voucher = keccak256(abi.encode(VOUCHER, id, previous, digest, deadline));
        _requireSignature(id, next.registrar(), voucher, pkmSig);
        _store(id, next, digest, record);
    }

    // ------------------------------------------------------------------------------------ rotation, revocation

    /// @inheritdoc IDpkRegistry
    function updateClient(
        bytes calldata head,
        bytes32 body,
        bytes calldata next,
        uint64 deadline,
        bytes calldata ownerSig
    ) external whenNotPaused {
        (Head was, bytes32 id, bytes32 previous) = _requireActive(head, body);
        if (was.expired()) revert ClientExpired(id, was.notAfter());
        Head is_ = next.ofRecord();
        _requireSuccession(id, was, is_);
        bytes32 digest = next.digest(is_);
        if (ownerSig.length == 0) {
            if (msg.sender != was.owner()) revert SenderUnauthorized(id, msg.sender);
        } else {
            _requireNotPassed(deadline);
            bytes32 update = keccak256(abi.encode(UPDATE, id, previous, digest, deadline));
            _requireSignature(id, was.owner(), update, ownerSig);
        }
        _store(id, is_, digest, next);
    }

    /// @inheritdoc IDpkRegistry
    function revokeClient(bytes calldata head, bytes32 body, uint64 deadline, bytes calldata sig) external {
        (Head was, bytes32 id, bytes32 previous) = _requireActive(head, body);
        address by = sig.length == 0 ? _senderOf(id, was) : _signerOf(id, was, previous, deadline, sig);
        _clients[id] = ClientSlot.pack(previous, ClientSlot.REVOKED);
        emit ClientRevoked(id, was.version(), by, head, body);
    }

    /// @inheritdoc IDpkRegistry
    function revokeClients(Revocation[] calldata revocations) external returns (uint256 revoked) {
        for (uint256 i = 0; i < revocations.length; ++i) {
            Revocation calldata r = revocations[i];
            // a call into itself, so that an entry's errors undo that entry only; a delegate call, so that the sender
            // stays the sender
            (bool ok, bytes memory reason) =
                address(this).delegatecall(abi.encodeCall(this.revokeClient, (r.head, r.body, r.deadline, r.sig)));
            if (ok) {
                ++revoked;
            } else {
                // every error of the contract says something; silence is a lack of gas, which must not look like a skip
                if (reason.length == 0) revert RevocationFailed(i);
                emit RevocationSkipped(i, reason);
            }
        }
    }

    // ---------------------------------------------------------------------------------------------- look-up

    /// @inheritdoc IDpkRegistry
    function getClient(bytes32 idHash) public view returns (bytes26 digest, uint40 changed, uint8 status) {
        bytes32 slot = _clients[idHash];
        return (slot.digest(), slot.changed(), slot.status());
    }

    /// @inheritdoc IDpkRegistry
    function getClients(bytes32[] calldata idHashes) external view returns (Client[] memory clients) {
        clients = new Client[](idHashes.length);
        for (uint256 i = 0; i < idHashes.length; ++i) {
            (clients[i].digest, clients[i].changed, clients[i].status) = getClient(idHashes[i]);
        }
    }

    /// @inheritdoc IDpkRegistry
    function getPending(bytes32 tokenHash, address client) public view returns (bytes26 digest, uint256 lastBlock) {
        bytes32 slot = _pending[tokenHash][client];
        if (slot == 0) return (0, 0);
        lastBlock = uint256(slot.changed()) + PENDING_BLOCKS;
        return block.number <= lastBlock ? (slot.digest(), lastBlock) : (bytes26(0), 0);
    }

    // ----------------------------------------------------------------------------------------------- PKMs

    /// @inheritdoc IDpkRegistry
    function storePKMKey(bytes calldata record) external whenNotPaused {
        if (!isPkm(msg.sender)) revert NotPkm(msg.sender);
        Head head = record.ofRecord();
        bytes32 id = head.idHash();
        if (head.owner() != msg.sender) revert OwnerMismatch(id, msg.sender, head.owner());
        if (head.registrar() != msg.sender) revert RegistrarMismatch(id, msg.sender, head.registrar());
        bytes32 digest = record.digest(head);
        bytes32 slot = _clients[id];
        if (slot.status() != ClientSlot.ACTIVE || !slot.holds(digest)) {
            _requireAdmissible(id, _none(), 0, head);
            _store(id, head, digest, record);
        }
        _pkmKeys[msg.sender] = id;
        emit PkmKeyStored(msg.sender, id);
    }

    /// @inheritdoc IDpkRegistry
    function getPKMKey(address pkm)
        external
        view
        returns (bytes32 idHash, bytes26 digest, uint40 changed, uint8 status)
    {
        idHash = _pkmKeys[pkm];
        if (idHash != 0) (digest, changed, status) = getClient(idHash);
    }

    /// @inheritdoc IDpkRegistry
    function isPkm(address account) public view returns (bool) {
        return _pkms[account].active;
    }

    /// @inheritdoc IDpkRegistry
    function addPkm(address pkm) external onlyOwner {
        if (pkm == address(0)) revert ZeroAddress();
        if (isPkm(pkm)) revert AlreadyPkm(pkm);
        _pkms[pkm].active = true;
        emit PkmChanged(pkm, true);
    }

    /// @inheritdoc IDpkRegistry
    function removePkm(address pkm) external onlyOwner {
        if (!isPkm(pkm)) revert NotPkm(pkm);
        _pkms[pkm] = Pkm(false, uint64(block.timestamp) + VOUCHER_LIFETIME);
        delete _pkmKeys[pkm];
        emit PkmChanged(pkm, false);
    }

    // ------------------------------------------------------------------------------------ owner of the contract

    /// @inheritdoc IDpkRegistry
    function pause() external onlyOwner {
        _pause();
    }

    /// @inheritdoc IDpkRegistry
    function unpause() external onlyOwner {
        _unpause();
    }

    /// @inheritdoc IDpkRegistry
    function setSuccessor(address next) external onlyOwner {
        successor = next;
        emit SuccessorChanged(next);
    }

    /// @notice Refused: without an owner nobody could take a stolen PKM's role away.
    function renounceOwnership() public view override onlyOwner {
        revert OwnershipRequired();
    }

    // -------------------------------------------------------------------------------------------- the rules

    /// @dev Whether a PKM may admit this record now, and the `previous` of that admission.
    function _requireAdmissible(bytes32 id, bytes calldata prevHead, bytes32 prevBody, Head next)
        private
        view
        returns (bytes32 previous)
    {
        if (next.owner() == address(0)) revert OwnerZero(id);
        bytes32 slot = _clients[id];
        uint8 status = slot.status();
        if (status == ClientSlot.NEVER) {
            if (prevHead.length != 0 || prevBody != 0) revert PreviousUnexpected(id);
            if (next.version() != 1) revert VersionInvalid(id, 1, next.version());
            return 0;
        }
        if (prevHead.length == 0) {
            if (status == ClientSlot.ACTIVE) revert ClientActive(id);
            revert PreviousMissing(id);
        }
        Head was = prevHead.ofHead();
        if (was.idHash() != id) revert IdentityMismatch(was.idHash(), id);
        previous = _requirePrevious(id, slot, was, prevBody);
        if (status == ClientSlot.ACTIVE && !was.expired()) revert ClientActive(id);
        _requireVersion(id, was, next);
        if (next.registrar() != was.registrar()) _requireAgedTombstone(id, was.registrar(), slot);
    }

    /// @dev Another PKM than before: only for a revoked identity, and only after the delay.
    function _requireAgedTombstone(bytes32 id, address registrar, bytes32 slot) private view {
        if (slot.status() != ClientSlot.REVOKED) revert RegistrarReserved(id, registrar, 0);
        uint256 fromBlock = uint256(slot.changed()) + TOMBSTONE_BLOCKS;
        if (block.number < fromBlock) revert RegistrarReserved(id, registrar, fromBlock);
    }

    /// @dev What an update must leave as it was.
    function _requireSuccession(bytes32 id, Head was, Head next) private pure {
        if (next.idHash() != id) revert IdentityMismatch(id, next.idHash());
        _requireVersion(id, was, next);
        if (next.owner() == address(0)) revert OwnerZero(id);
        if (next.registrar() != was.registrar()) revert RegistrarMismatch(id, was.registrar(), next.registrar());
        if (next.validity() != was.validity()) revert ValidityMismatch(id);
    }

    function _requireVersion(bytes32 id, Head was, Head next) private pure {
        uint64 expected = was.version() + 1;
        if (next.version() != expected) revert VersionInvalid(id, expected, next.version());
    }

    /// @dev The head of an identity's active record, authenticated, with its idHash and its `previous`.
    function _requireActive(bytes calldata head, bytes32 body)
        private
        view
        returns (Head was, bytes32 id, bytes32 previous)
    {
        was = head.ofHead();
        id = was.idHash();
        bytes32 slot = _clients[id];
        if (slot.status() != ClientSlot.ACTIVE) revert ClientInactive(id, slot.status());
        previous = _requirePrevious(id, slot, was, body);
    }

    function _requirePrevious(bytes32 id, bytes32 slot, Head was, bytes32 body)
        private
        pure
        returns (bytes32 previous)
    {
        previous = was.digest(body);
        if (!slot.holds(previous)) revert PreviousMismatch(id, slot.digest(), previous);
    }

    /// @dev Consumes what is pending, if it is this record and has not ended.
    function _takePending(bytes32 tokenHash, address client, bytes32 digest) private {
        (bytes26 expected,) = getPending(tokenHash, client);
        if (expected == 0) revert PendingMissing(tokenHash, client);
        if (digest.digest() != expected) revert PendingMismatch(tokenHash, expected, digest);
        delete _pending[tokenHash][client];
    }

    function _store(bytes32 id, Head head, bytes32 digest, bytes calldata record) private {
        _clients[id] = ClientSlot.pack(digest, ClientSlot.ACTIVE);
        emit ClientChanged(id, head.version(), head.registrar(), record);
    }

    // ------------------------------------------------------------------------------------- who has the say

    /// @dev The sender, if it may revoke.
    function _senderOf(bytes32 id, Head was) private view returns (address) {
        if (_mayRevoke(was, msg.sender)) return msg.sender;
        revert SenderUnauthorized(id, msg.sender);
    }

    /// @dev Whoever signed the revocation and may revoke: by key, or as the wallet at one of the three addresses.
    function _signerOf(bytes32 id, Head was, bytes32 previous, uint64 deadline, bytes calldata sig)
        private
        view
        returns (address)
    {
        _requireNotPassed(deadline);
        bytes32 hash = _hashTypedDataV4(keccak256(abi.encode(REVOKE, id, previous, deadline)));
        (address signer, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(hash, sig);
        if (failure == ECDSA.RecoverError.NoError && _mayRevoke(was, signer)) return signer;
        if (_isWalletSignature(was.owner(), hash, sig)) return was.owner();
        if (isPkm(was.registrar()) && _isWalletSignature(was.registrar(), hash, sig)) return was.registrar();
        if (_isWalletSignature(owner(), hash, sig)) return owner();
        revert SignatureInvalid(id);
    }

    function _mayRevoke(Head was, address account) private view returns (bool) {
        return account == was.owner() || (account == was.registrar() && isPkm(account)) || account == owner();
    }

    function _requireVoucherTime(address pkm, uint64 deadline) private view {
        Pkm memory role = _pkms[pkm];
        if (!role.active) revert NotPkm(pkm);
        _requireNotPassed(deadline);
        if (deadline > block.timestamp + VOUCHER_LIFETIME) {
            revert DeadlineTooFar(deadline, block.timestamp + VOUCHER_LIFETIME);
        }
        if (deadline <= role.vouchersAfter) revert VoucherEnded(pkm, deadline, role.vouchersAfter);
    }

    function _requireNotPassed(uint64 deadline) private view {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline, block.timestamp);
    }

    /// @dev By key first: it saves a look at the account's code, and the key of an account with delegated code
    /// (EIP-7702) still counts.
    function _requireSignature(bytes32 id, address signer, bytes32 structHash, bytes calldata sig) private view {
        bytes32 hash = _hashTypedDataV4(structHash);
        (address recovered, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(hash, sig);
        if (failure == ECDSA.RecoverError.NoError && recovered == signer) return;
        if (!_isWalletSignature(signer, hash, sig)) revert SignatureInvalid(id);
    }

    function _isWalletSignature(address wallet, bytes32 hash, bytes calldata sig) private view returns (bool) {
        return wallet.code.length != 0 && SignatureChecker.isValidERC1271SignatureNowCalldata(wallet, hash, sig);
    }

    function _none() private pure returns (bytes calldata) {
        return msg.data[:0];
    }
}
