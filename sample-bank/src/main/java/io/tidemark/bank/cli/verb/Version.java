package io.tidemark.bank.cli.verb;

import picocli.CommandLine.IVersionProvider;

/** The version from the manifest of the jar. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    String java = System.getProperty("java.version");
    return new String[] {
      "Tidemark bank %s on Java %s".formatted(version == null ? "(not packaged)" : version, java)
    };
  }
}
