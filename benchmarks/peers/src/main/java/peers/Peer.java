package peers;

import java.util.List;
import java.util.function.LongConsumer;

/**
 * What each event store must do in the benchmark. Versions count the events already in a stream.
 */
public interface Peer extends AutoCloseable {

  class Conflict extends Exception {
    public Conflict(Throwable cause) {
      super(cause);
    }
  }

  /**
   * Appends events to a stream that must hold exactly {@code version} events; returns after the
   * commit.
   */
  void append(String stream, long version, List<Event> events) throws Exception;

  /** Number of events in the stream. */
  long version(String stream) throws Exception;

  /** Reads, deserializes and folds one stream (W5). */
  Totals load(String stream) throws Exception;

  /** Reads, deserializes and folds the whole log (W6). */
  Totals replay() throws Exception;

  /**
   * Catches up a PostgreSQL read model, checkpoint committed with it, until {@code events} are
   * handled (W7).
   */
  default void project(long events) throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Live subscription from now on; the handler gets each event's {@code n} (W8). */
  default AutoCloseable subscribe(LongConsumer handler) throws Exception {
    throw new UnsupportedOperationException();
  }

  @Override
  default void close() throws Exception {}
}
