// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDpkRegistry} from "./IDpkRegistry.sol";

/// @title Reads the head of a record, and hashes records. The layout is in `IDpkRegistry`.
library RecordHead {
    /// @notice What stands in a head.
    /// @param length its bytes: 66 and those of the identity
    /// @param idHash keccak256 of the identity
    struct Head {
        uint256 length;
        uint64 version;
        address owner;
        address registrar;
        uint64 notBefore;
        uint64 notAfter;
        bytes32 idHash;
    }

    /// @notice The longest record, in bytes.
    uint256 internal constant MAX_RECORD = 8192;

    /// @dev The identity's text starts here, right after its length.
    uint256 private constant ID = 66;

    /// @notice Reads the head that a whole record starts with.
    function ofRecord(bytes calldata record) internal pure returns (Head memory head) {
        if (record.length > MAX_RECORD) revert IDpkRegistry.RecordTooLong(record.length, MAX_RECORD);
        uint256 length = _length(record);
        if (record.length < length) revert IDpkRegistry.HeadMalformed(record.length, length);
        return _read(record[:length]);
    }

    /// @notice Reads a head that stands alone.
    function ofHead(bytes calldata bytes_) internal pure returns (Head memory head) {
        uint256 length = _length(bytes_);
        if (bytes_.length != length) revert IDpkRegistry.HeadMalformed(bytes_.length, length);
        return _read(bytes_);
    }

    /// @notice The digest of a whole record whose head has this length.
    function digest(bytes calldata record, uint256 headLength) internal pure returns (bytes32) {
        return digest(record[:headLength], keccak256(record[headLength:]));
    }

    /// @notice The digest of the record with this head and this keccak256 of its body. As the head says how long it is,
    /// no two pairs give the same bytes to hash.
    function digest(bytes calldata head, bytes32 body) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(head, body));
    }

    /// @notice Whether a record with this head has expired: its last good second is not_after.
    function expired(Head memory head) internal view returns (bool) {
        return head.notAfter != 0 && block.timestamp > head.notAfter;
    }

    /// @dev How long the head says that it is.
    function _length(bytes calldata bytes_) private pure returns (uint256) {
        if (bytes_.length <= ID) revert IDpkRegistry.HeadMalformed(bytes_.length, ID + 1);
        uint8 n = uint8(bytes_[ID - 1]);
        if (n == 0) revert IDpkRegistry.IdentityEmpty();
        return ID + n;
    }

    function _read(bytes calldata bytes_) private pure returns (Head memory head) {
        if (bytes_[0] != 0x01) revert IDpkRegistry.FormatUnknown(uint8(bytes_[0]));
        head.length = bytes_.length;
        head.version = uint64(bytes8(bytes_[1:9]));
        head.owner = address(bytes20(bytes_[9:29]));
        head.registrar = address(bytes20(bytes_[29:49]));
        head.notBefore = uint64(bytes8(bytes_[49:57]));
        head.notAfter = uint64(bytes8(bytes_[57:65]));
        head.idHash = keccak256(bytes_[ID:]);
    }
}
