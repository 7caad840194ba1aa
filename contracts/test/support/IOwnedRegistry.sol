// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {IDpkRegistry} from "../../src/IDpkRegistry.sol";

/// @title The registry with what it inherits: all that can be called.
interface IOwnedRegistry is IDpkRegistry, IERC5267 {
    error OwnableUnauthorizedAccount(address account);
    error OwnableInvalidOwner(address owner);
    error EnforcedPause();
    error ExpectedPause();

    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    function owner() external view returns (address);
    function pendingOwner() external view returns (address);
    function transferOwnership(address newOwner) external;
    function acceptOwnership() external;
    function renounceOwnership() external;
    function paused() external view returns (bool);
    function TOMBSTONE_BLOCKS() external view returns (uint40);
    function PENDING_BLOCKS() external view returns (uint40);
    function VOUCHER_LIFETIME() external view returns (uint64);
}
