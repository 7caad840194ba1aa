// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDpkRegistry} from "../src/IDpkRegistry.sol";
import {Record, Records} from "./support/Records.sol";
import {RegistryTest} from "./support/RegistryTest.sol";
import {vm} from "./support/Vm.sol";

/// @title Admission in the paper's two steps: the wallet asks, the PKM approves.
contract TwoStepTest is RegistryTest {
    using Records for Record;

    function test_askedAndApproved() public {
        Record memory r = _device();
        vm.expectEmit();
        emit IDpkRegistry.ClientPending(r.idHash(), TOKEN, DEVICE, r.encode());
        _ask(r);
        _assertPending(DEVICE, r, block.number + PENDING);
        vm.assertEq(uint256(_status(r)), 0);

        vm.roll(block.number + 2);
        vm.expectEmit();
        emit IDpkRegistry.ClientChanged(r.idHash(), 1, PKM, r.encode());
        _approve(PKM, DEVICE, r);
        _assertHolds(r, 1, block.number);
        _assertNothingPending(DEVICE);
    }

    function test_onlyTheRecordsOwnerAsks() public {
        Record memory r = _device();
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.OwnerMismatch.selector, r.idHash(), STRANGER, DEVICE));
        vm.prank(STRANGER);
        registry.addClient(r.encode(), TOKEN);
    }

    function test_theRegistrarIsAPkm() public {
        Record memory r = _device();
        r.registrar = STRANGER;
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.NotPkm.selector, STRANGER));
        _ask(r);
    }

    function test_aMalformedRecordIsRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.HeadMalformed.selector, 0, 67));
        registry.addClient("", TOKEN);
    }

    function test_onlyAPkmApproves() public {
        Record memory r = _device();
        _ask(r);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.NotPkm.selector, DEVICE));
        _approve(DEVICE, DEVICE, r);
    }

    function test_onlyTheRecordsRegistrarApproves() public {
        Record memory r = _device();
        _ask(r);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.RegistrarMismatch.selector, r.idHash(), OTHER_PKM, PKM));
        _approve(OTHER_PKM, DEVICE, r);
    }

    function test_aRemovedPkmApprovesNothing() public {
        Record memory r = _device();
        _ask(r);
        vm.prank(CONTRACT_OWNER);
        registry.removePkm(PKM);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.NotPkm.selector, PKM));
        _approve(PKM, DEVICE, r);
    }

    function test_whatWasNotAskedForIsNotApproved() public {
        Record memory r = _device();
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.PendingMissing.selector, TOKEN, DEVICE));
        _approve(PKM, DEVICE, r);
        _ask(r);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.PendingMissing.selector, keccak256("no token"), DEVICE));
        vm.prank(PKM);
        registry.approveClient(keccak256("no token"), DEVICE, "", 0, r.encode());
    }

    function test_anApprovalIsForOneTime() public {
        Record memory r = _device();
        _ask(r);
        _approve(PKM, DEVICE, r);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.PendingMissing.selector, TOKEN, DEVICE));
        _approve(PKM, DEVICE, r);
    }

    function test_onlyThePendingRecordIsApproved() public {
        Record memory r = _device();
        _ask(r);
        Record memory other = _device();
        other.body = Records.x25519("the PKM's own key");
        vm.expectRevert(
            abi.encodeWithSelector(IDpkRegistry.PendingMismatch.selector, TOKEN, bytes26(r.digest()), other.digest())
        );
        _approve(PKM, DEVICE, other);
    }

    function test_askingAgainReplaces() public {
        Record memory first = _device();
        _ask(first);
        vm.roll(block.number + 5);
        Record memory second = _device();
        second.body = Records.x25519("second");
        _ask(second);
        _assertPending(DEVICE, second, block.number + PENDING);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDpkRegistry.PendingMismatch.selector, TOKEN, bytes26(second.digest()), first.digest()
            )
        );
        _approve(PKM, DEVICE, first);
        _approve(PKM, DEVICE, second);
        _assertHolds(second, 1, block.number);
    }

    /// @dev The token's hash can be read before it is mined. Whoever copies it gets an entry of its own, and neither
    /// hinders nor replaces the device's.
    function test_copyingATokenGainsNothing() public {
        Record memory thiefs = _device();
        (thiefs.owner, thiefs.body) = (STRANGER, Records.x25519("the thief's key"));
        _ask(thiefs);
        Record memory r = _device();
        _ask(r);
        _ask(thiefs);
        vm.expectRevert(
            abi.encodeWithSelector(IDpkRegistry.PendingMismatch.selector, TOKEN, bytes26(r.digest()), thiefs.digest())
        );
        _approve(PKM, DEVICE, thiefs);
        _approve(PKM, DEVICE, r);
        _assertHolds(r, 1, block.number);
    }

    function test_pendingEnds() public {
        Record memory r = _device();
        _ask(r);
        uint256 asked = block.number;
        vm.roll(asked + PENDING + 1);
        _assertNothingPending(DEVICE);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.PendingMissing.selector, TOKEN, DEVICE));
        _approve(PKM, DEVICE, r);
        vm.roll(asked + PENDING);
        _assertPending(DEVICE, r, block.number);
        _approve(PKM, DEVICE, r);
    }

    function test_aRevokedIdentityComesBackInTwoStepsToo() public {
        Record memory was = _revoked();
        Record memory r = was.next();
        _ask(r);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.PreviousMissing.selector, r.idHash()));
        _approve(PKM, DEVICE, r);
        vm.prank(PKM);
        registry.approveClient(TOKEN, DEVICE, was.head(), was.bodyHash(), r.encode());
        _assertHolds(r, 1, block.number);
    }

    /// @dev An approval obeys the rules of admission: nobody takes over an active identity by asking for it.
    function test_anActiveIdentityIsNotTakenOver() public {
        Record memory r = _admitted();
        Record memory thiefs = r.next();
        thiefs.owner = STRANGER;
        _ask(thiefs);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.ClientActive.selector, r.idHash()));
        vm.prank(PKM);
        registry.approveClient(TOKEN, STRANGER, r.head(), r.bodyHash(), thiefs.encode());
    }

    function _ask(Record memory r) private {
        vm.prank(r.owner);
        registry.addClient(r.encode(), TOKEN);
    }

    function _approve(address pkm, address client, Record memory r) private {
        vm.prank(pkm);
        registry.approveClient(TOKEN, client, "", 0, r.encode());
    }

    function _assertPending(address client, Record memory r, uint256 lastBlock) private view {
        (bytes26 digest, uint256 last) = registry.getPending(TOKEN, client);
        vm.assertEq(bytes32(digest), bytes32(bytes26(r.digest())));
        vm.assertEq(last, lastBlock);
    }

    function _assertNothingPending(address client) private view {
        (bytes26 digest, uint256 last) = registry.getPending(TOKEN, client);
        vm.assertEq(bytes32(digest), 0);
        vm.assertEq(last, 0);
    }
}
