// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDpkRegistry} from "./IDpkRegistry.sol";

/// @dev A head whose length and format have been checked: the offset in the call data at which it starts. Its fields
/// are read from there when they are asked for, which costs less than to copy them.
type Head is uint256;

using RecordHead for Head global;

/// @title Reads the heads of records, and hashes records. The layout is in `IDpkRegistry`.
library RecordHead {
    /// @notice The longest record, in bytes.
    uint256 internal constant MAX_RECORD = 8192;

    uint8 private constant FORMAT = 1;

    /// @dev The identity's text starts here, right after its length.
    uint256 private constant ID = 66;

    /// @notice Reads the head that a whole record starts with.
    function ofRecord(bytes calldata record) internal pure returns (Head head) {
        if (record.length > MAX_RECORD) revert IDpkRegistry.RecordTooLong(record.length, MAX_RECORD);
        head = _start(record);
        if (record.length < head.length()) revert IDpkRegistry.HeadMalformed(record.length, head.length());
    }

    /// @notice Reads a head that stands alone.
    function ofHead(bytes calldata bytes_) internal pure returns (Head head) {
        head = _start(bytes_);
        if (bytes_.length != head.length()) revert IDpkRegistry.HeadMalformed(bytes_.length, head.length());
    }

    function _start(bytes calldata bytes_) private pure returns (Head head) {
        if (bytes_.length <= ID) revert IDpkRegistry.HeadMalformed(bytes_.length, ID + 1);
        assembly ("memory-safe") {
            head := bytes_.offset
        }
        uint256 format = _word(head, 0) >> 248;
        // forge-lint: disable-next-line(unsafe-typecast)
        if (format != FORMAT) revert IDpkRegistry.FormatUnknown(uint8(format)); // one byte is left of the word
        if (head.length() == ID) revert IDpkRegistry.IdentityEmpty();
    }

    /// @notice Its bytes: 66 and those of the identity's text.
    function length(Head head) internal pure returns (uint256) {
        return ID + uint8(_word(head, ID - 32));
    }

    /// @notice 1, 2, 3 ...
    function version(Head head) internal pure returns (uint64) {
        return uint64(_word(head, 1) >> 192);
    }

    /// @notice The wallet that may rotate and revoke.
    function owner(Head head) internal pure returns (address) {
        return address(uint160(_word(head, 9) >> 96));
    }

    /// @notice The PKM that admitted the identity.
    function registrar(Head head) internal pure returns (address) {
        return address(uint160(_word(head, 29) >> 96));
    }

    /// @notice not_before and not_after, eight bytes each.
    function validity(Head head) internal pure returns (uint128) {
        return uint128(_word(head, 49) >> 128);
    }

    /// @notice Unix seconds, the last one at which the record is good; 0 = none.
    function notAfter(Head head) internal pure returns (uint64) {
        return uint64(_word(head, 57) >> 192);
    }

    /// @notice Whether not_after has passed.
    function expired(Head head) internal view returns (bool) {
        uint64 last = head.notAfter();
        return last != 0 && block.timestamp > last;
    }

    /// @notice keccak256 of the identity's text.
    function idHash(Head head) internal pure returns (bytes32 hash) {
        uint256 n = head.length() - ID;
        assembly ("memory-safe") {
            let at := mload(0x40)
            calldatacopy(at, add(head, ID), n)
            hash := keccak256(at, n)
        }
    }

    /// @notice The digest of a whole record that starts with this head.
    function digest(bytes calldata record, Head head) internal pure returns (bytes32 hash) {
        uint256 n = head.length();
        // keccak256(abi.encodePacked(record[:n], keccak256(record[n:]))), with one copy instead of two
        assembly ("memory-safe") {
            let at := mload(0x40)
            let bodyAt := add(at, n)
            calldatacopy(at, record.offset, record.length)
            mstore(bodyAt, keccak256(bodyAt, sub(record.length, n)))
            hash := keccak256(at, add(n, 32))
        }
    }

    /// @notice The digest of the record with this head and this keccak256 of its body. As the head says how long it is,
    /// no two pairs give the same bytes to hash.
    function digest(Head head, bytes32 body) internal pure returns (bytes32 hash) {
        uint256 n = head.length();
        // keccak256(abi.encodePacked(head, body)), which costs twice as much
        assembly ("memory-safe") {
            let at := mload(0x40)
            calldatacopy(at, head, n)
            mstore(add(at, n), body)
            hash := keccak256(at, add(n, 32))
        }
    }

    /// @dev The 32 bytes from this offset in the head. A head has 67 at least, so those before the identity are its own.
    function _word(Head head, uint256 offset) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := calldataload(add(head, offset))
        }
    }
}
