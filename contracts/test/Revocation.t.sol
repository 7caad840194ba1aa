// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDpkRegistry} from "../src/IDpkRegistry.sol";
import {Record, Records} from "./support/Records.sol";
import {RegistryTest} from "./support/RegistryTest.sol";
import {vm} from "./support/Vm.sol";
import {BurningWallet} from "./support/Wallets.sol";

/// @title Revocation, one by one and in batches.
contract RevocationTest is RegistryTest {
    using Records for Record;

    uint256 private constant OWNER_KEY = 0x0A11CE;

    function setUp() public override {
        super.setUp();
        // an owner of the contract that can sign
        vm.prank(CONTRACT_OWNER);
        registry.transferOwnership(vm.addr(OWNER_KEY));
        vm.prank(vm.addr(OWNER_KEY));
        registry.acceptOwnership();
    }

    function test_ownerRegistrarAndContractOwnerRevokeAsSenders() public {
        address[3] memory entitled = [DEVICE, PKM, vm.addr(OWNER_KEY)];
        for (uint256 i = 0; i < entitled.length; ++i) {
            Record memory r = _numbered(i);
            _admit(r);
            vm.roll(block.number + 1);
            vm.expectEmit();
            emit IDpkRegistry.ClientRevoked(r.idHash(), 1, entitled[i], r.head(), r.bodyHash());
            _revokeBy(entitled[i], r);
            _assertHolds(r, 2, block.number);
        }
    }

    function test_theirSignaturesAreRelayed() public {
        uint256[3] memory keys = [DEVICE_KEY, PKM_KEY, OWNER_KEY];
        for (uint256 i = 0; i < keys.length; ++i) {
            Record memory r = _numbered(i);
            _admit(r);
            bytes memory sig = _sign(keys[i], _revokeHash(r, _soon()));
            vm.expectEmit();
            emit IDpkRegistry.ClientRevoked(r.idHash(), 1, vm.addr(keys[i]), r.head(), r.bodyHash());
            vm.prank(STRANGER);
            registry.revokeClient(r.head(), r.bodyHash(), _soon(), sig);
            _assertHolds(r, 2, block.number);
        }
    }

    function test_nobodyElseRevokes() public {
        Record memory r = _admitted();
        address[2] memory others = [STRANGER, OTHER_PKM];
        uint256[2] memory keys = [STRANGER_KEY, OTHER_PKM_KEY];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SenderUnauthorized.selector, r.idHash(), others[i]));
            _revokeBy(others[i], r);
            bytes memory sig = _sign(keys[i], _revokeHash(r, _soon()));
            vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, r.idHash()));
            registry.revokeClient(r.head(), r.bodyHash(), _soon(), sig);
        }
    }

    /// @dev The role is what the contract says now: who lost it has no say, the others keep theirs.
    function test_aRemovedRegistrarHasNoSay() public {
        Record memory r = _admitted();
        vm.prank(vm.addr(OWNER_KEY));
        registry.removePkm(PKM);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SenderUnauthorized.selector, r.idHash(), PKM));
        _revokeBy(PKM, r);
        bytes memory sig = _sign(PKM_KEY, _revokeHash(r, _soon()));
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, r.idHash()));
        registry.revokeClient(r.head(), r.bodyHash(), _soon(), sig);
        _revokeBy(vm.addr(OWNER_KEY), r);
        _assertHolds(r, 2, block.number);
    }

    function test_anOwnerRevokesThoughItsRegistrarIsGone() public {
        Record memory r = _admitted();
        vm.prank(vm.addr(OWNER_KEY));
        registry.removePkm(PKM);
        _revokeBy(DEVICE, r);
        _assertHolds(r, 2, block.number);
    }

    function test_aSignatureHasADeadline() public {
        Record memory r = _admitted();
        uint64 deadline = uint64(block.timestamp + 400 days);
        bytes memory sig = _sign(DEVICE_KEY, _revokeHash(r, deadline));
        vm.warp(uint256(deadline) + 1);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.DeadlinePassed.selector, deadline, uint256(deadline) + 1));
        registry.revokeClient(r.head(), r.bodyHash(), deadline, sig);
        vm.warp(deadline);
        registry.revokeClient(r.head(), r.bodyHash(), deadline, sig);
    }

    /// @dev A revocation of one version does not touch the next: `previous` is in it.
    function test_aSignatureIsForOneVersion() public {
        Record memory was = _admitted();
        bytes memory sig = _sign(DEVICE_KEY, _revokeHash(was, _soon()));
        Record memory r = was.next();
        _updateBy(DEVICE, was, r);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDpkRegistry.PreviousMismatch.selector, r.idHash(), bytes26(r.digest()), was.digest()
            )
        );
        registry.revokeClient(was.head(), was.bodyHash(), _soon(), sig);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, r.idHash()));
        registry.revokeClient(r.head(), r.bodyHash(), _soon(), sig);
    }

    function test_onlyActiveIdentitiesAreRevoked() public {
        Record memory r = _device();
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.ClientInactive.selector, r.idHash(), 0));
        _revokeBy(DEVICE, r);
        _admit(r);
        _revokeBy(DEVICE, r);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.ClientInactive.selector, r.idHash(), 2));
        _revokeBy(DEVICE, r);
    }

    function test_aForgedHeadRevokesNothing() public {
        Record memory r = _admitted();
        Record memory forged = _device();
        forged.owner = STRANGER;
        vm.expectRevert(
            abi.encodeWithSelector(
                IDpkRegistry.PreviousMismatch.selector, r.idHash(), bytes26(r.digest()), forged.digest()
            )
        );
        _revokeBy(STRANGER, forged);
        vm.expectRevert(
            abi.encodeWithSelector(IDpkRegistry.HeadMalformed.selector, r.head().length + 1, r.head().length)
        );
        vm.prank(DEVICE);
        registry.revokeClient(bytes.concat(r.head(), hex"00"), r.bodyHash(), 0, "");
    }

    function test_anExpiredRecordCanBeRevoked() public {
        Record memory r = _device();
        r.notAfter = uint64(block.timestamp + 1);
        _admit(r);
        vm.warp(block.timestamp + 1 days);
        _revokeBy(PKM, r);
        _assertHolds(r, 2, block.number);
    }

    // ---------------------------------------------------------------------------------------- batches

    function test_aBatchOfAll() public {
        IDpkRegistry.Revocation[] memory batch = new IDpkRegistry.Revocation[](5);
        for (uint256 i = 0; i < batch.length; ++i) {
            Record memory r = _numbered(i);
            _admit(r);
            batch[i] = _entry(r);
        }
        vm.prank(PKM);
        vm.assertEq(registry.revokeClients(batch), 5);
        for (uint256 i = 0; i < batch.length; ++i) {
            _assertHolds(_numbered(i), 2, block.number);
        }
    }

    /// @dev Whoever rotates just before, or sends garbage, can't hold up the others.
    function test_aBadEntryIsSkippedAndReported() public {
        Record memory good = _numbered(0);
        Record memory rotated = _numbered(1);
        Record memory foreign = _numbered(2);
        Record memory signed = _numbered(3);
        foreign.registrar = OTHER_PKM;
        _admit(good);
        _admit(rotated);
        _admit(foreign);
        _admit(signed);
        Record memory next = rotated.next();
        _updateBy(DEVICE, rotated, next);

        IDpkRegistry.Revocation[] memory batch = new IDpkRegistry.Revocation[](6);
        batch[0] = _entry(rotated);
        batch[1] = IDpkRegistry.Revocation("garbage", 0, 0, "");
        batch[2] = _entry(good);
        batch[3] = _entry(good);
        batch[4] = _entry(foreign);
        batch[5] = _entry(signed);
        (batch[5].deadline, batch[5].sig) = (_soon(), _sign(DEVICE_KEY, _revokeHash(signed, _soon())));

        vm.expectEmit();
        emit IDpkRegistry.RevocationSkipped(
            0,
            abi.encodeWithSelector(
                IDpkRegistry.PreviousMismatch.selector, next.idHash(), bytes26(next.digest()), rotated.digest()
            )
        );
        vm.expectEmit();
        emit IDpkRegistry.RevocationSkipped(1, abi.encodeWithSelector(IDpkRegistry.HeadMalformed.selector, 7, 67));
        vm.expectEmit();
        emit IDpkRegistry.ClientRevoked(good.idHash(), 1, PKM, good.head(), good.bodyHash());
        vm.expectEmit();
        emit IDpkRegistry.RevocationSkipped(
            3, abi.encodeWithSelector(IDpkRegistry.ClientInactive.selector, good.idHash(), 2)
        );
        vm.expectEmit();
        emit IDpkRegistry.RevocationSkipped(
            4, abi.encodeWithSelector(IDpkRegistry.SenderUnauthorized.selector, foreign.idHash(), PKM)
        );
        vm.expectEmit();
        emit IDpkRegistry.ClientRevoked(signed.idHash(), 1, DEVICE, signed.head(), signed.bodyHash());
        vm.prank(PKM);
        vm.assertEq(registry.revokeClients(batch), 2);
        _assertHolds(next, 1, block.number);
        _assertHolds(foreign, 1, block.number);
    }

    /// @dev A batch that runs out of gas fails, instead of reporting an entry as skipped. How much gas that takes depends
    /// on the compiler, so everything from too little to enough is tried.
    function test_aBatchShortOfGasRevertsAsAWhole() public {
        Record memory r = _admitted();
        bytes memory batch = abi.encodeCall(registry.revokeClients, (_batchOf(_entry(r))));
        for (uint256 gas_ = 1000; _status(r) == 1; gas_ += 250) {
            vm.prank(DEVICE);
            (bool ok, bytes memory result) = address(registry).call{gas: gas_}(batch);
            if (ok) vm.assertEq(abi.decode(result, (uint256)), 1);
        }
    }

    /// @dev A wallet that burns all gas makes the batch fail with the entry's number: leave it out, and go on.
    function test_anEntryThatBurnsAllGasIsNamed() public {
        Record memory r = _device();
        r.owner = address(new BurningWallet());
        _admit(r);
        IDpkRegistry.Revocation memory entry = _entry(r);
        (entry.deadline, entry.sig) = (_soon(), hex"00");
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.RevocationFailed.selector, 0));
        registry.revokeClients{gas: 200_000}(_batchOf(entry));
    }

    function _batchOf(IDpkRegistry.Revocation memory entry)
        private
        pure
        returns (IDpkRegistry.Revocation[] memory batch)
    {
        batch = new IDpkRegistry.Revocation[](1);
        batch[0] = entry;
    }

    function test_anEmptyBatchDoesNothing() public {
        vm.assertEq(registry.revokeClients(new IDpkRegistry.Revocation[](0)), 0);
    }

    function _numbered(uint256 i) private view returns (Record memory r) {
        r = _device();
        r.id = bytes(string.concat("dns:device", vm.toString(i), ".example.org"));
    }

    function _entry(Record memory r) private pure returns (IDpkRegistry.Revocation memory) {
        return IDpkRegistry.Revocation(r.head(), r.bodyHash(), 0, "");
    }
}
