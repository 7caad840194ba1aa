package org.dpk.provider.internal.light;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.dpk.provider.IdHash;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.anchor.HeaderSource;
import org.dpk.provider.internal.ethereum.ProofReader;
import org.dpk.provider.internal.ethereum.RecordLogs;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockNaming;

/** What is asked at each new head. */
interface Questions {

  /**
   * Headers by height, ascending; each has the hash that its fields make.
   *
   * @param count 1 to {@value HeaderSource#AT_ONCE}
   */
  List<BlockHeader> headers(long first, int count) throws RegistryException;

  /**
   * The proven state of these identities.
   *
   * @param ids at most {@value ProofReader#AT_ONCE}; none for the storage root alone
   */
  ProvenState read(AnchoredBlock block, List<IdHash> ids, Duration patience)
      throws RegistryException;

  /** Which identities changed in these blocks, as a node says that nobody trusts. */
  Set<IdHash> hints(long from, long to) throws RegistryException;

  /** Asks these nodes. */
  static Questions to(
      Providers providers, ProvenReader reader, BlockNaming naming, Duration patience) {
    HeaderSource headers = providers.headers();
    return new Questions() {
      @Override
      public List<BlockHeader> headers(long first, int count) throws RegistryException {
        return headers.headers(naming, first, count, patience);
      }

      @Override
      public ProvenState read(AnchoredBlock block, List<IdHash> ids, Duration left)
          throws RegistryException {
        return reader.read(block, ids, left);
      }

      @Override
      public Set<IdHash> hints(long from, long to) throws RegistryException {
        return providers.ask(patience, node -> new RecordLogs(node).changed(from, to));
      }
    };
  }
}
