// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

contract DpkRegistry {
    function version() external pure returns (uint256) {
        return 1;
    }
}
