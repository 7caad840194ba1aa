package org.dpk.provider.internal.anchor;

import java.time.Duration;
import java.util.Optional;
import org.dpk.provider.Assurance;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.proof.BlockNaming;

/**
 * Who knows the newest block of a chain without trust in a node (registry.md "Anchors"). An anchor
 * never leads back: each head is at the height of the one before or above, or replaces blocks that
 * the chain itself gave up.
 *
 * <p>{@link #head} may be asked by any thread at any time; {@link #follow} is called by one thread
 * at a time.
 */
public interface Anchor extends AutoCloseable {

  /**
   * The newest block that is vouched for; empty before the first {@link #follow}. Does not block
   * and asks nobody. How old it may be is for the caller to judge.
   */
  Optional<AnchoredBlock> head();

  /**
   * Looks for a newer block, and resumes or starts first where that was not done yet.
   *
   * @param patience how long this may take; positive
   * @return the head from now on: the same as before where there is none newer
   * @throws RegistryException.Unreachable if nobody answers in time
   * @throws RegistryException.Unanchored if what they answer vouches for no block; says who
   *     answered what, and what to do
   */
  AnchoredBlock follow(Duration patience) throws RegistryException;

  /** How long it takes until the next block is likely to be there: what to wait between looks. */
  Duration interval();

  /** How headers of this chain are hashed, so that blocks between two heads can be linked. */
  default BlockNaming naming() {
    return BlockNaming.ETHEREUM;
  }

  /** What a look-up rests on that is proven from one of these blocks. */
  default Assurance assurance() {
    return Assurance.PROVED;
  }

  /** Writes down what is to be remembered, and lets go of connections. */
  @Override
  void close();
}
