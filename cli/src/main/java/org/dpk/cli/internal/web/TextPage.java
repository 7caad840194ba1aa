package org.dpk.cli.internal.web;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One text at every path.
 *
 * @param text in which {@code {peer}} stands for whoever asks
 */
public record TextPage(String text) implements Pages {

  @Override
  public Optional<Page> at(String path, String peer) {
    String shown = text.replace("{peer}", peer) + "\n";
    return Optional.of(
        new Page("text/plain; charset=utf-8", shown.getBytes(StandardCharsets.UTF_8)));
  }
}
