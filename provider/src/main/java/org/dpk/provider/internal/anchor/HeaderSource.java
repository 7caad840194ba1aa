package org.dpk.provider.internal.anchor;

import java.time.Duration;
import java.util.List;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockNaming;

/**
 * A node that serves headers. Nothing of it is trusted, but that each header has the hash that its
 * fields make. Safe for use by several threads.
 */
public interface HeaderSource {

  /** Which node, for messages; without secrets. */
  String name();

  /**
   * The newest header.
   *
   * @throws RegistryException if there is no answer in time, or none that is a header
   */
  BlockHeader newest(BlockNaming naming, Duration patience) throws RegistryException;

  /**
   * The newest header that the node takes for final.
   *
   * @throws RegistryException also if the node knows no such thing
   */
  BlockHeader finalized(BlockNaming naming, Duration patience) throws RegistryException;

  /**
   * Headers by height, ascending.
   *
   * @param first the lowest height
   * @param count 1 to {@value #AT_ONCE}
   * @throws RegistryException if one of them is missing, or is no header
   */
  List<BlockHeader> headers(BlockNaming naming, long first, int count, Duration patience)
      throws RegistryException;

  /** The most headers in one question. */
  int AT_ONCE = 64;
}
