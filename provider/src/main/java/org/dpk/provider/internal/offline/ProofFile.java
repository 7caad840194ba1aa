package org.dpk.provider.internal.offline;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.RecordFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The file of an offline proof: JSON, UTF-8; byte strings as {@code 0x} and hexadecimal digits.
 *
 * <p>Read strictly: every member is there, and no other.
 */
public final class ProofFile {

  /** What the member {@code format} says. */
  public static final String FORMAT = "dpk-proof/1";

  /** The longest file in bytes: 1,024 headers of a public chain have 1.3 MB in hexadecimal. */
  public static final int MAX_LENGTH = 4 << 20;

  private static final String HEX = "0x";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ProofFile() {}

  /** The members, in this order. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Members(
      String format,
      Long chainId,
      String contract,
      String identity,
      @Nullable String record,
      List<String> headers,
      List<String> accountProof,
      List<String> storageProof) {}

  /** The bytes of a file. */
  public static byte[] encode(OfflineProof proof) {
    EncodedRecord record = proof.record();
    Members members =
        new Members(
            FORMAT,
            proof.registry().chainId(),
            proof.registry().contract().toString(),
            proof.identity().toString(),
            record == null ? null : hex(record.bytes()),
            proof.headers().stream().map(ProofFile::hex).toList(),
            proof.accountProof().stream().map(ProofFile::hex).toList(),
            proof.storageProof().stream().map(ProofFile::hex).toList());
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(members);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and lists are always JSON", e);
    }
  }

  /**
   * Reads a file. Whether it proves anything is for {@link ProofCheck} to say.
   *
   * @throws BadProofFile if it is none
   */
  public static OfflineProof decode(byte[] file) throws BadProofFile {
    if (file.length > MAX_LENGTH) {
      throw new BadProofFile("a proof has at most " + MAX_LENGTH + " bytes", null);
    }
    try {
      return proof(members(file));
    } catch (IllegalArgumentException | NullPointerException | RecordFormatException e) {
      throw new BadProofFile("this is no proof: " + e.getMessage(), e);
    }
  }

  private static Members members(byte[] file) throws BadProofFile {
    Members members;
    try {
      members = MAPPER.readValue(file, Members.class);
    } catch (UnrecognizedPropertyException e) {
      throw new BadProofFile("this is no proof: none has a member " + e.getPropertyName(), e);
    } catch (MismatchedInputException e) {
      throw new BadProofFile("this is no proof: " + misplaced(e), e);
    } catch (JsonProcessingException e) {
      throw new BadProofFile("this is no proof: it is cut off, or not JSON", e);
    } catch (IOException e) {
      throw new BadProofFile("this is no proof: " + e.getMessage(), e);
    }
    if (members == null || !FORMAT.equals(members.format)) {
      throw new BadProofFile(
          "this is no proof, or one of another version of DPK: its format is not " + FORMAT, null);
    }
    return members;
  }

  /** Jackson's own words name classes. */
  private static String misplaced(MismatchedInputException e) {
    String member =
        e.getPath().stream()
            .findFirst()
            .map(JsonMappingException.Reference::getFieldName)
            .orElse(null);
    return member == null
        ? "there is no JSON object in it"
        : "its " + member + " is of another kind";
  }

  private static OfflineProof proof(Members members) throws RecordFormatException {
    return new OfflineProof(
        new RegistryId(
            required(members.chainId, "chainId"),
            EthereumAddress.parse(required(members.contract, "contract"))),
        DpkIdentity.parse(required(members.identity, "identity")),
        members.record == null ? null : EncodedRecord.decode(bytes(members.record)),
        bytes(required(members.headers, "headers")),
        bytes(required(members.accountProof, "accountProof")),
        bytes(required(members.storageProof, "storageProof")));
  }

  private static <T> T required(@Nullable T member, String name) {
    return Objects.requireNonNull(member, name + " is missing");
  }

  private static List<byte[]> bytes(List<String> texts) {
    return texts.stream().map(ProofFile::bytes).toList();
  }

  private static byte[] bytes(@Nullable String text) {
    if (text == null || !text.startsWith(HEX)) {
      throw new IllegalArgumentException("bytes are written as 0x and hexadecimal digits");
    }
    return HexFormat.of().parseHex(text, HEX.length(), text.length());
  }

  private static String hex(byte[] bytes) {
    return HEX + HexFormat.of().formatHex(bytes);
  }
}
