package io.tidemark.benchmarks.streams.peer;

import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.streams.Contender;
import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Rows;
import io.tidemark.benchmarks.streams.Workload;
import java.util.ArrayList;
import java.util.List;

/**
 * The limit of whatever reads its events from PostgreSQL: a cursor over a narrow table, columns
 * typed, nothing to decode, then the plain fold.
 */
public record BareCursor(Database database) implements Contender {
  @Override
  public String name() {
    return "bare fold, events through a cursor";
  }

  @Override
  public boolean can(Workload work) {
    return true;
  }

  @Override
  public Run prepare(Workload work, Event[] events, Rows rows) {
    String sql = "select k, amount, t from %s order by position".formatted(TableOfEvents.NAME);
    return () -> {
      List<Event> read = new ArrayList<>(events.length);
      Query.read(
          database, sql, row -> read.add(new Event(row.getInt(1), row.getLong(2), row.getLong(3))));
      BareFold.fold(work, read.toArray(new Event[0]), rows);
    };
  }
}
