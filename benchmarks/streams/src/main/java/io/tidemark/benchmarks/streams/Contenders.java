package io.tidemark.benchmarks.streams;

import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.streams.log.Durable;
import io.tidemark.benchmarks.streams.log.Engine;
import io.tidemark.benchmarks.streams.log.FromLog;
import io.tidemark.benchmarks.streams.log.Replay;
import io.tidemark.benchmarks.streams.peer.BareCursor;
import io.tidemark.benchmarks.streams.peer.BareDurable;
import io.tidemark.benchmarks.streams.peer.BareFold;
import io.tidemark.benchmarks.streams.peer.CalciteEnumerable;
import io.tidemark.benchmarks.streams.peer.FinishedTable;
import io.tidemark.benchmarks.streams.peer.FlinkSql;
import io.tidemark.benchmarks.streams.peer.FlinkStream;
import io.tidemark.benchmarks.streams.peer.KafkaStreamsDriver;
import java.util.List;

/** All that are measured. */
public final class Contenders {
  private static final int SMALL_COMMIT = 5_000;
  private static final int LARGE_COMMIT = 50_000;

  private Contenders() {}

  /** The plain fold first, with which all are compared. */
  public static List<Contender> all(Database database) {
    return List.of(
        new BareFold(),
        new BareCursor(database),
        new BareDurable(database, SMALL_COMMIT),
        new BareDurable(database, LARGE_COMMIT),
        new FlinkStream(1),
        new FlinkStream(2),
        new FlinkSql(1),
        new FlinkSql(2),
        new KafkaStreamsDriver(),
        new FinishedTable(database),
        new CalciteEnumerable(),
        new Engine(),
        new Replay(database),
        new FromLog(database),
        new Durable(database, SMALL_COMMIT, Durable.Kind.AT_ONCE),
        new Durable(database, LARGE_COMMIT, Durable.Kind.AT_ONCE),
        new Durable(database, LARGE_COMMIT, Durable.Kind.CLOSED),
        new Durable(database, LARGE_COMMIT, Durable.Kind.SQL));
  }

  /** The one with this name. */
  static Contender named(Database database, String name) {
    return all(database).stream()
        .filter(contender -> contender.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Unknown contender " + name));
  }
}
