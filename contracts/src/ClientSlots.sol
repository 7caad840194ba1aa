// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The word that is stored of an identity: `bytes26 digest || uint40 block of the last change || uint8 status`,
/// from the high bits to the low ones.
library ClientSlot {
    uint8 internal constant NEVER = 0;
    uint8 internal constant ACTIVE = 1;
    uint8 internal constant REVOKED = 2;

    /// @notice The word for a record that gets this status in this block.
    function pack(bytes32 recordDigest, uint8 status_) internal view returns (bytes32) {
        return bytes32(digest(recordDigest)) | bytes32((block.number << 8) | status_);
    }

    /// @notice The first 26 bytes: of a word, what it holds of the record's digest.
    function digest(bytes32 word) internal pure returns (bytes26) {
        // the cast cuts the rest off
        // forge-lint: disable-next-line(unsafe-typecast)
        return bytes26(word);
    }

    /// @notice Whether the word is that of the record with this digest.
    function holds(bytes32 slot, bytes32 recordDigest) internal pure returns (bool) {
        return digest(slot) == digest(recordDigest);
    }

    /// @notice The block of the last change.
    function changed(bytes32 slot) internal pure returns (uint40) {
        // the cast cuts the digest off
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint40(uint256(slot) >> 8);
    }

    /// @notice `NEVER`, `ACTIVE` or `REVOKED`.
    function status(bytes32 slot) internal pure returns (uint8) {
        // the cast cuts everything else off
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint8(uint256(slot));
    }
}

/// @title Keeps the identities' words at storage slot 0.
/// @dev Must be the first base of the contract: proofs are verified against
/// `keccak256(idHash || uint256(0))`, which a test holds against the compiler's storage layout.
abstract contract ClientSlots {
    mapping(bytes32 idHash => bytes32) internal _clients;
}
