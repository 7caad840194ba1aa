// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDpkRegistry} from "../src/IDpkRegistry.sol";
import {IOwnedRegistry} from "./support/IOwnedRegistry.sol";
import {Record, Records} from "./support/Records.sol";
import {RegistryTest} from "./support/RegistryTest.sol";
import {vm} from "./support/Vm.sol";

/// @title What the owner of the contract can do, and what not.
contract OwnerTest is RegistryTest {
    using Records for Record;

    function test_deployedAsAsked() public {
        vm.assertEq(registry.owner(), CONTRACT_OWNER);
        vm.assertEq(uint256(registry.TOMBSTONE_BLOCKS()), uint256(TOMBSTONE));
        vm.assertEq(uint256(registry.PENDING_BLOCKS()), uint256(PENDING));
        vm.assertEq(uint256(registry.VOUCHER_LIFETIME()), 3600);
        vm.assertFalse(registry.paused());
        vm.assertEq(registry.successor(), address(0));
        bytes memory noOwner = abi.encode(address(0), TOMBSTONE, PENDING);
        vm.expectRevert(abi.encodeWithSelector(IOwnedRegistry.OwnableInvalidOwner.selector, address(0)));
        vm.deployCode("DpkRegistry.sol:DpkRegistry", noOwner);
    }

    // ---------------------------------------------------------------------------------------- pause

    function test_aPauseStopsEveryWriteButRevocation() public {
        Record memory r = _admitted();
        Record memory next = r.next();
        vm.prank(CONTRACT_OWNER);
        registry.pause();
        vm.assertTrue(registry.paused());

        bytes memory refusal = abi.encodeWithSelector(IOwnedRegistry.EnforcedPause.selector);
        vm.expectRevert(refusal);
        registry.addClient(r.encode(), TOKEN);
        vm.expectRevert(refusal);
        registry.approveClient(TOKEN, DEVICE, "", 0, r.encode());
        vm.expectRevert(refusal);
        registry.addClientWithVoucher("", 0, r.encode(), _soon(), "");
        vm.expectRevert(refusal);
        registry.updateClient(r.head(), r.bodyHash(), next.encode(), 0, "");
        vm.expectRevert(refusal);
        registry.storePKMKey(r.encode());

        _assertHolds(r, 1, block.number);
        _revokeBy(DEVICE, r);
        _assertHolds(r, 2, block.number);
    }

    function test_batchesAndRolesGoOnDuringAPause() public {
        Record memory r = _admitted();
        vm.startPrank(CONTRACT_OWNER);
        registry.pause();
        registry.removePkm(PKM);
        registry.addPkm(STRANGER);
        registry.setSuccessor(STRANGER);
        IDpkRegistry.Revocation[] memory batch = new IDpkRegistry.Revocation[](1);
        batch[0] = IDpkRegistry.Revocation(r.head(), r.bodyHash(), 0, "");
        vm.assertEq(registry.revokeClients(batch), 1);
        vm.stopPrank();
    }

    function test_afterAPauseItGoesOn() public {
        vm.startPrank(CONTRACT_OWNER);
        registry.pause();
        vm.expectRevert(abi.encodeWithSelector(IOwnedRegistry.EnforcedPause.selector));
        registry.pause();
        registry.unpause();
        vm.expectRevert(abi.encodeWithSelector(IOwnedRegistry.ExpectedPause.selector));
        registry.unpause();
        vm.stopPrank();
        _assertHolds(_admitted(), 1, block.number);
    }

    /// @dev The owner of a stolen wallet that rotates in front of each revocation is stopped by a pause.
    function test_aPauseEndsTheRaceBetweenRotationAndRevocation() public {
        Record memory was = _admitted();
        Record memory r = was.next();
        _updateBy(DEVICE, was, r);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDpkRegistry.PreviousMismatch.selector, r.idHash(), bytes26(r.digest()), was.digest()
            )
        );
        _revokeBy(PKM, was);

        vm.prank(CONTRACT_OWNER);
        registry.pause();
        Record memory third = r.next();
        vm.expectRevert(abi.encodeWithSelector(IOwnedRegistry.EnforcedPause.selector));
        _updateBy(DEVICE, r, third);
        _revokeBy(PKM, r);
        _assertHolds(r, 2, block.number);
    }

    // ---------------------------------------------------------------------------------------- successor

    function test_theSuccessorIsOnlyAPointer() public {
        vm.expectEmit();
        emit IDpkRegistry.SuccessorChanged(STRANGER);
        vm.prank(CONTRACT_OWNER);
        registry.setSuccessor(STRANGER);
        vm.assertEq(registry.successor(), STRANGER);
        _assertHolds(_admitted(), 1, block.number);
        vm.prank(CONTRACT_OWNER);
        registry.setSuccessor(address(0));
        vm.assertEq(registry.successor(), address(0));
    }

    // ---------------------------------------------------------------------------------------- ownership

    function test_onlyTheOwner() public {
        address[3] memory others = [PKM, DEVICE, STRANGER];
        for (uint256 i = 0; i < others.length; ++i) {
            bytes memory refusal = abi.encodeWithSelector(IOwnedRegistry.OwnableUnauthorizedAccount.selector, others[i]);
            vm.startPrank(others[i]);
            vm.expectRevert(refusal);
            registry.pause();
            vm.expectRevert(refusal);
            registry.unpause();
            vm.expectRevert(refusal);
            registry.setSuccessor(others[i]);
            vm.expectRevert(refusal);
            registry.transferOwnership(others[i]);
            vm.expectRevert(refusal);
            registry.acceptOwnership();
            vm.expectRevert(refusal);
            registry.renounceOwnership();
            vm.stopPrank();
        }
    }

    function test_ownershipChangesInTwoSteps() public {
        Record memory r = _admitted();
        vm.prank(CONTRACT_OWNER);
        registry.transferOwnership(STRANGER);
        vm.assertEq(registry.owner(), CONTRACT_OWNER);
        vm.assertEq(registry.pendingOwner(), STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SenderUnauthorized.selector, r.idHash(), STRANGER));
        _revokeBy(STRANGER, r);
        vm.expectEmit();
        emit IOwnedRegistry.OwnershipTransferred(CONTRACT_OWNER, STRANGER);
        vm.prank(STRANGER);
        registry.acceptOwnership();
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SenderUnauthorized.selector, r.idHash(), CONTRACT_OWNER));
        _revokeBy(CONTRACT_OWNER, r);
        _revokeBy(STRANGER, r);
    }

    function test_theContractIsNeverWithoutOwner() public {
        vm.expectRevert(IDpkRegistry.OwnershipRequired.selector);
        vm.prank(CONTRACT_OWNER);
        registry.renounceOwnership();
    }

    /// @dev The most that the owner can do: an identity of its choice, but only revoked, openly, and after the delay.
    function test_theOwnerTakesAnIdentityOverOnlyAfterTheTombstone() public {
        Record memory was = _admitted();
        vm.prank(CONTRACT_OWNER);
        registry.addPkm(STRANGER);
        Record memory taken = was.next();
        (taken.owner, taken.registrar) = (STRANGER, STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.ClientActive.selector, was.idHash()));
        this.readmit(was, taken);
        _revokeBy(CONTRACT_OWNER, was);
        uint256 from = block.number + TOMBSTONE;
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.RegistrarReserved.selector, was.idHash(), PKM, from));
        this.readmit(was, taken);
        vm.roll(from);
        this.readmit(was, taken);
        _assertHolds(taken, 1, block.number);
    }

    function readmit(Record memory was, Record memory r) external {
        _readmit(was, r);
    }
}
