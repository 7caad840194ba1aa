// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDpkRegistry} from "../src/IDpkRegistry.sol";
import {Record, Records} from "./support/Records.sol";
import {RegistryTest} from "./support/RegistryTest.sol";
import {vm} from "./support/Vm.sol";

/// @title The owner of a record replaces it.
contract RotationTest is RegistryTest {
    using Records for Record;

    function test_theOwnerRotates() public {
        Record memory was = _admitted();
        vm.roll(block.number + 9);
        Record memory r = was.next();
        vm.expectEmit();
        emit IDpkRegistry.ClientChanged(r.idHash(), 2, PKM, r.encode());
        _updateBy(DEVICE, was, r);
        _assertHolds(r, 1, block.number);
    }

    function test_theOwnersSignatureIsRelayed() public {
        Record memory was = _admitted();
        Record memory r = was.next();
        bytes memory sig = _sign(DEVICE_KEY, _updateHash(was, r, _soon()));
        vm.prank(STRANGER);
        registry.updateClient(was.head(), was.bodyHash(), r.encode(), _soon(), sig);
        _assertHolds(r, 1, block.number);
    }

    function test_nobodyElseRotates() public {
        Record memory was = _admitted();
        Record memory r = was.next();
        address[4] memory others = [STRANGER, PKM, OTHER_PKM, CONTRACT_OWNER];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SenderUnauthorized.selector, r.idHash(), others[i]));
            _updateBy(others[i], was, r);
        }
        uint256[3] memory keys = [STRANGER_KEY, PKM_KEY, OTHER_PKM_KEY];
        for (uint256 i = 0; i < keys.length; ++i) {
            bytes memory sig = _sign(keys[i], _updateHash(was, r, _soon()));
            vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, r.idHash()));
            registry.updateClient(was.head(), was.bodyHash(), r.encode(), _soon(), sig);
        }
    }

    /// @dev A signature is looked at if there is one, even if the sender could do without.
    function test_aWrongSignatureIsNotForgivenToTheOwner() public {
        Record memory was = _admitted();
        Record memory r = was.next();
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, r.idHash()));
        vm.prank(DEVICE);
        registry.updateClient(was.head(), was.bodyHash(), r.encode(), _soon(), hex"00");
    }

    function test_aSignatureHasADeadline() public {
        Record memory was = _admitted();
        Record memory r = was.next();
        uint64 deadline = uint64(block.timestamp + 400 days);
        bytes memory sig = _sign(DEVICE_KEY, _updateHash(was, r, deadline));
        vm.warp(uint256(deadline) + 1);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.DeadlinePassed.selector, deadline, uint256(deadline) + 1));
        registry.updateClient(was.head(), was.bodyHash(), r.encode(), deadline, sig);
        vm.warp(deadline);
        registry.updateClient(was.head(), was.bodyHash(), r.encode(), deadline, sig);
    }

    function test_aSignatureCoversEverything() public {
        Record memory was = _admitted();
        Record memory r = was.next();
        bytes memory sig = _sign(DEVICE_KEY, _updateHash(was, r, _soon()));
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, r.idHash()));
        registry.updateClient(was.head(), was.bodyHash(), r.encode(), _soon() - 1, sig);
        r.body = bytes.concat(r.body, hex"00");
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, r.idHash()));
        registry.updateClient(was.head(), was.bodyHash(), r.encode(), _soon(), sig);
    }

    /// @dev The same fields under another type's name are another message.
    function test_aVoucherIsNoUpdate() public {
        Record memory was = _pkmRecord();
        vm.prank(PKM);
        registry.storePKMKey(was.encode());
        Record memory r = was.next();
        bytes memory sig = _voucher(PKM_KEY, r, was.digest(), _soon());
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, r.idHash()));
        registry.updateClient(was.head(), was.bodyHash(), r.encode(), _soon(), sig);

        _revokeBy(PKM, was);
        bytes memory update = _sign(PKM_KEY, _updateHash(was, r, _soon()));
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SignatureInvalid.selector, r.idHash()));
        registry.addClientWithVoucher(was.head(), was.bodyHash(), r.encode(), _soon(), update);
    }

    function test_aSignatureIsGoodForOneChange() public {
        Record memory was = _admitted();
        Record memory r = was.next();
        bytes memory sig = _sign(DEVICE_KEY, _updateHash(was, r, _soon()));
        registry.updateClient(was.head(), was.bodyHash(), r.encode(), _soon(), sig);
        _assertPreviousMismatch(r, was);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.VersionInvalid.selector, r.idHash(), 3, 2));
        registry.updateClient(r.head(), r.bodyHash(), r.encode(), _soon(), sig);
    }

    function _assertPreviousMismatch(Record memory held, Record memory named) private {
        Record memory r = held.next();
        vm.expectRevert(
            abi.encodeWithSelector(
                IDpkRegistry.PreviousMismatch.selector, held.idHash(), bytes26(held.digest()), named.digest()
            )
        );
        _updateBy(DEVICE, named, r);
    }

    // ---------------------------------------------------------------------------------------- what stays

    function test_onlyActiveIdentitiesAreRotated() public {
        Record memory was = _device();
        Record memory r = was.next();
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.ClientInactive.selector, r.idHash(), 0));
        _updateBy(DEVICE, was, r);
        _admit(was);
        _revokeBy(DEVICE, was);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.ClientInactive.selector, r.idHash(), 2));
        _updateBy(DEVICE, was, r);
    }

    function test_aForgedHeadOpensNothing() public {
        Record memory was = _admitted();
        Record memory forged = _device();
        forged.owner = STRANGER;
        Record memory r = forged.next();
        vm.expectRevert(
            abi.encodeWithSelector(
                IDpkRegistry.PreviousMismatch.selector, was.idHash(), bytes26(was.digest()), forged.digest()
            )
        );
        _updateBy(STRANGER, forged, r);
    }

    function test_theIdentityStays() public {
        Record memory was = _admitted();
        Record memory r = was.next();
        r.id = "uuid:123e4567-e89b-12d3-a456-426614174001";
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.IdentityMismatch.selector, was.idHash(), r.idHash()));
        _updateBy(DEVICE, was, r);
    }

    function test_theVersionIsOneMore() public {
        Record memory was = _admitted();
        Record memory r = was.next();
        uint64[4] memory wrong = [uint64(0), 1, 3, type(uint64).max];
        for (uint256 i = 0; i < wrong.length; ++i) {
            r.version = wrong[i];
            vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.VersionInvalid.selector, r.idHash(), 2, wrong[i]));
            _updateBy(DEVICE, was, r);
        }
    }

    function test_anOwnerCantShedItsRegistrar() public {
        Record memory was = _admitted();
        Record memory r = was.next();
        address[3] memory others = [OTHER_PKM, DEVICE, address(0)];
        for (uint256 i = 0; i < others.length; ++i) {
            r.registrar = others[i];
            vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.RegistrarMismatch.selector, r.idHash(), PKM, others[i]));
            _updateBy(DEVICE, was, r);
        }
    }

    function test_anOwnerCantShedItsExpiry() public {
        Record memory was = _device();
        (was.notBefore, was.notAfter) = (5, uint64(block.timestamp + 1 days));
        _admit(was);
        Record memory r = was.next();
        r.notAfter = 0;
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.ValidityMismatch.selector, r.idHash()));
        _updateBy(DEVICE, was, r);
        (r.notBefore, r.notAfter) = (4, was.notAfter);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.ValidityMismatch.selector, r.idHash()));
        _updateBy(DEVICE, was, r);
    }

    function test_anExpiredRecordIsNotRotated() public {
        Record memory was = _device();
        was.notAfter = uint64(block.timestamp + 1 days);
        _admit(was);
        Record memory r = was.next();
        vm.warp(uint256(was.notAfter) + 1);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.ClientExpired.selector, r.idHash(), was.notAfter));
        _updateBy(DEVICE, was, r);
        vm.warp(was.notAfter);
        _updateBy(DEVICE, was, r);
    }

    function test_theOwnerMayHandOver() public {
        Record memory was = _admitted();
        Record memory r = was.next();
        r.owner = address(0);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.OwnerZero.selector, r.idHash()));
        _updateBy(DEVICE, was, r);
        r.owner = STRANGER;
        _updateBy(DEVICE, was, r);
        Record memory third = r.next();
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.SenderUnauthorized.selector, r.idHash(), DEVICE));
        _updateBy(DEVICE, r, third);
        _updateBy(STRANGER, r, third);
        _assertHolds(third, 1, block.number);
    }

    function test_anOwnerRotatesThoughItsRegistrarIsGone() public {
        Record memory was = _admitted();
        vm.prank(CONTRACT_OWNER);
        registry.removePkm(PKM);
        Record memory r = was.next();
        _updateBy(DEVICE, was, r);
        _assertHolds(r, 1, block.number);
    }

    function testFuzz_aChainOfRotations(uint8 length, bytes32 seed) public {
        Record memory was = _admitted();
        for (uint256 i = 0; i < length % 12; ++i) {
            Record memory r = was.next();
            r.body = Records.noise(keccak256(abi.encode(seed, i)), uint256(seed) % 600);
            vm.roll(block.number + 1);
            _updateBy(DEVICE, was, r);
            _assertHolds(r, 1, block.number);
            was = r;
        }
    }
}
