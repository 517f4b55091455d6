package io.tidemark.admin.cli.projection;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.verb.FollowingVerb;
import io.tidemark.admin.text.ProjectionJson;
import io.tidemark.admin.text.ProjectionRates;
import io.tidemark.admin.text.ProjectionTable;
import io.tidemark.projection.postgres.ProjectionStatus;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.LiveLines;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
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
final class ListProjections extends FollowingVerb {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  @Option(names = "--shards", description = "tell of each shard of those that are split")
  boolean shards;

  @Option(
      names = "--watch",
      description = "look again every second, and tell the rate too, until Ctrl-C")
  boolean watch;

  @Mixin JsonOption json = new JsonOption();

  ListProjections(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  protected boolean isFollowing() {
    return watch;
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
    Look first = new Look(admin.projections(), System.nanoTime());
    AtomicReference<Look> last = new AtomicReference<>(first);
    pause(PAUSE);
    goOn(
        PAUSE,
        () -> {
          Look now = new Look(admin.projections(), System.nanoTime());
          show(now.projections(), now.ratesSince(last.getAndSet(now)), drawn);
        });
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

  /** How far they were at some time. */
  private record Look(List<ProjectionStatus> projections, long nanos) {
    ProjectionRates ratesSince(Look before) {
      return ProjectionRates.since(before.projections, nanos - before.nanos);
    }
  }
}
