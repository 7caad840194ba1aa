package org.dpk.provider.internal.registry;

import org.dpk.provider.internal.anchor.BlockAnchor;
import org.dpk.provider.internal.staple.RecordProofs;

/** Look-ups from a chain, and what staples are made of and judged by. */
public interface ChainSource extends LookupSource, RecordProofs {

  /** The blocks that the latest watch has seen; none before there is one. */
  BlockAnchor anchor();
}
