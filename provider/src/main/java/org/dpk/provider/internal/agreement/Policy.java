package org.dpk.provider.internal.agreement;

import java.util.function.Predicate;
import org.dpk.provider.DpkPrincipal;

/**
 * Who may connect to this end, asked when the identity is proven. Called in delegated tasks: may
 * block, and bounds its own waiting. Used by several threads.
 */
@FunctionalInterface
public interface Policy {

  /** What is said of an identity. */
  enum Judgement {
    /** It may connect. */
    ALLOWED,
    /** It may not: alert 35. */
    DENIED,
    /** It is known here, and has not the role that this end serves: alert 38. */
    WRONG_ROLE
  }

  /** Everybody may. */
  Policy EVERYBODY = peer -> Judgement.ALLOWED;

  /** What is said of a peer. */
  Judgement judge(DpkPrincipal peer);

  /** Those may connect that a test admits, in whatever role. */
  static Policy of(Predicate<DpkPrincipal> admitted) {
    return peer -> admitted.test(peer) ? Judgement.ALLOWED : Judgement.DENIED;
  }
}
