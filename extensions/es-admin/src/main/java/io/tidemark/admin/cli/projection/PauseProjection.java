package io.tidemark.admin.cli.projection;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredProjection;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.terminal.CommandFailedException;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import picocli.CommandLine.Command;

/** {@code admin pause NAME}. */
@Command(
    name = "pause",
    description = {
      "Tell whoever runs a projection, in whatever process, to wait after the batch under way.",
      "Queries go on. One that is run inline does not wait: appends carry it."
    },
    footer = {"", "Example: ${COMMAND-FULL-NAME} balances"})
final class PauseProjection extends ProjectionVerb {
  PauseProjection(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  int run(Admin admin, AdministeredProjection<?, ?> projection) {
    if (projection.pause()) {
      print("Paused " + name);
    } else if (projection.status().shards().stream()
        .allMatch(shard -> shard.state() == SubscriberState.STOPPED && shard.position() == 0)) {
      throw new CommandFailedException(
          "Cannot pause %s: expected one that has begun, actual one that has not".formatted(name));
    } else {
      print("Paused %s already".formatted(name));
    }
    hint("Go on", "resume " + name);
    return ExitCode.DONE;
  }
}
