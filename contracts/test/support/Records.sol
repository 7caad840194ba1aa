// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev A record in parts, as a test wants to vary it.
struct Record {
    uint64 version;
    address owner;
    address registrar;
    uint64 notBefore;
    uint64 notAfter;
    bytes id;
    bytes body;
}

/// @title Writes records down: the test's own reading of the layout, apart from the contract's.
library Records {
    uint16 internal constant SUITE_X25519 = 0x0201;
    uint16 internal constant SUITE_RSA = 0x0101;
    uint16 internal constant SUITE_XWING = 0x0301;

    function head(Record memory r) internal pure returns (bytes memory) {
        return
            abi.encodePacked(
                uint8(1), r.version, r.owner, r.registrar, r.notBefore, r.notAfter, uint8(r.id.length), r.id
            );
    }

    function encode(Record memory r) internal pure returns (bytes memory) {
        return bytes.concat(head(r), r.body);
    }

    function bodyHash(Record memory r) internal pure returns (bytes32) {
        return keccak256(r.body);
    }

    function idHash(Record memory r) internal pure returns (bytes32) {
        return keccak256(r.id);
    }

    function digest(Record memory r) internal pure returns (bytes32) {
        return keccak256(bytes.concat(head(r), keccak256(r.body)));
    }

    /// @dev The same identity's next record, with other keys.
    function next(Record memory r) internal pure returns (Record memory) {
        return Record(
            r.version + 1,
            r.owner,
            r.registrar,
            r.notBefore,
            r.notAfter,
            r.id,
            x25519(keccak256(bytes.concat(r.body, "next")))
        );
    }

    /// @dev A body with one key of NSL_X25519 and no extension.
    function x25519(bytes32 seed) internal pure returns (bytes memory) {
        return body(suiteKey(SUITE_X25519, noise(seed, 32), noise(~seed, 32)));
    }

    /// @dev A body with one key of NSL_RSA2048: a DER RSAPublicKey, which signs too.
    function rsa2048(bytes32 seed) internal pure returns (bytes memory) {
        return body(suiteKey(SUITE_RSA, noise(seed, 270), ""));
    }

    /// @dev A body with a key of NSL_XWING and one of NSL_X25519.
    function xwing(bytes32 seed) internal pure returns (bytes memory) {
        return body(
            bytes.concat(
                suiteKey(SUITE_XWING, noise(seed, 1216), ""),
                suiteKey(SUITE_X25519, noise(keccak256(abi.encode(seed, "a")), 32), noise(~seed, 32))
            )
        );
    }

    function body(bytes memory keys) internal pure returns (bytes memory) {
        return abi.encodePacked(uint16(keys.length), keys, uint16(0));
    }

    function suiteKey(uint16 suite, bytes memory kem, bytes memory sig) internal pure returns (bytes memory) {
        return abi.encodePacked(suite, uint16(kem.length), kem, uint16(sig.length), sig);
    }

    /// @dev Bytes without a zero among them: keys cost the most that they can.
    function noise(bytes32 seed, uint256 length) internal pure returns (bytes memory out) {
        out = new bytes(length);
        for (uint256 i = 0; i < length; ++i) {
            if (i % 32 == 0) seed = keccak256(abi.encode(seed));
            out[i] = seed[i % 32] | 0x01;
        }
    }
}
