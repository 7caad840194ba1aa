// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDpkRegistry} from "../src/IDpkRegistry.sol";
import {Record, Records} from "./support/Records.sol";
import {RegistryTest} from "./support/RegistryTest.sol";
import {vm} from "./support/Vm.sol";

/// @title Admission by voucher: first, and again after a revocation or an expiry.
contract AdmissionTest is RegistryTest {
    using Records for Record;

    // ------------------------------------------------------------------------------------ first admission

    function test_aVoucherAdmitsWhoeverRelaysIt() public {
        Record memory r = _device();
        bytes memory sig = _voucher(PKM_KEY, r, 0, _soon());
        vm.expectEmit();
        emit IDpkRegistry.ClientChanged(r.idHash(), 1, PKM, r.encode());
        vm.prank(STRANGER);
        registry.addClientWithVoucher("", 0, r.encode(), _soon(), sig);
        _assertHolds(r, 1, block.number);
    }

    function testFuzz_anyRecordCanBeAdmitted(bytes memory id, bytes memory body, address owner, uint64 from, uint64 to)
        public
    {
        if (id.length == 0 || id.length > 255 || body.length > 4096 || owner == address(0)) return;
        Record memory r = Record(1, owner, PKM, from, to, id, body);
        _admit(r);
        _assertHolds(r, 1, block.number);
    }

    function test_neverRegisteredIsAllZero() public view {
        (bytes26 digest, uint40 changed, uint8 status) = registry.getClient(_device().idHash());
        vm.assertEq(bytes32(digest), 0);
        vm.assertEq(uint256(changed), 0);
        vm.assertEq(uint256(status), 0);
    }

    function test_severalAtOnceInTheOrderAskedFor() public {
        Record memory a = _admitted();
        vm.roll(block.number + 7);
        Record memory b = _device();
        b.id = "dns:b.example.org";
        _admit(b);
        bytes32[] memory ids = new bytes32[](3);
        (ids[0], ids[1], ids[2]) = (b.idHash(), keccak256("nobody"), a.idHash());
        IDpkRegistry.Client[] memory clients = registry.getClients(ids);
        vm.assertEq(clients.length, 3);
        vm.assertEq(bytes32(clients[0].digest), bytes32(bytes26(b.digest())));
        vm.assertEq(uint256(clients[0].changed), block.number);
        vm.assertEq(uint256(clients[0].status), 1);
        vm.assertEq(uint256(clients[1].status), 0);
        vm.assertEq(bytes32(clients[2].digest), bytes32(bytes26(a.digest())));
        vm.assertEq(uint256(clients[2].changed), block.number - 7);
    }

    function test_aFirstAdmissionHasNoPrevious() public {
        Record memory r = _device();
        bytes memory sig = _voucher(PKM_KEY, r, 0, _soon());
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.PreviousUnexpected.selector, r.idHash()));
        registry.addClientWithVoucher(r.head(), 0, r.encode(), _soon(), sig);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.PreviousUnexpected.selector, r.idHash()));
        registry.addClientWithVoucher("", bytes32(uint256(1)), r.encode(), _soon(), sig);
    }

    function test_aFirstVersionIs1() public {
        Record memory r = _device();
        for (uint64 version = 0; version <= 2; version += 2) {
            r.version = version;
            vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.VersionInvalid.selector, r.idHash(), 1, version));
            this.admit(r);
        }
    }

    function test_anOwnerIsNotZero() public {
        Record memory r = _device();
        r.owner = address(0);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.OwnerZero.selector, r.idHash()));
        this.admit(r);
    }

    function test_aMalformedRecordIsRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.HeadMalformed.selector, 3, 67));
        registry.addClientWithVoucher("", 0, hex"010203", _soon(), "");
    }

    function test_activeCantBeAdded() public {
        Record memory was = _admitted();
        Record memory r = was.next();
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.ClientActive.selector, r.idHash()));
        this.admit(was);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.ClientActive.selector, r.idHash()));
        this.readmit(was, r);
        r.registrar = OTHER_PKM;
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.ClientActive.selector, r.idHash()));
        this.readmit(was, r);
    }

    // ------------------------------------------------------------------------------------ the voucher's time

    function test_aVoucherIsGoodUntilItsDeadline() public {
        Record memory r = _device();
        uint64 deadline = _soon();
        bytes memory sig = _voucher(PKM_KEY, r, 0, deadline);
        vm.warp(uint256(deadline) + 1);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.DeadlinePassed.selector, deadline, uint256(deadline) + 1));
        registry.addClientWithVoucher("", 0, r.encode(), deadline, sig);
        vm.warp(deadline);
        registry.addClientWithVoucher("", 0, r.encode(), deadline, sig);
    }

    function test_aVouchersDeadlineIsAnHourAheadAtMost() public {
        Record memory r = _device();
        uint64 deadline = uint64(block.timestamp + 1 hours);
        bytes memory late = _voucher(PKM_KEY, r, 0, deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.DeadlineTooFar.selector, deadline + 1, deadline));
        registry.addClientWithVoucher("", 0, r.encode(), deadline + 1, late);
        bytes memory sig = _voucher(PKM_KEY, r, 0, deadline);
        registry.addClientWithVoucher("", 0, r.encode(), deadline, sig);
    }

    function testFuzz_noVoucherOutsideTheHour(uint64 deadline) public {
        if (deadline >= block.timestamp && deadline <= block.timestamp + 1 hours) return;
        Record memory r = _device();
        bytes memory sig = _voucher(PKM_KEY, r, 0, deadline);
        vm.expectRevert(
            deadline < block.timestamp
                ? abi.encodeWithSelector(IDpkRegistry.DeadlinePassed.selector, deadline, block.timestamp)
                : abi.encodeWithSelector(IDpkRegistry.DeadlineTooFar.selector, deadline, block.timestamp + 1 hours)
        );
        registry.addClientWithVoucher("", 0, r.encode(), deadline, sig);
    }

    // ------------------------------------------------------------------------------------ who vouches

    function test_onlyAPkmVouches() public {
        Record memory r = _device();
        r.registrar = STRANGER;
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.NotPkm.selector, STRANGER));
        this.admit(r);
        r.registrar = address(0);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.NotPkm.selector, address(0)));
        this.admit(r);
    }

    function test_onlyTheRecordsRegistrarVouches() public {
        Record memory r = _device();
        uint256[4] memory keys = [OTHER_PKM_KEY, DEVICE_KEY, STRANGER_KEY, uint256(0x0A11)];
        for (uint256 i = 0; i < keys.length; ++i) {
            bytes memory sig = _voucher(keys[i], r, 0, _soon());
            vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, r.idHash()));
            registry.addClientWithVoucher("", 0, r.encode(), _soon(), sig);
        }
    }

    /// @dev An empty signature means "the sender acts for itself" elsewhere; a voucher is always signed.
    function test_aPkmAsSenderStillSigns() public {
        Record memory r = _device();
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, r.idHash()));
        vm.prank(PKM);
        registry.addClientWithVoucher("", 0, r.encode(), _soon(), "");
    }

    function test_aVoucherCoversEverything() public {
        Record memory r = _device();
        bytes memory sig = _voucher(PKM_KEY, r, 0, _soon());
        bytes memory refusal = abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, r.idHash());

        vm.expectRevert(refusal);
        registry.addClientWithVoucher("", 0, r.encode(), _soon() + 1, sig);

        Record memory other = _device();
        other.owner = STRANGER;
        vm.expectRevert(refusal);
        registry.addClientWithVoucher("", 0, other.encode(), _soon(), sig);

        other = _device();
        other.body = bytes.concat(other.body, hex"00");
        vm.expectRevert(refusal);
        registry.addClientWithVoucher("", 0, other.encode(), _soon(), sig);

        other = _device();
        other.id = "dns:other.example.org";
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, other.idHash()));
        registry.addClientWithVoucher("", 0, other.encode(), _soon(), sig);

        bytes memory elsewhere = _voucher(PKM_KEY, r, keccak256("another previous"), _soon());
        vm.expectRevert(refusal);
        registry.addClientWithVoucher("", 0, r.encode(), _soon(), elsewhere);
    }

    // ------------------------------------------------------------------------------------ once more

    function test_aRevokedIdentityComesBackUnderNewKeysAndOwner() public {
        Record memory was = _revoked();
        vm.roll(block.number + 3);
        Record memory r = was.next();
        (r.owner, r.notBefore, r.notAfter) = (STRANGER, 1, 1_900_000_000);
        vm.expectEmit();
        emit IDpkRegistry.ClientChanged(r.idHash(), 2, PKM, r.encode());
        this.readmit(was, r);
        _assertHolds(r, 1, block.number);
    }

    function test_aSecondAdmissionNamesThePrevious() public {
        Record memory was = _revoked();
        Record memory r = was.next();
        bytes memory sig = _voucher(PKM_KEY, r, 0, _soon());
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.PreviousMissing.selector, r.idHash()));
        registry.addClientWithVoucher("", 0, r.encode(), _soon(), sig);

        Record memory other = _device();
        other.id = "dns:other.example.org";
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.IdentityMismatch.selector, other.idHash(), r.idHash()));
        registry.addClientWithVoucher(other.head(), other.bodyHash(), r.encode(), _soon(), sig);

        Record memory forged = _device();
        forged.registrar = OTHER_PKM;
        _assertPreviousMismatch(was, forged.head(), was.bodyHash(), r, sig);
        _assertPreviousMismatch(was, was.head(), keccak256("another body"), r, sig);

        vm.expectRevert(
            abi.encodeWithSelector(IDpkRegistry.HeadMalformed.selector, was.head().length + 1, was.head().length)
        );
        registry.addClientWithVoucher(bytes.concat(was.head(), hex"00"), was.bodyHash(), r.encode(), _soon(), sig);
    }

    function _assertPreviousMismatch(
        Record memory was,
        bytes memory head,
        bytes32 body,
        Record memory r,
        bytes memory sig
    ) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IDpkRegistry.PreviousMismatch.selector,
                was.idHash(),
                bytes26(was.digest()),
                keccak256(bytes.concat(head, body))
            )
        );
        registry.addClientWithVoucher(head, body, r.encode(), _soon(), sig);
    }

    function test_aVersionIsNeverUsedTwiceNorSkipped() public {
        Record memory was = _revoked();
        Record memory r = was.next();
        uint64[4] memory wrong = [uint64(0), 1, 3, type(uint64).max];
        for (uint256 i = 0; i < wrong.length; ++i) {
            r.version = wrong[i];
            vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.VersionInvalid.selector, r.idHash(), 2, wrong[i]));
            this.readmit(was, r);
        }
    }

    function test_anotherRegistrarWaitsForTheTombstone() public {
        Record memory was = _revoked();
        uint256 from = block.number + TOMBSTONE;
        Record memory r = was.next();
        r.registrar = OTHER_PKM;
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.RegistrarReserved.selector, r.idHash(), PKM, from));
        this.readmit(was, r);
        vm.roll(from - 1);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.RegistrarReserved.selector, r.idHash(), PKM, from));
        this.readmit(was, r);
        vm.roll(from);
        this.readmit(was, r);
        _assertHolds(r, 1, block.number);
    }

    // ------------------------------------------------------------------------------------ expiry

    function test_anExpiredIdentityIsAdmittedAgainByItsRegistrar() public {
        Record memory was = _device();
        was.notAfter = uint64(block.timestamp + 1 days);
        _admit(was);
        Record memory r = was.next();
        r.notAfter = was.notAfter + 1 days;
        vm.warp(was.notAfter);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.ClientActive.selector, r.idHash()));
        this.readmit(was, r);
        vm.warp(uint256(was.notAfter) + 1);
        this.readmit(was, r);
        _assertHolds(r, 1, block.number);
    }

    function test_anotherRegistrarNeedsATombstoneEvenAfterAnExpiry() public {
        Record memory was = _device();
        was.notAfter = uint64(block.timestamp + 1 days);
        _admit(was);
        vm.warp(block.timestamp + 365 days);
        vm.roll(block.number + 10 * uint256(TOMBSTONE));
        Record memory r = was.next();
        r.registrar = OTHER_PKM;
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.RegistrarReserved.selector, r.idHash(), PKM, 0));
        this.readmit(was, r);
        _revokeBy(DEVICE, was);
        vm.roll(block.number + TOMBSTONE);
        this.readmit(was, r);
        _assertHolds(r, 1, block.number);
    }

    // ------------------------------------------------------------------------------------ old vouchers

    function test_anOldVoucherNeverRestoresARevokedKey() public {
        Record memory first = _device();
        bytes memory sig = _voucher(PKM_KEY, first, 0, _soon());
        registry.addClientWithVoucher("", 0, first.encode(), _soon(), sig);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.ClientActive.selector, first.idHash()));
        registry.addClientWithVoucher("", 0, first.encode(), _soon(), sig);

        _revokeBy(DEVICE, first);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.PreviousMissing.selector, first.idHash()));
        registry.addClientWithVoucher("", 0, first.encode(), _soon(), sig);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.VersionInvalid.selector, first.idHash(), 2, 1));
        registry.addClientWithVoucher(first.head(), first.bodyHash(), first.encode(), _soon(), sig);

        Record memory second = first.next();
        bytes memory again = _voucher(PKM_KEY, second, first.digest(), _soon());
        registry.addClientWithVoucher(first.head(), first.bodyHash(), second.encode(), _soon(), again);
        _revokeBy(DEVICE, second);
        _assertPreviousMismatch(second, first.head(), first.bodyHash(), second, again);
        Record memory third = second.next();
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, first.idHash()));
        registry.addClientWithVoucher(second.head(), second.bodyHash(), third.encode(), _soon(), again);
        vm.assertEq(uint256(_status(first)), 2);
    }

    /// @dev Two vouchers for one identity: the first that is used voids the other.
    function test_aVoucherDiesWhenAnotherIsUsed() public {
        Record memory a = _device();
        Record memory b = _device();
        b.body = Records.x25519("another key");
        bytes memory sigA = _voucher(PKM_KEY, a, 0, _soon());
        _admit(b);
        _revokeBy(DEVICE, b);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.PreviousMissing.selector, a.idHash()));
        registry.addClientWithVoucher("", 0, a.encode(), _soon(), sigA);
    }

    // -------------------------------------------------- as calls of their own, so that expectRevert sees one call

    function admit(Record memory r) external {
        _admit(r);
    }

    function readmit(Record memory was, Record memory r) external {
        _readmit(was, r);
    }
}
