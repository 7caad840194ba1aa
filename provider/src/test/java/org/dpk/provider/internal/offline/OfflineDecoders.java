package org.dpk.provider.internal.offline;

import java.util.Random;
import org.dpk.provider.internal.decoding.Decoder;
import org.dpk.provider.internal.decoding.Decoders;

/** What reads proofs out of files, which come from whoever has sent them. */
public final class OfflineDecoders {

  public static final Decoders ALL =
      Decoders.of(
          // white space and the order of members are free
          Decoder.stable(
              "proof file",
              BadProofFile.class,
              ProofFile::decode,
              ProofFile::encode,
              OfflineDecoders::file));

  private OfflineDecoders() {}

  private static byte[] file(Random random) {
    return ProofFile.encode(MadeUpProof.active(MadeUpProof.record(random.nextLong()), 2));
  }
}
