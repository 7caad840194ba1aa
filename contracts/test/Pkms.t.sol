// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDpkRegistry} from "../src/IDpkRegistry.sol";
import {IOwnedRegistry} from "./support/IOwnedRegistry.sol";
import {Record, Records} from "./support/Records.sol";
import {RegistryTest} from "./support/RegistryTest.sol";
import {vm, Vm} from "./support/Vm.sol";

/// @title The role of a PKM, and the record that holds its own keys.
contract PkmsTest is RegistryTest {
    using Records for Record;

    // ---------------------------------------------------------------------------------------- the role

    function test_addedAndRemoved() public {
        vm.assertFalse(registry.isPkm(STRANGER));
        vm.expectEmit();
        emit IDpkRegistry.PkmChanged(STRANGER, true);
        _add(STRANGER);
        vm.assertTrue(registry.isPkm(STRANGER));
        vm.expectEmit();
        emit IDpkRegistry.PkmChanged(STRANGER, false);
        _remove(STRANGER);
        vm.assertFalse(registry.isPkm(STRANGER));
    }

    function test_onlyTheContractsOwnerGivesAndTakesTheRole() public {
        address[3] memory others = [PKM, DEVICE, STRANGER];
        for (uint256 i = 0; i < others.length; ++i) {
            bytes memory refusal = abi.encodeWithSelector(IOwnedRegistry.OwnableUnauthorizedAccount.selector, others[i]);
            vm.expectRevert(refusal);
            vm.prank(others[i]);
            registry.addPkm(STRANGER);
            vm.expectRevert(refusal);
            vm.prank(others[i]);
            registry.removePkm(OTHER_PKM);
        }
    }

    function test_zeroIsNoPkm() public {
        vm.expectRevert(IDpkRegistry.ZeroAddress.selector);
        _add(address(0));
    }

    function test_theRoleIsGivenOnce() public {
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.AlreadyPkm.selector, PKM));
        _add(PKM);
    }

    function test_theRoleIsTakenFromAPkm() public {
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.NotPkm.selector, STRANGER));
        _remove(STRANGER);
    }

    // ---------------------------------------------------------------------------------------- its vouchers

    function test_aRemovalEndsOpenVouchers() public {
        Record memory r = _device();
        bytes memory sig = _voucher(PKM_KEY, r, 0, _soon());
        _remove(PKM);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.NotPkm.selector, PKM));
        registry.addClientWithVoucher("", 0, r.encode(), _soon(), sig);
    }

    function test_openVouchersDontComeBackWithTheirPkm() public {
        Record memory r = _device();
        uint64 open = uint64(block.timestamp + 1 hours);
        bytes memory sig = _voucher(PKM_KEY, r, 0, open);
        _remove(PKM);
        _add(PKM);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.VoucherEnded.selector, PKM, open, open));
        registry.addClientWithVoucher("", 0, r.encode(), open, sig);

        // one second later a new voucher can be told from an old one
        vm.warp(block.timestamp + 1);
        sig = _voucher(PKM_KEY, r, 0, open + 1);
        registry.addClientWithVoucher("", 0, r.encode(), open + 1, sig);
        _assertHolds(r, 1, block.number);
    }

    /// @dev The clients of a removed PKM stay; another PKM can take them over only as the rules say.
    function test_itsClientsStay() public {
        Record memory was = _admitted();
        _remove(PKM);
        _assertHolds(was, 1, block.number);
        _revokeBy(CONTRACT_OWNER, was);
        vm.roll(block.number + TOMBSTONE);
        Record memory r = was.next();
        r.registrar = OTHER_PKM;
        _readmit(was, r);
        _assertHolds(r, 1, block.number);
    }

    // ---------------------------------------------------------------------------------------- its own keys

    function test_aPkmStoresItsKey() public {
        Record memory r = _pkmRecord();
        _assertNoKey(PKM);
        vm.expectEmit();
        emit IDpkRegistry.ClientChanged(r.idHash(), 1, PKM, r.encode());
        vm.expectEmit();
        emit IDpkRegistry.PkmKeyStored(PKM, r.idHash());
        _storeKey(PKM, r);
        _assertHolds(r, 1, block.number);
        _assertKey(PKM, r, 1);
    }

    function test_onlyAPkmStoresAKey() public {
        Record memory r = _device();
        r.registrar = DEVICE;
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.NotPkm.selector, DEVICE));
        _storeKey(DEVICE, r);
    }

    function test_theKeyIsItsOwn() public {
        Record memory r = _pkmRecord();
        r.owner = STRANGER;
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.OwnerMismatch.selector, r.idHash(), PKM, STRANGER));
        _storeKey(PKM, r);
        (r.owner, r.registrar) = (PKM, OTHER_PKM);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.RegistrarMismatch.selector, r.idHash(), PKM, OTHER_PKM));
        _storeKey(PKM, r);
    }

    function test_itsFirstVersionIs1() public {
        Record memory r = _pkmRecord();
        r.version = 2;
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.VersionInvalid.selector, r.idHash(), 1, 2));
        _storeKey(PKM, r);
    }

    /// @dev A PKM can't take an identity over by storing it as its own: not a device's, not another PKM's.
    function test_nobodysIdentityIsTakenOver() public {
        Record memory device = _admitted();
        Record memory other = _pkmRecord();
        _storeKey(PKM, other);
        Record memory r = _pkmRecord();
        (r.owner, r.registrar) = (OTHER_PKM, OTHER_PKM);
        bytes[2] memory ids = [device.id, other.id];
        for (uint256 i = 0; i < ids.length; ++i) {
            r.id = ids[i];
            for (uint64 version = 1; version <= 2; ++version) {
                r.version = version;
                vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.ClientActive.selector, r.idHash()));
                _storeKey(OTHER_PKM, r);
            }
        }
        _revokeBy(DEVICE, device);
        r.id = device.id;
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.PreviousMissing.selector, r.idHash()));
        _storeKey(OTHER_PKM, r);
        _assertNoKey(OTHER_PKM);
    }

    function test_itsKeyRotatesLikeAnyOther() public {
        Record memory was = _pkmRecord();
        _storeKey(PKM, was);
        Record memory r = was.next();
        _updateBy(PKM, was, r);
        _assertKey(PKM, r, 1);
    }

    function test_itsKeyIsRevokedLikeAnyOtherAndComesBackByItsOwnVoucher() public {
        Record memory was = _pkmRecord();
        _storeKey(PKM, was);
        _revokeBy(PKM, was);
        _assertKey(PKM, was, 2);
        Record memory r = was.next();
        _readmit(was, r);
        _assertKey(PKM, r, 1);
    }

    /// @dev Naming the record that is active already changes nothing in it.
    function test_anActiveRecordIsNamedWithoutAChange() public {
        Record memory was = _pkmRecord();
        _admit(was);
        uint256 admitted = block.number;
        vm.roll(admitted + 4);
        vm.recordLogs();
        _storeKey(PKM, was);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs.length, 1);
        vm.assertEq(logs[0].topics[0], IDpkRegistry.PkmKeyStored.selector);
        _assertHolds(was, 1, admitted);
        (bytes32 named,,,) = registry.getPKMKey(PKM);
        vm.assertEq(named, was.idHash());
    }

    function test_aPkmMayMoveToAnotherIdentity() public {
        Record memory first = _pkmRecord();
        _storeKey(PKM, first);
        Record memory second = _pkmRecord();
        second.id = "dns:pkm2.example.org";
        _storeKey(PKM, second);
        _assertKey(PKM, second, 1);
        _assertHolds(first, 1, block.number);
    }

    function test_aPkmThatComesBackStoresItsKeyAgain() public {
        Record memory was = _pkmRecord();
        _storeKey(PKM, was);
        Record memory r = was.next();
        _updateBy(PKM, was, r);
        _remove(PKM);
        _assertNoKey(PKM);
        _add(PKM);
        _assertNoKey(PKM);
        _storeKey(PKM, r);
        _assertKey(PKM, r, 1);
    }

    function _add(address pkm) private {
        vm.prank(CONTRACT_OWNER);
        registry.addPkm(pkm);
    }

    function _remove(address pkm) private {
        vm.prank(CONTRACT_OWNER);
        registry.removePkm(pkm);
    }

    function _storeKey(address pkm, Record memory r) private {
        vm.prank(pkm);
        registry.storePKMKey(r.encode());
    }

    function _assertKey(address pkm, Record memory r, uint8 status) private view {
        (bytes32 idHash, bytes26 digest, uint40 changed, uint8 status_) = registry.getPKMKey(pkm);
        vm.assertEq(idHash, r.idHash());
        vm.assertEq(bytes32(digest), bytes32(bytes26(r.digest())));
        vm.assertEq(uint256(changed), block.number);
        vm.assertEq(uint256(status_), uint256(status));
    }

    function _assertNoKey(address pkm) private view {
        (bytes32 idHash, bytes26 digest, uint40 changed, uint8 status) = registry.getPKMKey(pkm);
        vm.assertEq(idHash, 0);
        vm.assertEq(bytes32(digest), 0);
        vm.assertEq(uint256(changed), 0);
        vm.assertEq(uint256(status), 0);
    }
}
