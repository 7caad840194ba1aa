package org.dpk.cli.internal.command;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest, and the Java that runs it. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "dpk " + (version == null ? "(unpackaged)" : version), "Java " + Runtime.version()
    };
  }
}
