package io.tidemark.admin.cli.projection;

import io.tidemark.TidemarkException;
import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredProjection;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.option.PointOptions;
import io.tidemark.admin.cli.option.UntilOption;
import io.tidemark.admin.cli.verb.OpenedVerb;
import io.tidemark.admin.text.RebuildText;
import io.tidemark.replay.RebuildEstimate;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.replay.RebuildProgress;
import io.tidemark.store.Shard;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.FailureText;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.Output;
import io.tidemark.terminal.progress.ProgressBar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin replay NAME...}. */
@Command(
    name = "replay",
    description = {
      "Rebuild projections from history beside the rows that serve, then switch.",
      "May be killed at any moment: the next replay goes on from there. Several are",
      "rebuilt one after the other; if one fails, the others are still rebuilt."
    },
    footer = {
      "",
      "Examples: ${COMMAND-FULL-NAME} balances",
      "          ${COMMAND-FULL-NAME} --all --workers 2 --max-rate 20000",
      "          ${COMMAND-FULL-NAME} balances --no-switch"
    })
final class ReplayProjections extends OpenedVerb {
  @Parameters(
      arity = "0..*",
      paramLabel = ProjectionCommands.NAME,
      description = "one or several; see ${PARENT-COMMAND-FULL-NAME} projections")
  List<String> names = new ArrayList<>();

  @Option(names = "--all", description = "all projections")
  boolean all;

  @Option(
      names = "--workers",
      paramLabel = "N",
      converter = PointOptions.Positive.class,
      description = "fold and write on N threads (default: 1)")
  long workers = 1;

  @Option(
      names = "--max-rate",
      paramLabel = "N",
      converter = PointOptions.Positive.class,
      description = "at most N events a second, to leave the database to others")
  @Nullable Long maxRate;

  @Mixin UntilOption until = new UntilOption();

  @Option(
      names = "--no-switch",
      description = "leave the new rows beside the serving ones; so does --until")
  boolean noSwitch;

  @Option(names = "--dry-run", description = "tell what it would cost, and change nothing")
  boolean dryRun;

  @Mixin JsonOption json = new JsonOption();

  ReplayProjections(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  public Integer call() {
    if (all == !names.isEmpty()) {
      throw misuse(
          all
              ? "Names and --all: expected one of them, actual both"
              : "Nothing to replay: expected a name, several, or --all");
    }
    if (workers > Shard.MAX_COUNT) {
      throw misuse(
          "Number of workers: expected 1 to %d, actual %d".formatted(Shard.MAX_COUNT, workers));
    }
    names.forEach(this::requireProjection);
    return super.call();
  }

  @Override
  protected int run(Admin admin) {
    List<AdministeredProjection<?, ?>> projections = new ArrayList<>();
    names.forEach(name -> requireProjection(admin, name));
    chosen(admin).forEach(name -> projections.add(admin.projection(name)));
    if (dryRun) {
      estimate(projections);
      return ExitCode.DONE;
    }
    RebuildOptions options = options(admin);
    if (json.isAskedFor()) {
      return replayForJson(projections, options);
    }
    return replay(projections, options, this::told);
  }

  /** Printed when all are done: what is not a whole line must not meet a bar on the terminal. */
  private int replayForJson(
      List<AdministeredProjection<?, ?>> projections, RebuildOptions options) {
    List<JsonLine> lines = new ArrayList<>();
    try {
      return replay(projections, options, (name, done) -> lines.add(json(name, done)));
    } finally {
      try (JsonList list = new JsonList(out())) {
        lines.forEach(list::add);
      }
    }
  }

  private List<String> chosen(Admin admin) {
    return all ? admin.projectionNames() : names.stream().distinct().toList();
  }

  private boolean isSwitching() {
    return !noSwitch && !until.isAskedFor();
  }

  private RebuildOptions options(Admin admin) {
    RebuildOptions options = RebuildOptions.defaults().withWorkers((int) workers);
    if (maxRate != null) {
      options = options.withMaxRate(maxRate);
    }
    if (noSwitch) {
      options = options.withoutSwitch();
    }
    return until.asOf(admin::head, this::tell).map(options::until).orElse(options);
  }

  private void estimate(List<AdministeredProjection<?, ?>> projections) {
    Map<String, RebuildEstimate> estimates = new LinkedHashMap<>();
    projections.forEach(each -> estimates.put(each.name(), each.estimate()));
    if (json.isAskedFor()) {
      try (JsonList list = new JsonList(out())) {
        estimates.forEach((name, estimate) -> list.add(RebuildText.json(name, estimate)));
      }
    } else {
      print(RebuildText.table(estimates));
      print("Estimated with one worker, from samples of the log; nothing was changed.");
    }
  }

  /** What came of one. */
  private interface Done {
    void tell(String name, RebuildProgress progress);
  }

  /** Of several, the others are replayed though one fails, whose error is told at once. */
  private int replay(
      List<AdministeredProjection<?, ?>> projections, RebuildOptions options, Done done) {
    int exitCode = ExitCode.DONE;
    for (AdministeredProjection<?, ?> projection : projections) {
      try {
        done.tell(projection.name(), replay(projection, options));
      } catch (TidemarkException e) {
        if (projections.size() == 1) {
          throw e;
        }
        console().err().line("%s: %s".formatted(projection.name(), FailureText.of(e)));
        exitCode = ExitCode.FAILED;
      }
    }
    return exitCode;
  }

  private RebuildProgress replay(AdministeredProjection<?, ?> projection, RebuildOptions options) {
    Output err = console().err();
    try (ProgressBar bar =
        new ProgressBar("Replaying " + projection.name(), ProgressBar.POSITIONS, err)) {
      RebuildDisplay display = new RebuildDisplay(bar, err);
      RebuildProgress done = projection.rebuild(options, display::show);
      display.finish(done);
      return done;
    }
  }

  private JsonLine json(String name, RebuildProgress done) {
    return RebuildText.json(name, done, isSwitching());
  }

  private void told(String name, RebuildProgress done) {
    if (isSwitching()) {
      print("Replayed %s up to position %,d".formatted(name, done.position()));
      return;
    }
    print(
        "Replayed %s up to position %,d, beside the rows that serve"
            .formatted(name, done.position()));
    if (until.isAskedFor()) {
      hint("Compare with what serves", "what-if %s %s".formatted(name, until.again()));
      hint("'compare' and 'switch' bring the new rows up to date first.");
    } else {
      hint("Compare", "compare " + name);
      hint("Switch", "switch " + name);
    }
  }
}
