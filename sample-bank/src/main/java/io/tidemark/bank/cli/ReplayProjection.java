package io.tidemark.bank.cli;

import io.tidemark.bank.Bank;
import io.tidemark.bank.readmodel.ReadModels;
import io.tidemark.projection.Projection;
import io.tidemark.replay.RebuildProgress;
import io.tidemark.replay.Replays;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code bank admin replay NAME}. */
@Command(
    name = "replay",
    description = {
      "Rebuild a projection from history beside the one that serves, then switch.",
      "May be killed at any moment: the next replay goes on from there."
    },
    footer = {"", "Example: bank admin replay balances"})
final class ReplayProjection extends Verb {
  @Parameters(index = "0", paramLabel = "NAME", description = "see bank admin projections")
  String name = "";

  @Override
  public Integer call() {
    projection();
    return super.call();
  }

  @Override
  int run(Bank bank) {
    Output err = console().err();
    RebuildDisplay display = new RebuildDisplay(new ProgressBar("Replaying " + name, err), err);
    RebuildProgress done = Replays.of(bank.projections()).rebuild(projection(), display::show);
    display.finish(done);
    out().line("Replayed %s up to position %,d".formatted(name, done.position()));
    return ExitCode.DONE;
  }

  private Projection<?, ?> projection() {
    return ReadModels.PROJECTIONS.stream()
        .filter(projection -> projection.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "No projection %s: expected one of %s".formatted(name, names())));
  }

  private static String names() {
    return ReadModels.PROJECTIONS.stream().map(Projection::name).collect(Collectors.joining(", "));
  }
}
