// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Record, Records} from "./support/Records.sol";
import {RegistryTest} from "./support/RegistryTest.sol";
import {vm} from "./support/Vm.sol";

/// @title Where an identity's word is stored: proofs are verified against it, so it never moves.
contract StorageLayoutTest is RegistryTest {
    using Records for Record;

    string private constant ARTIFACT = "target/forge/out/DpkRegistry.sol/DpkRegistry.json";

    function test_theCompilerPutsTheClientsAtSlot0() public view {
        string memory json = vm.readFile(ARTIFACT);
        vm.assertEq(vm.parseJsonString(json, ".storageLayout.storage[0].label"), "_clients");
        vm.assertEq(vm.parseJsonString(json, ".storageLayout.storage[0].slot"), "0");
        string memory type_ = vm.parseJsonString(json, ".storageLayout.storage[0].type");
        vm.assertEq(type_, "t_mapping(t_bytes32,t_bytes32)");
    }

    function testFuzz_aWordIsDigestBlockAndStatusFromHighToLow(bytes memory id, uint32 block_) public {
        if (id.length == 0 || id.length > 255) return;
        vm.roll(block_);
        Record memory r = _device();
        r.id = id;
        _admit(r);
        bytes32 key = keccak256(abi.encode(r.idHash(), uint256(0)));
        bytes32 expected = bytes32(abi.encodePacked(bytes26(r.digest()), uint40(block_), uint8(1)));
        vm.assertEq(vm.load(address(registry), key), expected);
        _revokeBy(DEVICE, r);
        expected = bytes32(abi.encodePacked(bytes26(r.digest()), uint40(block_), uint8(2)));
        vm.assertEq(vm.load(address(registry), key), expected);
    }

    function test_aWordThatWasNeverWrittenIsZero() public view {
        vm.assertEq(vm.load(address(registry), keccak256(abi.encode(_device().idHash(), uint256(0)))), 0);
    }
}
