package io.tidemark.admin.cli;

import io.tidemark.AsOf;
import io.tidemark.StreamId;
import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.StreamState;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.option.PointOptions;
import io.tidemark.admin.cli.option.StreamAsOfOptions;
import io.tidemark.admin.cli.option.StreamIdConverter;
import io.tidemark.admin.cli.verb.OpenedVerb;
import io.tidemark.terminal.CommandFailedException;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonLine;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code admin state STREAM}. */
@Command(
    name = "state",
    description = "Show the state that the events of a stream add up to, by replaying them.",
    footer = {
      "",
      "Examples: ${COMMAND-FULL-NAME} account-42",
      "          ${COMMAND-FULL-NAME} account-42 --at-version 3",
      "          ${COMMAND-FULL-NAME} account-42 --recorded-at 2026-01-31"
    })
final class ShowState extends OpenedVerb {
  @Parameters(
      index = "0",
      paramLabel = "STREAM",
      converter = StreamIdConverter.class,
      description = "stream of an aggregate, for example account-42")
  @Nullable StreamId stream;

  @Mixin StreamAsOfOptions asOf = new StreamAsOfOptions();
  @Mixin JsonOption json = new JsonOption();

  ShowState(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  protected int run(Admin admin) {
    StreamId asked = Objects.requireNonNull(stream, "stream");
    AsOf point = asOf.asOf(admin::head, this::tell);
    StreamState state =
        admin
            .state(asked, point)
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        "No stream %s%s"
                            .formatted(asked, asOf.isAskedFor() ? " at that point" : "")));
    PointOptions.requireVersion(point, asked.toString(), state.version());
    out().line(json(state).toString());
    return ExitCode.DONE;
  }

  private static JsonLine json(StreamState state) {
    return new JsonLine()
        .with("stream", state.stream().toString())
        .with("version", state.version())
        .with("state", state.state());
  }
}
