// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDpkRegistry} from "../src/IDpkRegistry.sol";
import {Record, Records} from "./support/Records.sol";
import {RegistryTest} from "./support/RegistryTest.sol";
import {vm} from "./support/Vm.sol";
import {OneKeyWallet, RevertingWallet} from "./support/Wallets.sol";

/// @title What counts as a signature.
contract SignaturesTest is RegistryTest {
    using Records for Record;

    uint256 private constant CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    function test_theDomainIsAsWrittenDown() public view {
        (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifier,
            bytes32 salt,
            uint256[] memory extensions
        ) = registry.eip712Domain();
        vm.assertEq(bytes32(fields), bytes32(bytes1(0x0f)));
        vm.assertEq(name, "DPK Registry");
        vm.assertEq(version, "1");
        vm.assertEq(chainId, block.chainid);
        vm.assertEq(verifier, address(registry));
        vm.assertEq(salt, 0);
        vm.assertEq(extensions.length, 0);
    }

    function test_aSignatureForAnotherChainOrContractIsNone() public {
        Record memory r = _device();
        bytes32 voucher = keccak256(
            abi.encode(
                keccak256("Voucher(bytes32 idHash,bytes32 previous,bytes32 record,uint64 deadline)"),
                r.idHash(),
                bytes32(0),
                r.digest(),
                _soon()
            )
        );
        _assertVoucherInvalid(r, _sign(PKM_KEY, _typedFor(block.chainid + 1, address(registry), voucher)));
        _assertVoucherInvalid(r, _sign(PKM_KEY, _typedFor(block.chainid, address(0xE15E), voucher)));
        _assertVoucherInvalid(r, _sign(PKM_KEY, voucher));
    }

    /// @dev A voucher used here is of no use to a second registry with the same PKM, nor on a fork of the chain.
    function test_aVoucherIsNotReplayedElsewhere() public {
        Record memory r = _device();
        bytes memory sig = _voucher(PKM_KEY, r, 0, _soon());
        registry.addClientWithVoucher("", 0, r.encode(), _soon(), sig);

        registry = _deploy();
        vm.prank(CONTRACT_OWNER);
        registry.addPkm(PKM);
        _assertVoucherInvalid(r, sig);

        sig = _voucher(PKM_KEY, r, 0, _soon());
        uint256 here = block.chainid;
        vm.chainId(here + 1);
        _assertVoucherInvalid(r, sig);
        vm.chainId(here);
        registry.addClientWithVoucher("", 0, r.encode(), _soon(), sig);
    }

    function test_theOtherHalfOfTheCurveIsRefused() public {
        Record memory r = _device();
        (uint8 v, bytes32 r_, bytes32 s) = vm.sign(PKM_KEY, _voucherHash(r, 0, _soon()));
        bytes32 high = bytes32(CURVE_ORDER - uint256(s));
        uint8 otherV = v == 27 ? 28 : 27;
        vm.assertEq(ecrecover(_voucherHash(r, 0, _soon()), otherV, r_, high), PKM);
        _assertVoucherInvalid(r, abi.encodePacked(r_, high, otherV));
        _assertUpdateAndRevocationInvalid(r);
    }

    function _assertUpdateAndRevocationInvalid(Record memory was) private {
        _admit(was);
        Record memory next = was.next();
        bytes memory update = _malleated(DEVICE_KEY, _updateHash(was, next, _soon()));
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, was.idHash()));
        registry.updateClient(was.head(), was.bodyHash(), next.encode(), _soon(), update);
        bytes memory revocation = _malleated(DEVICE_KEY, _revokeHash(was, _soon()));
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, was.idHash()));
        registry.revokeClient(was.head(), was.bodyHash(), _soon(), revocation);
    }

    function _malleated(uint256 key, bytes32 hash) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, hash);
        return abi.encodePacked(r, CURVE_ORDER - uint256(s), v == 27 ? uint8(28) : uint8(27));
    }

    function test_onlyTheLongFormIsASignature() public {
        Record memory r = _device();
        (uint8 v, bytes32 r_, bytes32 s) = vm.sign(PKM_KEY, _voucherHash(r, 0, _soon()));
        bytes32 vs = bytes32(uint256(s) | (uint256(v - 27) << 255));
        _assertVoucherInvalid(r, abi.encodePacked(r_, vs)); // ERC-2098
        _assertVoucherInvalid(r, abi.encodePacked(r_, s, v, uint8(0)));
        _assertVoucherInvalid(r, abi.encodePacked(r_, s, v - 27));
        _assertVoucherInvalid(r, abi.encodePacked(r_, s, uint8(29)));
    }

    function testFuzz_garbageIsNoSignature(bytes memory sig) public {
        Record memory r = _device();
        _assertVoucherInvalid(r, sig);
        _admit(r);
        if (sig.length == 0) return;
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, r.idHash()));
        registry.revokeClient(r.head(), r.bodyHash(), _soon(), sig);
    }

    /// @dev ecrecover answers zero for garbage. Even where zero held a role by mistake, that would not count.
    function test_zeroIsNobody() public {
        Record memory r = _device();
        r.registrar = address(0);
        // the PKM's role, which addPkm refuses to the zero address: slot 6 holds the roles
        vm.store(address(registry), keccak256(abi.encode(address(0), uint256(6))), bytes32(uint256(1)));
        vm.assertTrue(registry.isPkm(address(0)), "zero holds the role");
        bytes memory garbage = abi.encodePacked(bytes32(uint256(1)), bytes32(uint256(1)), uint8(99));
        vm.assertEq(ecrecover(_voucherHash(r, 0, _soon()), 99, bytes32(uint256(1)), bytes32(uint256(1))), address(0));
        _assertVoucherInvalid(r, garbage);

        Record memory admitted = _admitted();
        // and as the owner of the contract: slot 1
        vm.store(address(registry), bytes32(uint256(1)), 0);
        vm.assertEq(registry.owner(), address(0));
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, admitted.idHash()));
        registry.revokeClient(admitted.head(), admitted.bodyHash(), _soon(), garbage);
    }

    // ---------------------------------------------------------------------------------------- contract wallets

    function test_aWalletOwnsAnIdentity() public {
        Record memory was = _device();
        was.owner = address(new OneKeyWallet(DEVICE));
        _admit(was);
        Record memory r = was.next();
        bytes memory wrong = _sign(STRANGER_KEY, _updateHash(was, r, _soon()));
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, was.idHash()));
        registry.updateClient(was.head(), was.bodyHash(), r.encode(), _soon(), wrong);
        bytes memory sig = _sign(DEVICE_KEY, _updateHash(was, r, _soon()));
        registry.updateClient(was.head(), was.bodyHash(), r.encode(), _soon(), sig);
        _assertHolds(r, 1, block.number);

        _assertRevokedBySignature(DEVICE_KEY, r, r.owner);
    }

    function test_aWalletIsAPkm() public {
        Record memory r = _device();
        r.registrar = address(new OneKeyWallet(PKM));
        vm.prank(CONTRACT_OWNER);
        registry.addPkm(r.registrar);
        bytes memory sig = _sign(PKM_KEY, _voucherHash(r, 0, _soon()));
        registry.addClientWithVoucher("", 0, r.encode(), _soon(), sig);
        _assertRevokedBySignature(PKM_KEY, r, r.registrar);
    }

    function test_aRemovedWalletHasNoSay() public {
        Record memory r = _device();
        r.registrar = address(new OneKeyWallet(PKM));
        vm.prank(CONTRACT_OWNER);
        registry.addPkm(r.registrar);
        bytes memory voucher = _sign(PKM_KEY, _voucherHash(r, 0, _soon()));
        registry.addClientWithVoucher("", 0, r.encode(), _soon(), voucher);
        vm.prank(CONTRACT_OWNER);
        registry.removePkm(r.registrar);
        bytes memory sig = _sign(PKM_KEY, _revokeHash(r, _soon()));
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, r.idHash()));
        registry.revokeClient(r.head(), r.bodyHash(), _soon(), sig);
    }

    function test_aWalletOwnsTheContract() public {
        Record memory r = _admitted();
        address wallet = address(new OneKeyWallet(STRANGER));
        vm.prank(CONTRACT_OWNER);
        registry.transferOwnership(wallet);
        vm.prank(wallet);
        registry.acceptOwnership();
        _assertRevokedBySignature(STRANGER_KEY, r, wallet);
    }

    function test_aWalletThatFailsHasNotSigned() public {
        Record memory r = _device();
        r.owner = address(new RevertingWallet());
        _admit(r);
        bytes memory sig = _sign(DEVICE_KEY, _revokeHash(r, _soon()));
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, r.idHash()));
        registry.revokeClient(r.head(), r.bodyHash(), _soon(), sig);
    }

    /// @dev An account with delegated code (EIP-7702) has code and a key: its key still signs for it.
    function test_theKeyOfAnAccountWithCodeStillCounts() public {
        Record memory r = _admitted();
        vm.etch(DEVICE, address(new RevertingWallet()).code);
        _assertRevokedBySignature(DEVICE_KEY, r, DEVICE);
    }

    function _assertRevokedBySignature(uint256 key, Record memory r, address by) private {
        bytes memory sig = _sign(key, _revokeHash(r, _soon()));
        vm.expectEmit();
        emit IDpkRegistry.ClientRevoked(r.idHash(), r.version, by, r.head(), r.bodyHash());
        registry.revokeClient(r.head(), r.bodyHash(), _soon(), sig);
        _assertHolds(r, 2, block.number);
    }

    function _assertVoucherInvalid(Record memory r, bytes memory sig) private {
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, r.idHash()));
        registry.addClientWithVoucher("", 0, r.encode(), _soon(), sig);
    }
}
