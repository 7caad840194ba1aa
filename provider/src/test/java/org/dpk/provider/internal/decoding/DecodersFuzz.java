package org.dpk.provider.internal.decoding;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.dpk.provider.internal.agreement.PeerDecoders;
import org.dpk.provider.internal.anchor.SealDecoders;
import org.dpk.provider.internal.beacon.BeaconDecoders;
import org.dpk.provider.internal.bls.BlsDecoders;
import org.dpk.provider.internal.consensus.ConsensusDecoders;
import org.dpk.provider.internal.enrol.EnrolmentDecoders;
import org.dpk.provider.internal.ethereum.NodeDecoders;
import org.dpk.provider.internal.identity.IdentityDecoders;
import org.dpk.provider.internal.network.NetworkDecoders;
import org.dpk.provider.internal.nsl.NslDecoders;
import org.dpk.provider.internal.offline.OfflineDecoders;
import org.dpk.provider.internal.proof.ProofDecoders;
import org.dpk.provider.internal.record.RecordDecoders;
import org.dpk.provider.internal.staple.StapleDecoders;
import org.dpk.provider.internal.trust.NameDecoders;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever comes in, every decoder keeps its promise: {@link Decoder}.
 *
 * <p>A run of the build of its own, since Jazzer instruments the classes of the whole JVM, and runs
 * one target in it: the first byte of an input says which decoder reads the rest.
 */
class DecodersFuzz {

  private static final Decoders ALL =
      Decoders.joined(
          NslDecoders.ALL,
          RecordDecoders.ALL,
          EnrolmentDecoders.ALL,
          NodeDecoders.ALL,
          IdentityDecoders.ALL,
          PeerDecoders.ALL,
          NameDecoders.ALL,
          NetworkDecoders.ALL,
          ProofDecoders.ALL,
          BeaconDecoders.ALL,
          ConsensusDecoders.ALL,
          OfflineDecoders.ALL,
          StapleDecoders.ALL,
          BlsDecoders.ALL,
          SealDecoders.ALL);

  static Stream<byte[]> corpus() {
    return ALL.corpus();
  }

  @MethodSource("corpus")
  @FuzzTest(maxDuration = "40s")
  void everyDecoderKeepsItsPromise(byte[] input) {
    ALL.take(input);
  }
}
