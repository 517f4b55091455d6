package io.tidemark.postgres.read;

import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.store.EventBatch;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/** Reads a log whole in every way there is, in a process with little memory. */
public final class SmallHeapReader {
  private SmallHeapReader() {}

  /** Arguments: URL, user, password, then the text form of a stream. */
  public static void main(String[] arguments) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(arguments[0]);
    dataSource.setUser(arguments[1]);
    dataSource.setPassword(arguments[2]);
    StreamId stream = StreamId.parse(arguments[3]);
    try (PostgresEventStore store = PostgresEventStore.builder(dataSource).build()) {
      System.out.println("log " + count(store.readAll(LogQuery.all())));
      System.out.println("stream " + count(store.readStream(StreamQuery.of(stream))));
      System.out.println("batches " + countInBatches(store));
    }
  }

  private static long count(Stream<RecordedEvent> events) {
    try (events) {
      return events.filter(event -> !event.data().isEmpty()).count();
    }
  }

  private static long countInBatches(PostgresEventStore store) {
    long count = 0;
    EventBatch batch = store.readBatch(LogQuery.all());
    while (!batch.events().isEmpty()) {
      count += batch.events().size();
      long reached = batch.upTo().position();
      batch = store.readBatch(LogQuery.all().after(reached));
    }
    return count;
  }
}
