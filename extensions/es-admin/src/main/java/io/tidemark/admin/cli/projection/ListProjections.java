package io.tidemark.admin.cli.projection;

import io.tidemark.StoreUnavailableException;
import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.verb.OpenedVerb;
import io.tidemark.admin.text.ProjectionJson;
import io.tidemark.admin.text.ProjectionRates;
import io.tidemark.admin.text.ProjectionTable;
import io.tidemark.projection.postgres.ProjectionStatus;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.FailureText;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.LiveLines;
import io.tidemark.terminal.UntilInterrupted;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code admin projections}. */
@Command(
    name = "projections",
    description = {
      "List the projections: how far they got, and who runs them.",
      "Does not bring them further. LAG counts positions; BEHIND is the age of the",
      "first event that is yet to be applied."
    },
    footer = {
      "",
      "Examples: ${COMMAND-FULL-NAME} --watch",
      "          ${COMMAND-FULL-NAME} --shards --json"
    })
final class ListProjections extends OpenedVerb {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LOOK_FOR_INTERRUPT = Duration.ofMillis(100);

  @Option(names = "--shards", description = "tell of each shard of those that are split")
  boolean shards;

  @Option(
      names = "--watch",
      description = "look again every second, and tell the rate too, until Ctrl-C")
  boolean watch;

  @Mixin JsonOption json = new JsonOption();

  private @Nullable UntilInterrupted interruption;

  ListProjections(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  public Integer call() {
    if (!watch) {
      return super.call();
    }
    try (UntilInterrupted begun = UntilInterrupted.begin()) {
      interruption = begun;
      return super.call();
    }
  }

  @Override
  protected int run(Admin admin) {
    if (watch) {
      watch(admin);
    } else if (json.isAskedFor()) {
      try (JsonList list = new JsonList(out())) {
        admin
            .projections()
            .forEach(
                status -> list.add(ProjectionJson.of(status, ProjectionRates.unknown(), shards)));
      }
    } else {
      lines(admin.projections(), ProjectionRates.unknown()).forEach(out()::line);
    }
    return ExitCode.DONE;
  }

  private List<String> lines(List<ProjectionStatus> projections, ProjectionRates rates) {
    return new ProjectionTable(console(), rates, shards).lines(projections);
  }

  private void watch(Admin admin) {
    LiveLines drawn = new LiveLines(out());
    List<ProjectionStatus> before = admin.projections();
    long seen = System.nanoTime();
    boolean isAway = false;
    while (pause()) {
      try {
        List<ProjectionStatus> now = admin.projections();
        long at = System.nanoTime();
        show(now, ProjectionRates.since(before, at - seen), drawn);
        before = now;
        seen = at;
        isAway = false;
      } catch (StoreUnavailableException e) {
        if (!isAway && !isOver()) {
          tell("database away, trying until it is back: " + FailureText.of(e));
          isAway = true;
        }
      }
    }
  }

  /** As JSON one object on each line, without brackets: there is no end. */
  private void show(List<ProjectionStatus> now, ProjectionRates rates, LiveLines drawn) {
    if (json.isAskedFor()) {
      now.forEach(status -> out().line(ProjectionJson.of(status, rates, shards).toString()));
      out().stream().flush();
    } else {
      drawn.draw(lines(now, rates));
    }
  }

  /** False if the end has come meanwhile. */
  private boolean pause() {
    long end = System.nanoTime() + PAUSE.toNanos();
    while (!isOver() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(LOOK_FOR_INTERRUPT.toNanos());
    }
    return !isOver();
  }

  private boolean isOver() {
    return out().isClosed() || (interruption != null && interruption.isAsked());
  }
}
