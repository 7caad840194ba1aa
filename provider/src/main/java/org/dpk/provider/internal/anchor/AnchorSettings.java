package org.dpk.provider.internal.anchor;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which anchor, and whom its user trusts to begin with. A value: two that are equal describe the
 * same anchor, so that one is shared.
 */
public interface AnchorSettings {

  /**
   * The anchor. Asks nobody yet.
   *
   * @param headers nodes that serve headers, the preferred one first; none of them is trusted; stay
   *     the caller's to close
   * @param folder where it may remember across restarts what it knows; null for nowhere
   */
  Anchor open(List<HeaderSource> headers, @Nullable Path folder);
}
