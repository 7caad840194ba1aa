package org.dpk.cli.internal.web;

import java.io.IOException;
import java.util.Optional;

/** What a server has to show. Safe for use by several threads. */
public interface Pages {

  /**
   * The page at a path.
   *
   * @param path of the request, decoded, beginning with a slash; not to be trusted
   * @param peer who asks
   * @return empty if there is none
   */
  Optional<Page> at(String path, String peer) throws IOException;

  /**
   * One page.
   *
   * @param type its media type
   */
  record Page(String type, byte[] content) {}
}
