package org.dpk.pkm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.dpk.provider.internal.enrol.TokenFile;

/** A device as a process of its own, that dies at the first step not among its arguments. */
final class DeviceProcess {

  /** The exit status of a device that says why it could not go on. */
  static final int TOLD = 3;

  private DeviceProcess() {}

  /** Arguments: token file, identity file, then the steps to survive. */
  public static void main(String[] args) {
    Set<String> survived = Set.copyOf(List.of(args).subList(2, args.length));
    try {
      Town.client((step, detail) -> Crash.at(step.name(), survived))
          .enrol(TokenFile.read(Path.of(args[0])), Path.of(args[1]), Town.PASSWORD);
      System.exit(0);
    } catch (IOException e) {
      System.out.println("FAILED " + e);
      System.exit(TOLD);
    }
  }
}
