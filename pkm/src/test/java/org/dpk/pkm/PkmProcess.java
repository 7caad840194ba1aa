package org.dpk.pkm;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A PKM as a process of its own, that dies at the first step that is not among its arguments. */
final class PkmProcess {

  static final String READY = "READY";

  private PkmProcess() {}

  /** Arguments: the configuration, then the steps to survive. Ends with its standard input. */
  public static void main(String[] args) throws Exception {
    Set<String> survived = Set.copyOf(List.of(args).subList(1, args.length));
    try (Pkm pkm =
        Pkm.start(
            PkmConfig.read(Path.of(args[0])),
            Town.PASSWORD,
            (step, subject) -> Crash.at(step + " " + subject.split(" ")[0], survived))) {
      System.out.println(READY + " " + pkm.adminUri());
      while (System.in.read() >= 0) {
        // the parent closes the stream when it is done
      }
    }
  }
}
