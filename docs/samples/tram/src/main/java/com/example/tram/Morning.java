package com.example.tram;

import com.example.tram.TramEvent.Boarded;
import io.tidemark.AsOf;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.store.EventStore;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.window.WindowKey;
import java.time.Instant;
import java.util.List;

/** Passengers board, and one tram tells of it late. */
public final class Morning {
  private Morning() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    try (Database database = new Database();
        PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      PostgresProjections projections = PostgresProjections.of(store);
      ReadModelRepository<WindowKey<String>, Quarter> quarters =
          ReadModels.of(projections).of(Quarter.PROJECTION);

      boarded(store, "08:03", "red", 12);
      boarded(store, "08:11", "red", 30);
      boarded(store, "08:16", "red", 8);
      catchUp(store, projections);
      System.out.println("at 08:16: " + quarters.findAll().size() + " rows");

      boarded(store, "08:17", "blue", 5);
      catchUp(store, projections);
      print("at 08:17", quarters.findAll());

      boarded(store, "08:09", "red", 20); // its radio was off
      catchUp(store, projections);
      print("late", quarters.findAll());

      print("as of position 4", quarters.asOf(AsOf.position(4)).findAll());
    }
  }

  private static void boarded(EventStore store, String time, String line, int passengers) {
    store.append(
        StreamId.of("tram", line),
        ExpectedVersion.any(),
        List.of(
            TramEvent.CODEC.encode(
                new Boarded(line, passengers),
                Metadata.empty(),
                Instant.parse("2026-03-02T" + time + ":00Z"))));
  }

  private static void catchUp(EventStore store, PostgresProjections projections) {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store)
            .add(projections.exactlyOnce(Quarter.PROJECTION))
            .build()) {
      runner.catchUp();
    }
  }

  private static void print(String when, List<Quarter> rows) {
    for (Quarter row : rows) {
      System.out.printf(
          "%s: %s from %s, %d stops, %d passengers%n",
          when, row.line(), row.from(), row.stops(), row.passengers());
    }
  }
}
