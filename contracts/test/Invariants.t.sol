// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDpkRegistry} from "../src/IDpkRegistry.sol";
import {Record, Records} from "./support/Records.sol";
import {RegistryTest} from "./support/RegistryTest.sol";
import {vm, Vm} from "./support/Vm.sol";

/// @title Somebody who tries everything, in any order and as anybody, and keeps account of what may have happened.
/// @dev It learns of changes from the events alone, as a light client's mirror does, and checks each one against who
/// sent it and what the record before it said.
contract Anybody is RegistryTest {
    using Records for Record;

    uint256 private constant IDENTITIES = 3;

    /// @dev The latest record of each identity by the events; version 0 if there is none.
    Record[IDENTITIES] private latest;
    uint8[IDENTITIES] private status;
    uint256[IDENTITIES] private changed;

    /// @dev What a call has broken, if any: an invariant of its own, since a handler's failures are not errors.
    string public broken;
    bytes32 private state;
    uint256 public admissions;
    uint256 public rotations;
    uint256 public revocations;

    constructor() {
        setUp();
    }

    // ---------------------------------------------------------------------------------------- what it tries

    /// @dev Turns the fuzzer's numbers, which prefer the extremes, into even ones.
    modifier dice(uint256 seed) {
        state = keccak256(abi.encode(seed, state));
        _;
    }

    function _roll(uint256 sides) private returns (uint256) {
        state = keccak256(abi.encode(state));
        return uint256(state) % sides;
    }

    function admit(uint256 seed) external dice(seed) {
        uint256 i = _roll(IDENTITIES);
        Record memory was = latest[i];
        Record memory r = _candidate(i);
        uint256 signer = _roll(4) == 0 ? _keyOf(_actor()) : _keyOf(r.registrar);
        vm.recordLogs();
        try this.relayVoucher(was, r, signer) {
            ++admissions;
            _check(signer == _keyOf(r.registrar), "an admission that the registrar did not sign");
            _check(registry.isPkm(r.registrar), "an admission by somebody who is no PKM");
            _check(status[i] != 1 || _expired(was), "an admission of an active identity");
            bool free = was.version == 0 || r.registrar == was.registrar;
            bool aged = status[i] == 2 && block.number >= changed[i] + TOMBSTONE;
            _check(free || aged, "a take-over in front of the tombstone's end");
            _changedTo(i, r);
        } catch {}
    }

    function _candidate(uint256 i) private returns (Record memory r) {
        r = latest[i].version == 0 ? _fresh(i) : latest[i].next();
        r.registrar = _roll(3) == 0 ? OTHER_PKM : PKM;
        r.owner = _actor();
        r.notAfter = _roll(3) == 0 ? uint64(block.timestamp + _roll(7200)) : 0;
        if (_roll(8) == 0) r.version = uint64(_roll(5));
    }

    function relayVoucher(Record memory was, Record memory r, uint256 signer) external {
        if (was.version == 0) {
            bytes memory first = _sign(signer, _voucherHash(r, 0, _soon()));
            registry.addClientWithVoucher("", 0, r.encode(), _soon(), first);
        } else {
            bytes memory sig = _sign(signer, _voucherHash(r, was.digest(), _soon()));
            registry.addClientWithVoucher(was.head(), was.bodyHash(), r.encode(), _soon(), sig);
        }
    }

    function rotate(uint256 seed) external dice(seed) {
        uint256 i = _roll(IDENTITIES);
        Record memory was = _latestOrFresh(i);
        Record memory r = was.next();
        uint256 fault = _roll(12);
        if (fault == 0) r.registrar = _actor();
        if (fault == 1) r.notAfter += 1;
        if (fault == 2) r.version += 1;
        if (fault == 3) r.version -= 1;
        if (fault == 4) r.owner = _actor();
        address actor = _roll(3) == 0 ? _actor() : was.owner;
        bytes memory sig = _roll(2) == 0 ? _sign(_keyOf(actor), _updateHash(was, r, _soon())) : bytes("");
        vm.recordLogs();
        vm.prank(sig.length == 0 ? actor : STRANGER);
        try registry.updateClient(was.head(), was.bodyHash(), r.encode(), _soon(), sig) {
            ++rotations;
            _check(actor == was.owner, "a rotation by somebody else than the owner");
            _check(status[i] == 1 && !_expired(was), "a rotation of what is not active");
            _check(r.registrar == was.registrar && r.notAfter == was.notAfter, "registrar or expiry were shed");
            _changedTo(i, r);
        } catch {}
    }

    function revoke(uint256 seed) external dice(seed) {
        uint256 i = _roll(IDENTITIES);
        Record memory was = _latestOrFresh(i);
        address actor = _roll(4) == 0 ? CONTRACT_OWNER : _actor();
        bytes memory sig =
            _roll(2) == 0 && actor != CONTRACT_OWNER ? _sign(_keyOf(actor), _revokeHash(was, _soon())) : bytes("");
        bool entitled =
            actor == was.owner || actor == CONTRACT_OWNER || (actor == was.registrar && registry.isPkm(actor));
        bool inBatch = _roll(3) == 0;
        vm.recordLogs();
        vm.prank(sig.length == 0 ? actor : STRANGER);
        if (inBatch) {
            IDpkRegistry.Revocation[] memory batch = new IDpkRegistry.Revocation[](1);
            batch[0] = IDpkRegistry.Revocation(was.head(), was.bodyHash(), _soon(), sig);
            if (registry.revokeClients(batch) == 1) _revoked(i, was, entitled);
        } else {
            try registry.revokeClient(was.head(), was.bodyHash(), _soon(), sig) {
                _revoked(i, was, entitled);
            } catch {}
        }
    }

    function changeRoles(uint256 seed) external dice(seed) {
        address pkm = _roll(2) == 0 ? PKM : OTHER_PKM;
        uint256 wish = _roll(8);
        vm.startPrank(CONTRACT_OWNER);
        if (wish == 0 && registry.isPkm(pkm)) registry.removePkm(pkm);
        if (wish > 2 && !registry.isPkm(pkm)) registry.addPkm(pkm);
        if (wish == 1 && !registry.paused()) registry.pause();
        if (wish > 1 && registry.paused()) registry.unpause();
        vm.stopPrank();
    }

    function letTimePass(uint256 seed) external dice(seed) {
        vm.roll(block.number + _roll(2 * uint256(TOMBSTONE)));
        vm.warp(block.timestamp + _roll(7200));
    }

    // ---------------------------------------------------------------------------------------- its account

    function _changedTo(uint256 i, Record memory r) private {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        _check(!registry.paused(), "a write during a pause");
        _check(logs.length == 1 && logs[0].topics[0] == IDpkRegistry.ClientChanged.selector, "not one event");
        (uint64 version, bytes memory record) = abi.decode(logs[0].data, (uint64, bytes));
        _check(keccak256(record) == keccak256(r.encode()), "another record in the event");
        _check(version == latest[i].version + 1 && r.version == version, "a version that does not follow");
        (latest[i], status[i], changed[i]) = (r, 1, block.number);
    }

    function _revoked(uint256 i, Record memory was, bool entitled) private {
        ++revocations;
        Vm.Log[] memory logs = vm.getRecordedLogs();
        _check(entitled, "a revocation by somebody who has no say");
        _check(status[i] == 1, "a revocation of what is not active");
        _check(logs.length == 1 && logs[0].topics[0] == IDpkRegistry.ClientRevoked.selector, "not one event");
        (uint64 version, bytes memory head, bytes32 body) = abi.decode(logs[0].data, (uint64, bytes, bytes32));
        _check(version == was.version, "a revocation of another version");
        _check(keccak256(head) == keccak256(was.head()) && body == was.bodyHash(), "another head in the event");
        (status[i], changed[i]) = (2, block.number);
    }

    function _check(bool holds, string memory what) private {
        if (!holds && bytes(broken).length == 0) broken = what;
    }

    /// @dev Every slot says what the account says: the one record that was written last, and nothing of others.
    function assertSlots() external view {
        for (uint256 i = 0; i < IDENTITIES; ++i) {
            if (latest[i].version == 0) {
                vm.assertEq(uint256(_status(_fresh(i))), 0);
            } else {
                _assertHolds(latest[i], status[i], changed[i]);
            }
        }
    }

    function _fresh(uint256 i) private view returns (Record memory r) {
        r = _device();
        r.id = bytes(string.concat("dns:", vm.toString(i), ".example.org"));
    }

    function _expired(Record memory r) private view returns (bool) {
        return r.notAfter != 0 && block.timestamp > r.notAfter;
    }

    function _latestOrFresh(uint256 i) private view returns (Record memory) {
        return latest[i].version == 0 ? _fresh(i) : latest[i];
    }

    function _actor() private returns (address) {
        return [DEVICE, PKM, OTHER_PKM, STRANGER][_roll(4)];
    }
}

/// @title What holds whatever is called, in any order.
contract InvariantsTest {
    Anybody private anybody;

    function setUp() public {
        anybody = new Anybody();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(anybody);
    }

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0].addr = address(anybody);
        targets[0].selectors = new bytes4[](5);
        targets[0].selectors[0] = Anybody.admit.selector;
        targets[0].selectors[1] = Anybody.rotate.selector;
        targets[0].selectors[2] = Anybody.revoke.selector;
        targets[0].selectors[3] = Anybody.changeRoles.selector;
        targets[0].selectors[4] = Anybody.letTimePass.selector;
    }

    /// @dev A run in which nothing happened would prove nothing. The seed is fixed, so this holds always or never.
    function afterInvariant() external view {
        vm.assertGt(anybody.admissions(), 0, "no admission in a whole run");
        vm.assertGt(anybody.rotations() + anybody.revocations(), 0, "no change in a whole run");
    }

    /// @notice Versions follow one another; only who has the say changes something; pauses hold.
    function invariant_everyChangeWasAllowed() external view {
        vm.assertEq(anybody.broken(), "");
    }

    /// @notice An identity's slot is that of exactly one record: the last one.
    function invariant_aSlotHoldsTheLastRecord() external view {
        anybody.assertSlots();
    }
}
