package io.tidemark.benchmarks.append;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.benchmarks.measure.Callers;
import io.tidemark.benchmarks.measure.Callers.Turn;
import io.tidemark.benchmarks.measure.Comparison;
import io.tidemark.benchmarks.measure.Connections;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.measure.Options;
import io.tidemark.benchmarks.measure.Report;
import io.tidemark.benchmarks.measure.Result;
import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.benchmarks.payments.PlainLog;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.store.AppendRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Appends to new streams. */
public final class AppendBenchmark {
  private static final String SCHEMA = "benchmark_append";
  private static final int MANY = 256;
  private static final int POOLED = 64;

  private final Database database;
  private final Options options;
  private final AtomicLong streams = new AtomicLong();

  public AppendBenchmark(Database database, Options options) {
    this.database = database;
    this.options = options;
  }

  public void run(Report report) throws Exception {
    database.createLog(SCHEMA);
    PlainLog.create(database);
    report.add(oneEvent(1, 0.9));
    report.add(oneEvent(16, 1.3));
    report.add(oneEvent(64, 2.5));
    report.add(manyInFlight());
    report.add(severalEvents(16, 10));
  }

  private Result oneEvent(int callers, double aim) throws Exception {
    try (HikariDataSource pool = database.pool(4);
        PostgresEventStore store = open(pool);
        Connections plain = Connections.open(database, callers)) {
      return new Comparison("append 1 event, " + callers + (callers == 1 ? " caller" : " callers"))
          .baseline("INSERT and commit", () -> insertOne(plain))
          .aiming("Tidemark `append`", aim, () -> append(store, callers, 1))
          .run(options, database);
    }
  }

  private Result manyInFlight() throws Exception {
    try (HikariDataSource pool = database.pool(4);
        PostgresEventStore store = open(pool);
        Connections plain = Connections.open(database, MANY)) {
      return new Comparison("append 1 event, " + MANY + " in flight")
          .baseline(
              "INSERT and commit, " + MANY + " callers and connections", () -> insertOne(plain))
          .beside(
              "INSERT and commit, %d callers on %d connections".formatted(MANY, POOLED),
              () -> insertOnPooled(plain))
          .aiming(
              "Tidemark `appendAsync`",
              4,
              () -> new InFlight(store, MANY).appendsPerSecond(options.length(), this::oneEvent))
          .beside("Tidemark `append`, " + MANY + " callers", () -> append(store, MANY, 1))
          .run(options, database);
    }
  }

  private Result severalEvents(int callers, int events) throws Exception {
    try (HikariDataSource pool = database.pool(4);
        PostgresEventStore store = open(pool);
        Connections plain = Connections.open(database, callers)) {
      return new Comparison("append %d events, %d callers".formatted(events, callers))
          .baseline("INSERT of 10 VALUES and commit", () -> events * insertRows(plain, events))
          .baseline("INSERT from unnest and commit", () -> events * insertArrays(plain, events))
          .aiming("Tidemark `append`", 0.9, () -> events * append(store, callers, events))
          .run(options, database);
    }
  }

  private static PostgresEventStore open(HikariDataSource pool) {
    return PostgresEventStore.builder(pool).schema(SCHEMA).withoutMigration().build();
  }

  private double append(PostgresEventStore store, int callers, int events) throws Exception {
    return Callers.turnsPerSecond(
        callers,
        options.length(),
        caller -> () -> store.append(PaymentEvent.toNewStream(newKey(), 1, events)));
  }

  private AppendRequest oneEvent() {
    return PaymentEvent.toNewStream(newKey(), 1, 1);
  }

  private double insertOne(Connections plain) throws Exception {
    return insertRows(plain, 1);
  }

  private double insertRows(Connections plain, int rows) throws Exception {
    return Callers.turnsPerSecond(
        plain.all().size(), options.length(), caller -> insertTurn(plain.get(caller), rows));
  }

  private Turn insertTurn(Connection connection, int rows) throws SQLException {
    PreparedStatement insert = PlainLog.insert(connection, rows);
    return () -> insertNewStream(insert, rows);
  }

  private void insertNewStream(PreparedStatement insert, int rows) throws SQLException {
    String key = newKey();
    for (int row = 0; row < rows; row++) {
      PlainLog.bind(insert, row, key, row + 1L);
    }
    insert.executeUpdate();
  }

  private double insertOnPooled(Connections plain) throws Exception {
    BlockingQueue<PreparedStatement> free = new ArrayBlockingQueue<>(POOLED);
    for (int i = 0; i < POOLED; i++) {
      free.add(PlainLog.insert(plain.get(i), 1));
    }
    return Callers.turnsPerSecond(
        MANY,
        options.length(),
        caller ->
            () -> {
              PreparedStatement insert = free.take();
              insertNewStream(insert, 1);
              free.add(insert);
            });
  }

  private double insertArrays(Connections plain, int rows) throws Exception {
    return Callers.turnsPerSecond(
        plain.all().size(),
        options.length(),
        caller -> {
          PreparedStatement insert = PlainLog.insertFromArrays(plain.get(caller));
          return () -> {
            PlainLog.bindArrays(insert, rows, newKey());
            insert.executeUpdate();
          };
        });
  }

  private String newKey() {
    return "k" + streams.incrementAndGet();
  }
}
