package io.tidemark.admin.cli.projection;

import io.tidemark.AsOf;
import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredProjection;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.option.PointOptions;
import io.tidemark.admin.cli.option.UntilOption;
import io.tidemark.admin.text.ComparisonText;
import io.tidemark.admin.text.EventFile;
import io.tidemark.replay.WhatIf;
import io.tidemark.replay.compare.ComparisonReport;
import io.tidemark.terminal.CommandFailedException;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code admin what-if NAME}. */
@Command(
    name = "what-if",
    description = {
      "Show what the rows would be without some events, with others, or earlier.",
      "Replays into rows of their own, compares them with those that serve, and drops",
      "them; the log stays as it is. To change an event, drop it and insert another at",
      "its position."
    },
    footer = {
      "",
      "Examples: ${COMMAND-FULL-NAME} balances --drop 12,13",
      "          ${COMMAND-FULL-NAME} balances --drop 12 --insert events.jsonl",
      "          ${COMMAND-FULL-NAME} balances --until 2026-01-31"
    })
final class AskWhatIf extends ProjectionVerb {
  @Option(
      names = "--drop",
      paramLabel = "P",
      split = ",",
      converter = PointOptions.Positive.class,
      description = "without the event at this position, or at these")
  List<Long> dropped = new ArrayList<>();

  @Option(
      names = "--insert",
      paramLabel = "FILE",
      description =
          "with these events, one JSON object on a line as 'events --json' prints them, each right"
              + " after its position")
  @Nullable Path inserted;

  @Mixin UntilOption until = new UntilOption();
  @Mixin JsonOption json = new JsonOption();

  AskWhatIf(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  public Integer call() {
    if (dropped.isEmpty() && inserted == null && !until.isAskedFor()) {
      throw misuse("Nothing to change: expected --drop, --insert or --until");
    }
    return super.call();
  }

  @Override
  int run(Admin admin, AdministeredProjection<?, ?> projection) {
    ComparisonReport report = compared(admin, projection.whatIf());
    ComparisonText text = new ComparisonText(report, projection.rowText());
    if (json.isAskedFor()) {
      out().line(text.json().toString());
    } else {
      text.sentences().forEach(this::print);
    }
    return ExitCode.DONE;
  }

  private <K, B, V> ComparisonReport compared(Admin admin, WhatIf<K, B, V> begun) {
    WhatIf<K, B, V> whatIf = begun;
    long head = admin.head();
    for (long position : dropped) {
      if (position > head) {
        throw new CommandFailedException(
            "--drop %d: the log ends at position %d".formatted(position, head));
      }
      whatIf = whatIf.dropping(position);
    }
    if (inserted != null) {
      for (EventFile.Placed event : EventFile.read(console().directory().resolve(inserted))) {
        whatIf = whatIf.inserting(event.position(), event.stream(), List.of(event.data()));
      }
    }
    Optional<AsOf> end = until.asOf(admin::head, this::tell);
    return end.isPresent() ? whatIf.until(end.get()).compare() : whatIf.compare();
  }
}
