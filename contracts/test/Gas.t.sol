// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Record, Records} from "./support/Records.sol";
import {RegistryTest} from "./support/RegistryTest.sol";
import {vm} from "./support/Vm.sol";

/// @title What whole transactions cost, for each key type, held against the targets.
/// @notice forge runs these tests with `isolate`, by the rules of Prague: the measured call is a transaction of its
/// own, so that its gas holds the 21,000 and the bytes of the call (EIP-2028, and at least what EIP-7623 asks), and
/// every slot is cold. Keys have no zero bytes, so that they cost the most, and the identity is the longest usual one,
/// a `uuid:` of 41 bytes.
///
/// The costs are asserted here and kept in `snapshots/WholeTransaction.json`. `.gas-snapshot` shows the same calls as
/// forge counts them: the meter is paused around all else, but some 3,000 to 7,000 gas of the test's own are in it, for
/// the look at a cold account and for starting and stopping the meter.
/// forge-config: default.isolate = true
contract GasTest is RegistryTest {
    using Records for Record;

    /// @dev Pauses the meter: each test resumes it for its one call.
    modifier unmetered() {
        vm.pauseGasMetering();
        _;
    }

    // -------------------------------------------------------------------------------- admission by voucher

    function test_admission_X25519() public unmetered {
        _admission("admission by voucher, X25519", Records.x25519("key"), 65_000);
    }

    function test_admission_RSA2048() public unmetered {
        _admission("admission by voucher, RSA-2048", Records.rsa2048("key"), 70_000);
    }

    function test_admission_XWing() public unmetered {
        _admission("admission by voucher, X-Wing and X25519", Records.xwing("key"), 95_000);
    }

    function _admission(string memory name, bytes memory body, uint256 most) private {
        Record memory r = _device();
        r.body = body;
        bytes memory sig = _voucher(PKM_KEY, r, 0, _soon());
        bytes memory call_ = abi.encodeCall(registry.addClientWithVoucher, ("", 0, r.encode(), _soon(), sig));
        _measure(name, STRANGER, call_, most);
        _assertHolds(r, 1, block.number);
    }

    // -------------------------------------------------------------------------------- rotation by the owner

    function test_rotation_X25519() public unmetered {
        _rotation("rotation by owner, X25519", Records.x25519("1"), Records.x25519("2"), 43_000);
    }

    function test_rotation_RSA2048() public unmetered {
        _rotation("rotation by owner, RSA-2048", Records.rsa2048("1"), Records.rsa2048("2"), 49_000);
    }

    function test_rotation_XWing() public unmetered {
        _rotation("rotation by owner, X-Wing and X25519", Records.xwing("1"), Records.xwing("2"), 85_000);
    }

    function _rotation(string memory name, bytes memory body, bytes memory next, uint256 most) private {
        (Record memory was, Record memory r) = _successive(body, next);
        bytes memory call_ = abi.encodeCall(registry.updateClient, (was.head(), was.bodyHash(), r.encode(), 0, ""));
        _measure(name, DEVICE, call_, most);
        _assertHolds(r, 1, block.number);
    }

    // -------------------------------------------------------------------------------- rotation, relayed

    function test_relayedRotation_X25519() public unmetered {
        _relayedRotation("relayed rotation, X25519", Records.x25519("1"), Records.x25519("2"), 49_000);
    }

    function test_relayedRotation_RSA2048() public unmetered {
        _relayedRotation("relayed rotation, RSA-2048", Records.rsa2048("1"), Records.rsa2048("2"), 54_000);
    }

    function test_relayedRotation_XWing() public unmetered {
        _relayedRotation("relayed rotation, X-Wing and X25519", Records.xwing("1"), Records.xwing("2"), 89_000);
    }

    function _relayedRotation(string memory name, bytes memory body, bytes memory next, uint256 most) private {
        (Record memory was, Record memory r) = _successive(body, next);
        bytes memory sig = _sign(DEVICE_KEY, _updateHash(was, r, _soon()));
        bytes memory call_ =
            abi.encodeCall(registry.updateClient, (was.head(), was.bodyHash(), r.encode(), _soon(), sig));
        _measure(name, STRANGER, call_, most);
        _assertHolds(r, 1, block.number);
    }

    // -------------------------------------------------------------------------------- revocation

    function test_revocation_X25519() public unmetered {
        _revocation("revocation by owner, X25519", DEVICE, Records.x25519("1"), 35_000);
    }

    function test_revocation_RSA2048() public unmetered {
        _revocation("revocation by owner, RSA-2048", DEVICE, Records.rsa2048("1"), 35_000);
    }

    function test_revocation_XWing() public unmetered {
        _revocation("revocation by owner, X-Wing and X25519", DEVICE, Records.xwing("1"), 35_000);
    }

    /// @dev One more slot is read than for the record's owner: the role, or the owner of the contract.
    function test_revocation_byOthers() public unmetered {
        _revocation("revocation by registrar", PKM, Records.x25519("1"), 38_000);
        Record memory other = _device();
        other.id = "uuid:123e4567-e89b-12d3-a456-426614174001";
        _revoke("revocation by owner of the contract", CONTRACT_OWNER, other, 38_000);
    }

    function test_revocation_relayed() public unmetered {
        Record memory r = _device();
        _admit(r);
        vm.roll(block.number + 1);
        bytes memory sig = _sign(DEVICE_KEY, _revokeHash(r, _soon()));
        bytes memory call_ = abi.encodeCall(registry.revokeClient, (r.head(), r.bodyHash(), _soon(), sig));
        _measure("relayed revocation", STRANGER, call_, 41_000);
    }

    function _revocation(string memory name, address by, bytes memory body, uint256 most) private {
        Record memory r = _device();
        r.body = body;
        _revoke(name, by, r, most);
    }

    function _revoke(string memory name, address by, Record memory r, uint256 most) private {
        _admit(r);
        vm.roll(block.number + 1);
        _measure(name, by, abi.encodeCall(registry.revokeClient, (r.head(), r.bodyHash(), 0, "")), most);
        _assertHolds(r, 2, block.number);
    }

    // -------------------------------------------------------------------------------- the paper's two steps

    function test_twoSteps_X25519() public unmetered {
        Record memory r = _device();
        _measure("addClient, X25519", DEVICE, abi.encodeCall(registry.addClient, (r.encode(), TOKEN)), 60_000);
        vm.roll(block.number + 1);
        bytes memory call_ = abi.encodeCall(registry.approveClient, (TOKEN, DEVICE, "", 0, r.encode()));
        _measure("approveClient, X25519", PKM, call_, 65_000);
        _assertHolds(r, 1, block.number);
    }

    // -------------------------------------------------------------------------------- look-up

    /// @dev The gas of the look-up itself, as a contract that looks up would pay it: one cold slot and no more, whether
    /// the contract knows one client or a thousand.
    function test_lookUp_costsTheSameAt1AndAt1000() public unmetered {
        Record memory r = _device();
        _admit(r);
        uint256 alone = _lookUp(r);
        Record memory other = _device();
        for (uint256 i = 1; i < 1000; ++i) {
            other.id = bytes(string.concat("dns:", vm.toString(i), ".example.org"));
            _admit(other);
        }
        uint256 amongMany = _lookUp(r);
        vm.assertEq(alone, amongMany, "the look-up depends on the number of clients");
        vm.assertEq(_lookUp(other), alone, "the look-up depends on the client's place");
        vm.assertLe(alone, 5000, "look-up");
        vm.snapshotValue("WholeTransaction", "getClient, without the 21,000 and call data of a transaction", alone);
    }

    function _lookUp(Record memory r) private returns (uint256 used) {
        bytes memory call_ = abi.encodeCall(registry.getClient, (r.idHash()));
        vm.resumeGasMetering();
        (bool ok, bytes memory result) = address(registry).call(call_);
        vm.pauseGasMetering();
        used = vm.lastCallGas().gasTotalUsed - 21_000 - 4 * _tokens(call_);
        vm.assertTrue(ok);
        (bytes26 digest,, uint8 status) = abi.decode(result, (bytes26, uint40, uint8));
        vm.assertEq(bytes32(digest), bytes32(bytes26(r.digest())));
        vm.assertEq(uint256(status), 1);
    }

    // -------------------------------------------------------------------------------- the meter

    function _successive(bytes memory body, bytes memory next) private returns (Record memory was, Record memory r) {
        was = _device();
        was.body = body;
        _admit(was);
        vm.roll(block.number + 1);
        r = was.next();
        r.body = next;
    }

    function _measure(string memory name, address from, bytes memory call_, uint256 most) private {
        vm.prank(from);
        vm.resumeGasMetering();
        (bool ok,) = address(registry).call(call_);
        vm.pauseGasMetering();
        uint256 used = vm.lastCallGas().gasTotalUsed;
        vm.assertTrue(ok, "the call failed");
        vm.assertGt(used, 21_000 + 4 * _tokens(call_), "not a transaction of its own: run with isolate");
        vm.assertLe(used, most, name);
        vm.snapshotValue("WholeTransaction", name, used);
    }

    /// @dev EIP-7623: call data in tokens of 4 gas; a zero byte is one, any other is four.
    function _tokens(bytes memory call_) private pure returns (uint256 tokens) {
        for (uint256 i = 0; i < call_.length; ++i) {
            tokens += call_[i] == 0 ? 1 : 4;
        }
    }
}
