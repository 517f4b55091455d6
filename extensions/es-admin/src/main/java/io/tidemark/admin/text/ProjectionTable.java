package io.tidemark.admin.text;

import io.tidemark.projection.postgres.ProjectionStatus;
import io.tidemark.projection.postgres.ShardStatus;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.Table;
import io.tidemark.terminal.TextWidth;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How far projections are and who runs them: a line for each, and below what there is to say. */
public final class ProjectionTable {
  private static final String UNKNOWN =
      "UNKNOWN: nobody has said that they run it; commands or appends bring it further";

  private final Console console;
  private final ProjectionRates rates;
  private final boolean isByShard;

  /**
   * On this console.
   *
   * @param rates how fast they are
   * @param isByShard whether each shard has a line of its own
   */
  public ProjectionTable(Console console, ProjectionRates rates, boolean isByShard) {
    this.console = console;
    this.rates = rates;
    this.isByShard = isByShard;
  }

  /** The lines, none wider than the terminal. */
  public List<String> lines(List<ProjectionStatus> projections) {
    int columns = console.out().columns();
    Table table =
        rates.areKnown()
            ? Table.of(
                "~PROJECTION",
                "=STATE",
                ">POSITION",
                ">LAG",
                "=BEHIND",
                ">RATE",
                ">PARKED",
                "RUN BY")
            : Table.of(
                "~PROJECTION", "=STATE", ">POSITION", ">LAG", "=BEHIND", ">PARKED", "RUN BY");
    for (ProjectionStatus projection : projections) {
      if (isByShard && projection.shards().size() > 1) {
        projection.shards().forEach(shard -> table.row(cells(projection, shard)));
      } else {
        table.row(cells(projection));
      }
    }
    List<String> lines = new ArrayList<>(table.lines(console.style(), columns));
    for (ProjectionStatus projection : projections) {
      for (String note : notes(projection)) {
        lines.addAll(TextWidth.wrap(projection.name() + ": " + note, columns));
      }
    }
    if (projections.stream().anyMatch(each -> each.state() == SubscriberState.UNKNOWN)) {
      TextWidth.wrap(UNKNOWN, columns).stream().map(console.style()::dim).forEach(lines::add);
    }
    return lines;
  }

  private Object[] cells(ProjectionStatus projection) {
    return cells(
        projection.name(),
        projection.state().name(),
        projection.position(),
        projection.lag(),
        projection.age(),
        rates.of(projection),
        projection.parked(),
        projection.runners());
  }

  /** What waits is known of all shards together only. */
  private Object[] cells(ProjectionStatus projection, ShardStatus shard) {
    return cells(
        "%s %s".formatted(projection.name(), shard.shard()),
        shard.state().name(),
        shard.position(),
        Math.max(0, projection.head() - shard.position()),
        shard.age(),
        rates.of(projection, shard),
        shard.shard().index() == 0 ? projection.parked() : "",
        shard.runners());
  }

  private Object[] cells(
      String name,
      String state,
      long position,
      long lag,
      Duration age,
      double rate,
      Object parked,
      List<String> runners) {
    List<Object> cells =
        new ArrayList<>(List.of(name, state, position, lag, age.isZero() ? "" : Amount.time(age)));
    if (rates.areKnown()) {
      cells.add(String.format(Locale.ROOT, "%,.0f/s", rate));
    }
    cells.add(parked);
    cells.add(runners.stream().collect(Collectors.joining(", ")));
    return cells.toArray();
  }

  private static List<String> notes(ProjectionStatus projection) {
    List<String> notes = new ArrayList<>();
    projection.error().ifPresent(error -> notes.add("failed: " + error.replaceAll("\\s+", " ")));
    projection
        .missedSince()
        .ifPresent(since -> notes.add("whoever ran it was not heard from since " + time(since)));
    projection
        .rebuilt()
        .ifPresent(
            position -> notes.add("new rows beside the serving ones, up to position " + position));
    return notes;
  }

  private static Instant time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }
}
