package org.dpk.provider.internal.offline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.dpk.provider.Assurance;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.offline.ProofCheck.Shown;
import org.dpk.provider.internal.proof.BlockNaming;
import org.dpk.provider.internal.proof.Tampering;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.staple.Staple;
import org.dpk.provider.internal.staple.WrongStaple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProofCheckTest {

  private static final EncodedRecord RECORD = MadeUpProof.record(1);

  private final ProofCheck check = new ProofCheck(BlockNaming.ETHEREUM, Assurance.PROVED);
  private final OfflineProof whole = MadeUpProof.active(RECORD, 4);

  @Test
  void anActiveIdentityIsShownInTheFirstBlockAndEveryHeaderVouchesForIt() throws Exception {
    Shown shown = check.check(whole);
    Lookup.Active active = assertInstanceOf(Lookup.Active.class, shown.lookup());
    assertEquals(RECORD.record(), active.record());
    assertEquals(100, active.block().number());
    assertEquals(Assurance.PROVED, active.assurance());
    assertEquals(103, shown.last().number());
    assertEquals(4, shown.blocks().size());
    shown.blocks().forEach(block -> assertTrue(shown.holds(block.hash())));
    assertFalse(shown.holds(new byte[32]));
  }

  @Test
  void aRevokedOneAndOneThatNeverWasAreShownToo() throws Exception {
    Lookup revoked = check.check(MadeUpProof.revoked(RECORD)).lookup();
    assertEquals(90, assertInstanceOf(Lookup.Revoked.class, revoked).changed());
    Lookup absent = check.check(MadeUpProof.absent(RECORD.identity())).lookup();
    assertEquals(RECORD.identity(), assertInstanceOf(Lookup.Absent.class, absent).identity());
  }

  @Test
  void whateverIsDoneToItsBranchesIsNoticed() {
    int accounts = Tampering.of(whole.accountProof(), changed -> refused(with(changed, null)));
    int slots = Tampering.of(whole.storageProof(), changed -> refused(with(null, changed)));
    System.out.println(accounts + slots + " changed branches of offline proofs were refused");
    assertTrue(accounts > 1_000 && slots > 1_000);
  }

  /** All but the last header: that is what the reader trusts, and its hash says what it is. */
  @Test
  void everyByteOfEveryHeaderBeforeTheTrustedOneCounts() throws Exception {
    byte[] trusted = check.check(whole).last().hash();
    int refused = 0;
    for (int header = 0; header < 4; header++) {
      for (int i = 0; i < whole.headers().get(header).length; i++) {
        List<byte[]> headers = new ArrayList<>(whole.headers());
        byte[] changed = headers.get(header).clone();
        changed[i] ^= 1;
        headers.set(header, changed);
        refused += isTrusted(withHeaders(headers), trusted) ? 0 : 1;
      }
    }
    assertEquals(whole.headers().stream().mapToInt(each -> each.length).sum(), refused);
  }

  private boolean isTrusted(OfflineProof proof, byte[] trusted) {
    try {
      return check.check(proof).holds(trusted);
    } catch (BadProofFile e) {
      return false;
    }
  }

  @Test
  void headersThatAreNoChainAreRefused() {
    List<byte[]> headers = whole.headers();
    refused(withHeaders(List.of(headers.get(0), headers.get(2))));
    refused(withHeaders(List.of(headers.get(0), headers.get(0))));
    List<byte[]> backwards = new ArrayList<>(headers);
    Collections.reverse(backwards);
    refused(withHeaders(backwards));
    refused(withHeaders(List.of()));
    refused(withHeaders(Collections.nCopies(OfflineProof.MAX_HEADERS, headers.get(0))));
    assertThrows(
        IllegalArgumentException.class,
        () -> withHeaders(Collections.nCopies(OfflineProof.MAX_HEADERS + 1, headers.get(0))));
  }

  @Test
  void anotherRecordAnotherIdentityOrAnotherRegistryIsRefused() {
    EncodedRecord other = MadeUpProof.record(2);
    refused(
        new OfflineProof(
            whole.registry(),
            whole.identity(),
            other,
            whole.headers(),
            whole.accountProof(),
            whole.storageProof()));
    refused(
        new OfflineProof(
            whole.registry(),
            whole.identity(),
            null,
            whole.headers(),
            whole.accountProof(),
            whole.storageProof()));
    refused(
        new OfflineProof(
            whole.registry(),
            other.identity(),
            RECORD,
            whole.headers(),
            whole.accountProof(),
            whole.storageProof()));
    RegistryId elsewhere =
        new RegistryId(31337, EthereumAddress.parse("0x00000000219ab540356cbb839cbe05303d7705fa"));
    refused(
        new OfflineProof(
            elsewhere,
            whole.identity(),
            RECORD,
            whole.headers(),
            whole.accountProof(),
            whole.storageProof()));
  }

  @Test
  void aStapleIsMadeOfIt() throws Exception {
    byte[] block = check.check(whole).blocks().get(0).hash();
    Staple staple = Staple.decode(whole.staple(block));
    assertEquals(RECORD, staple.record());
    assertArrayEquals(block, staple.evidence().blockHash());
    assertEquals(31337, staple.evidence().chainId());
    assertThrows(WrongStaple.class, () -> MadeUpProof.revoked(RECORD).staple(block));
  }

  @Test
  void theFileHoldsWhatItWasMadeOf() throws Exception {
    for (OfflineProof proof :
        List.of(whole, MadeUpProof.revoked(RECORD), MadeUpProof.absent(RECORD.identity()))) {
      byte[] file = ProofFile.encode(proof);
      assertArrayEquals(file, ProofFile.encode(ProofFile.decode(file)));
      assertEquals(check.check(proof), check.check(ProofFile.decode(file)));
    }
  }

  @Test
  void aFileThatIsNoneSaysSo() {
    String file = new String(ProofFile.encode(whole), UTF_8);
    unreadable(
        file, "none has a member chain", text -> text.replaceFirst("\"chainId\"", "\"chain\""));
    unreadable(file, "chainid is missing", text -> text.replaceFirst("\"chainId\" .*", ""));
    unreadable(file, "identity is missing", text -> text.replaceFirst("\"identity\" .*", ""));
    unreadable(file, "headers is missing", text -> text.replaceFirst("(?s)\"headers\".*?],", ""));
    unreadable(file, "format", text -> text.replace("dpk-proof/1", "dpk-proof/2"));
    unreadable(file, "0x", text -> text.replaceFirst("\"record\" : \"0x", "\"record\" : \""));
    unreadable(file, "no proof", text -> text + "{}");
    unreadable(file, "no proof", text -> "");
    unreadable(file, "format", text -> "null");
    unreadable(file, "no proof", text -> "[".repeat(100_000));
    unreadable(file, "at most", text -> " ".repeat(ProofFile.MAX_LENGTH + 1));
  }

  private static void unreadable(String file, String why, UnaryOperator<String> change) {
    byte[] changed = change.apply(file).getBytes(UTF_8);
    BadProofFile e = assertThrows(BadProofFile.class, () -> ProofFile.decode(changed));
    assertTrue(e.getMessage().toLowerCase(Locale.ROOT).contains(why), e::getMessage);
  }

  private OfflineProof with(@Nullable List<byte[]> account, @Nullable List<byte[]> storage) {
    return new OfflineProof(
        whole.registry(),
        whole.identity(),
        RECORD,
        whole.headers(),
        account == null ? whole.accountProof() : account,
        storage == null ? whole.storageProof() : storage);
  }

  private OfflineProof withHeaders(List<byte[]> headers) {
    return new OfflineProof(
        whole.registry(),
        whole.identity(),
        RECORD,
        headers,
        whole.accountProof(),
        whole.storageProof());
  }

  private void refused(OfflineProof proof) {
    assertThrows(BadProofFile.class, () -> check.check(proof));
  }
}
