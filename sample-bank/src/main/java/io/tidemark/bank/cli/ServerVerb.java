package io.tidemark.bank.cli;

import io.tidemark.bank.Location;
import io.tidemark.bank.cli.verb.Verb;
import java.nio.file.Path;
import picocli.CommandLine.ParameterException;

/** What {@code start} and {@code stop} share: they are about a directory. */
abstract class ServerVerb extends Verb {
  /** Of the server that is ours. */
  final Path directory() {
    Location location = root().location();
    if (location instanceof Location.Directory directory) {
      return directory.path();
    }
    throw new ParameterException(
        spec.commandLine(), "Not a server of ours: expected a data directory, actual " + location);
  }
}
