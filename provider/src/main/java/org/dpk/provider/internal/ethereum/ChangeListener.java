package org.dpk.provider.internal.ethereum;

import org.dpk.provider.IdentityChanged;

/** Hears of changes on chain, on a thread of the node; does not block. */
public interface ChangeListener {

  /** An identity changed, or a change of it was undone by a reorganisation of the chain. */
  void changed(IdentityChanged change);

  /** Changes may have been missed: nothing that was read before is certain. */
  void missed();
}
