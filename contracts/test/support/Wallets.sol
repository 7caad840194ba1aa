// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @title A contract wallet (EIP-1271) with one key, which can also send calls.
contract OneKeyWallet is IERC1271 {
    address private immutable KEY;

    constructor(address key) {
        KEY = key;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        (address signer, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(hash, signature);
        return failure == ECDSA.RecoverError.NoError && signer == KEY
            ? IERC1271.isValidSignature.selector
            : bytes4(0xffffffff);
    }
}

/// @title A wallet that fails when it is asked.
contract RevertingWallet is IERC1271 {
    error Broken();

    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        revert Broken();
    }
}

/// @title A wallet that uses up all gas that it is given.
contract BurningWallet is IERC1271 {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        assembly {
            invalid()
        }
    }
}
