// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDpkRegistry} from "../src/IDpkRegistry.sol";
import {Head, RecordHead} from "../src/RecordHead.sol";
import {Record, Records} from "./support/Records.sol";
import {vm} from "./support/Vm.sol";

/// @dev What the library reads in a record.
struct Parsed {
    uint256 length;
    uint64 version;
    address owner;
    address registrar;
    uint128 validity;
    uint64 notAfter;
    bytes32 idHash;
    bytes32 digest;
}

/// @title Makes the library callable with call data.
contract HeadReader {
    using RecordHead for bytes;

    function ofRecord(bytes calldata record) external pure returns (Parsed memory read) {
        Head head = record.ofRecord();
        read.length = head.length();
        read.version = head.version();
        read.owner = head.owner();
        read.registrar = head.registrar();
        read.validity = head.validity();
        read.notAfter = head.notAfter();
        read.idHash = head.idHash();
        read.digest = record.digest(head);
    }

    function ofHead(bytes calldata head, bytes32 body) external pure returns (uint256 length, bytes32 digest) {
        Head read = head.ofHead();
        return (read.length(), read.digest(body));
    }
}

/// @title The record's layout, and the vectors that Java checks too.
contract RecordsTest {
    using Records for Record;

    string private constant VECTORS = "../docs/protocol/vectors/record.json";

    HeadReader private reader;

    function setUp() public {
        reader = new HeadReader();
    }

    // ---------------------------------------------------------------------------------------- vectors

    function test_vectors() public view {
        string memory json = vm.readFile(VECTORS);
        uint256 count = 0;
        while (vm.keyExistsJson(json, _at(count, ""))) {
            _check(json, count);
            ++count;
        }
        vm.assertGt(count, 2, "there are several vectors");
    }

    function _check(string memory json, uint256 i) private view {
        string memory name = vm.parseJsonString(json, _at(i, ".name"));
        bytes memory record = vm.parseJsonBytes(json, _at(i, ".record"));
        bytes memory head = vm.parseJsonBytes(json, _at(i, ".head"));
        bytes memory body = vm.parseJsonBytes(json, _at(i, ".body"));
        bytes32 digest = vm.parseJsonBytes32(json, _at(i, ".digest"));
        vm.assertEq(keccak256(record), keccak256(bytes.concat(head, body)), name);
        vm.assertEq(sha256(record), vm.parseJsonBytes32(json, _at(i, ".recHash")), name);

        Parsed memory read = reader.ofRecord(record);
        vm.assertEq(read.length, head.length, name);
        vm.assertEq(read.idHash, vm.parseJsonBytes32(json, _at(i, ".idHash")), name);
        vm.assertEq(read.digest, digest, name);
        (uint256 alone, bytes32 parted) = reader.ofHead(head, keccak256(body));
        vm.assertEq(alone, head.length, name);
        vm.assertEq(parted, digest, name);
    }

    function _at(uint256 i, string memory field) private pure returns (string memory) {
        return string.concat(".records[", vm.toString(i), "]", field);
    }

    // ---------------------------------------------------------------------------------------- layout

    function testFuzz_everyFieldIsReadFromItsPlace(Record memory r, uint8 n) public view {
        r.id = Records.noise(keccak256(r.id), n == 0 ? 1 : n);
        if (r.body.length > 4096) return;
        Parsed memory read = reader.ofRecord(r.encode());
        vm.assertEq(read.length, 66 + r.id.length);
        vm.assertEq(uint256(read.version), uint256(r.version));
        vm.assertEq(read.owner, r.owner);
        vm.assertEq(read.registrar, r.registrar);
        vm.assertEq(uint256(read.validity), (uint256(r.notBefore) << 64) | r.notAfter);
        vm.assertEq(uint256(read.notAfter), uint256(r.notAfter));
        vm.assertEq(read.idHash, r.idHash());
        vm.assertEq(read.digest, r.digest());
        (, bytes32 parted) = reader.ofHead(r.head(), r.bodyHash());
        vm.assertEq(parted, read.digest);
    }

    function testFuzz_anyChangedByteChangesTheDigest(Record memory r, uint256 where, uint8 flip) public view {
        r.id = Records.noise(keccak256(r.id), 12);
        if (flip == 0 || r.body.length > 2048) return;
        bytes memory record = r.encode();
        where = where % record.length;
        record[where] ^= bytes1(flip);
        try reader.ofRecord(record) returns (Parsed memory read) {
            vm.assertTrue(read.digest != r.digest(), "two records with one digest");
        } catch {
            vm.assertTrue(where == 0 || where == 65, "only format and length can be malformed");
        }
    }

    /// @dev Whatever the bytes are: they are read, or refused with one of the four errors.
    function testFuzz_anyBytesAreReadOrRefused(bytes memory bytes_) public view {
        if (bytes_.length > 0 && bytes_[0] > 0x08) bytes_[0] = 0x01;
        try reader.ofRecord(bytes_) returns (Parsed memory read) {
            vm.assertEq(read.length, 66 + uint256(uint8(bytes_[65])));
            vm.assertTrue(read.length > 66 && read.length <= bytes_.length, "a head is within its record");
        } catch (bytes memory reason) {
            // forge-lint: disable-next-line(unsafe-typecast)
            bytes4 error_ = bytes4(reason); // the selector, in front of the arguments
            vm.assertTrue(
                error_ == IDpkRegistry.HeadMalformed.selector || error_ == IDpkRegistry.FormatUnknown.selector
                    || error_ == IDpkRegistry.IdentityEmpty.selector || error_ == IDpkRegistry.RecordTooLong.selector,
                "refused without a named error"
            );
        }
    }

    // ---------------------------------------------------------------------------------------- bounds

    function test_aRecordHas8192BytesAtMost() public {
        Record memory r = _record();
        r.body = Records.noise("body", 8192 - r.head().length);
        reader.ofRecord(r.encode());
        r.body = bytes.concat(r.body, hex"00");
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.RecordTooLong.selector, 8193, 8192));
        reader.ofRecord(r.encode());
    }

    function test_aRecordHoldsItsHead() public {
        Record memory r = _record();
        r.body = "";
        reader.ofRecord(r.encode());
        bytes memory short = _cut(r.encode(), r.head().length - 1);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.HeadMalformed.selector, short.length, r.head().length));
        reader.ofRecord(short);
    }

    function test_aHeadHas67BytesAtLeast() public {
        for (uint256 length = 0; length <= 66; ++length) {
            bytes memory short = _cut(_record().encode(), length);
            vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.HeadMalformed.selector, length, 67));
            reader.ofRecord(short);
            vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.HeadMalformed.selector, length, 67));
            reader.ofHead(short, 0);
        }
    }

    function test_aHeadAloneHasExactlyItsLength() public {
        bytes memory head = _record().head();
        reader.ofHead(head, 0);
        bytes memory longer = bytes.concat(head, hex"00");
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.HeadMalformed.selector, longer.length, head.length));
        reader.ofHead(longer, 0);
        bytes memory shorter = _cut(head, head.length - 1);
        vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.HeadMalformed.selector, shorter.length, head.length));
        reader.ofHead(shorter, 0);
    }

    function test_anIdentityHas1To255Bytes() public {
        Record memory r = _record();
        r.id = Records.noise("id", 255);
        reader.ofRecord(r.encode());
        r.id = "x";
        reader.ofRecord(r.encode());
        r.id = "";
        bytes memory nobody = r.encode();
        vm.expectRevert(IDpkRegistry.IdentityEmpty.selector);
        reader.ofRecord(nobody);
        vm.expectRevert(IDpkRegistry.IdentityEmpty.selector);
        reader.ofHead(_cut(nobody, 67), 0);
    }

    function test_theFormatIs1() public {
        bytes memory record = _record().encode();
        for (uint256 format = 0; format < 256; ++format) {
            if (format == 1) continue;
            // forge-lint: disable-next-line(unsafe-typecast)
            record[0] = bytes1(uint8(format));
            vm.expectRevert(abi.encodeWithSelector(IDpkRegistry.FormatUnknown.selector, format));
            reader.ofRecord(record);
        }
    }

    function _record() private pure returns (Record memory) {
        return Record(1, address(1), address(2), 3, 4, "dns:example.org", Records.x25519("key"));
    }

    function _cut(bytes memory bytes_, uint256 length) private pure returns (bytes memory cut) {
        cut = new bytes(length);
        for (uint256 i = 0; i < length; ++i) {
            cut[i] = bytes_[i];
        }
    }
}
