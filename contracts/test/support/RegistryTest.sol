// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOwnedRegistry} from "./IOwnedRegistry.sol";
import {Record, Records} from "./Records.sol";
import {vm} from "./Vm.sol";

/// @title A registry with one PKM, a device, and the ways to act as them.
abstract contract RegistryTest {
    using Records for Record;

    uint40 internal constant TOMBSTONE = 1000;
    uint40 internal constant PENDING = 50;

    address internal constant CONTRACT_OWNER = address(0x0A11);
    uint256 internal constant PKM_KEY = 0x9193;
    uint256 internal constant OTHER_PKM_KEY = 0x9194;
    uint256 internal constant DEVICE_KEY = 0xD15C;
    uint256 internal constant STRANGER_KEY = 0x5712;
    bytes32 internal constant TOKEN = keccak256("a token");

    address internal immutable PKM = vm.addr(PKM_KEY);
    address internal immutable OTHER_PKM = vm.addr(OTHER_PKM_KEY);
    address internal immutable DEVICE = vm.addr(DEVICE_KEY);
    address internal immutable STRANGER = vm.addr(STRANGER_KEY);

    IOwnedRegistry internal registry;

    function setUp() public virtual {
        vm.roll(5000);
        vm.warp(1_800_000_000);
        registry = _deploy();
        vm.startPrank(CONTRACT_OWNER);
        registry.addPkm(PKM);
        registry.addPkm(OTHER_PKM);
        vm.stopPrank();
    }

    function _deploy() internal returns (IOwnedRegistry) {
        bytes memory arguments = abi.encode(CONTRACT_OWNER, TOMBSTONE, PENDING);
        return IOwnedRegistry(vm.deployCode("DpkRegistry.sol:DpkRegistry", arguments));
    }

    // ------------------------------------------------------------------------------------------ records

    /// @dev A device's first record.
    function _device() internal view returns (Record memory) {
        return Record(1, DEVICE, PKM, 0, 0, "uuid:123e4567-e89b-12d3-a456-426614174000", Records.x25519("device"));
    }

    /// @dev A PKM's own first record.
    function _pkmRecord() internal view returns (Record memory) {
        return Record(1, PKM, PKM, 0, 0, "dns:pkm.example.org", Records.x25519("pkm"));
    }

    /// @dev A device that is registered already.
    function _admitted() internal returns (Record memory r) {
        r = _device();
        _admit(r);
    }

    /// @dev A device that is revoked already.
    function _revoked() internal returns (Record memory r) {
        r = _admitted();
        _revokeBy(CONTRACT_OWNER, r);
    }

    // ------------------------------------------------------------------------------------------ actions

    /// @dev First admission by a voucher of the registrar.
    function _admit(Record memory r) internal {
        uint64 deadline = _soon();
        bytes memory sig = _voucher(_keyOf(r.registrar), r, 0, deadline);
        registry.addClientWithVoucher("", 0, r.encode(), deadline, sig);
    }

    /// @dev Another admission of an identity that had a record, by a voucher of the new record's registrar.
    function _readmit(Record memory was, Record memory r) internal {
        uint64 deadline = _soon();
        bytes memory sig = _voucher(_keyOf(r.registrar), r, was.digest(), deadline);
        registry.addClientWithVoucher(was.head(), was.bodyHash(), r.encode(), deadline, sig);
    }

    function _updateBy(address sender, Record memory was, Record memory r) internal {
        vm.prank(sender);
        registry.updateClient(was.head(), was.bodyHash(), r.encode(), 0, "");
    }

    function _revokeBy(address sender, Record memory r) internal {
        vm.prank(sender);
        registry.revokeClient(r.head(), r.bodyHash(), 0, "");
    }

    // ------------------------------------------------------------------------------------------ signatures

    function _soon() internal view returns (uint64) {
        return uint64(block.timestamp + 10 minutes);
    }

    function _keyOf(address who) internal view returns (uint256) {
        if (who == PKM) return PKM_KEY;
        if (who == OTHER_PKM) return OTHER_PKM_KEY;
        if (who == DEVICE) return DEVICE_KEY;
        return STRANGER_KEY;
    }

    function _voucher(uint256 key, Record memory r, bytes32 previous, uint64 deadline)
        internal
        view
        returns (bytes memory)
    {
        return _sign(key, _voucherHash(r, previous, deadline));
    }

    function _voucherHash(Record memory r, bytes32 previous, uint64 deadline) internal view returns (bytes32) {
        return _typed(
            keccak256(
                abi.encode(
                    keccak256("Voucher(bytes32 idHash,bytes32 previous,bytes32 record,uint64 deadline)"),
                    r.idHash(),
                    previous,
                    r.digest(),
                    deadline
                )
            )
        );
    }

    function _updateHash(Record memory was, Record memory r, uint64 deadline) internal view returns (bytes32) {
        return _typed(
            keccak256(
                abi.encode(
                    keccak256("Update(bytes32 idHash,bytes32 previous,bytes32 record,uint64 deadline)"),
                    was.idHash(),
                    was.digest(),
                    r.digest(),
                    deadline
                )
            )
        );
    }

    function _revokeHash(Record memory was, uint64 deadline) internal view returns (bytes32) {
        return _typed(
            keccak256(
                abi.encode(
                    keccak256("Revoke(bytes32 idHash,bytes32 previous,uint64 deadline)"),
                    was.idHash(),
                    was.digest(),
                    deadline
                )
            )
        );
    }

    function _typed(bytes32 structHash) internal view returns (bytes32) {
        return _typedFor(block.chainid, address(registry), structHash);
    }

    /// @dev EIP-712 written out, for any chain and contract.
    function _typedFor(uint256 chain, address verifier, bytes32 structHash) internal pure returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("DPK Registry"),
                keccak256("1"),
                chain,
                verifier
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function _sign(uint256 key, bytes32 hash) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, hash);
        return abi.encodePacked(r, s, v);
    }

    // ------------------------------------------------------------------------------------------ checks

    function _status(Record memory r) internal view returns (uint8 status) {
        (,, status) = registry.getClient(r.idHash());
    }

    /// @dev The identity holds exactly this record, since exactly this block.
    function _assertHolds(Record memory r, uint8 status, uint256 changed) internal view {
        (bytes26 digest, uint40 block_, uint8 status_) = registry.getClient(r.idHash());
        vm.assertEq(bytes32(digest), bytes32(bytes26(r.digest())));
        vm.assertEq(uint256(block_), changed);
        vm.assertEq(uint256(status_), uint256(status));
    }
}
