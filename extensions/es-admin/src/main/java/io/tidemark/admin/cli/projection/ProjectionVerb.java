package io.tidemark.admin.cli.projection;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredProjection;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.verb.OpenedVerb;
import io.tidemark.replay.RowsMissingException;
import io.tidemark.terminal.CommandFailedException;
import io.tidemark.terminal.Console;
import java.util.function.Function;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** A command on one projection; a name that there is not is refused before anything is opened. */
abstract class ProjectionVerb extends OpenedVerb {
  @Parameters(
      index = "0",
      paramLabel = ProjectionCommands.NAME,
      description = "see ${PARENT-COMMAND-FULL-NAME} projections")
  String name = "";

  ProjectionVerb(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  public Integer call() {
    requireProjection(name);
    return super.call();
  }

  @Override
  protected final int run(Admin admin) {
    requireProjection(admin, name);
    return run(admin, admin.projection(name));
  }

  /** Refuses a key that no row can have; gives it as others tell it. */
  final String requireKey(AdministeredProjection<?, ?> projection, String key) {
    return keyText(projection, key, this::misuse);
  }

  static String keyText(
      AdministeredProjection<?, ?> projection,
      String key,
      Function<String, ParameterException> misuse) {
    try {
      return projection.keyText(key);
    } catch (IllegalArgumentException e) {
      throw misuse.apply(String.valueOf(e.getMessage()));
    }
  }

  /** Says what makes the rows that are not there. */
  final CommandFailedException missing(RowsMissingException failure, String command) {
    return new CommandFailedException(
        "%s; %s makes them".formatted(failure.getMessage(), neighbour(command)), failure);
  }

  /** Does the work; gives the exit code. */
  abstract int run(Admin admin, AdministeredProjection<?, ?> projection);
}
