package io.tidemark.parking;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.EventTally;
import io.tidemark.projection.ParkedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.projection.checkpoint.ParkedTable;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.table.Slot;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events that the projections of one schema have put aside, by their {@link
 * io.tidemark.projection.FailurePolicy}, for the rows that serve. Immutable and thread-safe; any
 * number of processes may use it while others run the projections.
 */
public final class Parking {
  private static final Logger LOG = LoggerFactory.getLogger(Parking.class);
  private static final int PAGE_SIZE = 1_000;

  private final ReadModelSchema schema;
  private final ParkedTable parked;

  private Parking(ReadModelSchema schema) {
    this.schema = schema;
    this.parked = schema.parked();
  }

  /** Of what these projections have put aside. */
  public static Parking of(PostgresProjections projections) {
    return new Parking(projections.schema());
  }

  /**
   * The first thousand that were put aside, whatever became of them, ordered by key and then
   * position.
   */
  public List<ParkedEvent> list(Projection<?, ?> projection) {
    return page(projection, null, "", 0);
  }

  /** The next thousand after this one. */
  public List<ParkedEvent> list(Projection<?, ?> projection, ParkedEvent after) {
    return page(projection, null, after.key(), after.position());
  }

  /**
   * All that were put aside, in the order of {@link #list(Projection)}; memory holds a thousand at
   * most, which are read as the stream comes to them. Holds no connection. For one thread.
   */
  public Stream<ParkedEvent> stream(Projection<?, ?> projection) {
    return pages(projection, null);
  }

  /** The same, of those that were put aside for the row with this key. */
  public <K> Stream<ParkedEvent> stream(Projection<K, ?> projection, K key) {
    return pages(projection, projection.keyText(projection.keyForm(key)));
  }

  private Stream<ParkedEvent> pages(Projection<?, ?> projection, @Nullable String onlyKey) {
    return Stream.iterate(
            page(projection, onlyKey, "", 0),
            page -> !page.isEmpty(),
            page -> {
              ParkedEvent last = page.get(page.size() - 1);
              return page(projection, onlyKey, last.key(), last.position());
            })
        .flatMap(List::stream);
  }

  private List<ParkedEvent> page(
      Projection<?, ?> projection, @Nullable String onlyKey, String afterKey, long afterPosition) {
    ParkedTable.Selection wanted =
        new ParkedTable.Selection(onlyKey, false, afterKey, afterPosition);
    return schema
        .jdbc()
        .inSession(
            session ->
                parked.exists(session)
                    ? parked.page(session, projection.name(), Slot.SERVING, wanted, PAGE_SIZE)
                    : List.of());
  }

  /** How many there are. */
  public ParkedCounts count(Projection<?, ?> projection) {
    return schema
        .jdbc()
        .inSession(
            session ->
                parked.exists(session)
                    ? parked.count(
                        session,
                        projection.name(),
                        Slot.SERVING,
                        row ->
                            new ParkedCounts(
                                row.integer(1),
                                row.integer(2),
                                row.integer(3),
                                row.integer(4),
                                Optional.ofNullable(row.object(5, OffsetDateTime.class))
                                    .map(OffsetDateTime::toInstant)))
                    : Optional.<ParkedCounts>empty())
        .orElse(ParkedCounts.NONE);
  }

  /**
   * Applies the events that wait to their rows, those of each row in their order, with the fold and
   * the codec of this projection. One that is refused again stays with its new error, and all later
   * ones of its row with it; other rows are not concerned, also if it is the table that refuses the
   * row, by a unique index for example. Commits page by page, each event together with its row: if
   * it is cut off at any moment, the next call goes on. A projection that runs meanwhile waits for
   * a page at most, and parks behind those that wait.
   *
   * <p>What was skipped or discarded is not applied; a rebuild tries it anew.
   *
   * @throws io.tidemark.projection.ProjectionChangedException if the rows are not those of this
   *     projection
   * @throws io.tidemark.subscription.LogRewoundException if the log has other events than those
   *     that were put aside
   * @throws io.tidemark.subscription.EventHandlingException if an event fails with an error that
   *     may pass; pages before it stay applied
   */
  public RedriveReport redrive(Projection<?, ?> projection) {
    return new Redrive<>(schema, projection, null).run();
  }

  /** The same, of the events that wait for the row with this key. */
  public <K> RedriveReport redrive(Projection<K, ?> projection, K key) {
    return new Redrive<>(schema, projection, projection.keyText(projection.keyForm(key))).run();
  }

  /**
   * Decides that an event which waits or was skipped is never to change the rows it was put aside
   * for. It stays in the list with the reason. Later events of these rows go on waiting until they
   * are {@linkplain #redrive redriven}. A rebuild knows nothing of the decision.
   *
   * @param reason for whoever asks later; not blank
   * @return for how many rows it was put aside; 0 if for none, and so nothing was decided
   */
  public int discard(Projection<?, ?> projection, long position, String reason) {
    String what = "position " + position;
    int discarded =
        discard(
            projection,
            what,
            reason,
            session -> parked.discard(session, projection.name(), Slot.SERVING, position, reason));
    if (discarded > 0) {
      LOG.warn(
          "Event at {} was discarded for {} row(s) of projection {}: {}",
          what,
          discarded,
          projection.name(),
          reason);
    }
    return discarded;
  }

  /**
   * Decides the same of all events that wait or were skipped for the row with this key.
   *
   * @param reason for whoever asks later; not blank
   * @return how many events that were; 0 if none, and so nothing was decided
   */
  public <K> int discardAll(Projection<K, ?> projection, K key, String reason) {
    String text = projection.keyText(projection.keyForm(key));
    int discarded =
        discard(
            projection,
            "key " + text,
            reason,
            session -> parked.discardAll(session, projection.name(), Slot.SERVING, text, reason));
    if (discarded > 0) {
      LOG.warn(
          "{} event(s) were discarded for row {} of projection {}: {}",
          discarded,
          text,
          projection.name(),
          reason);
    }
    return discarded;
  }

  private int discard(
      Projection<?, ?> projection, String what, String reason, ToIntFunction<Session> discarding) {
    String name = projection.name();
    if (reason.isBlank()) {
      throw new IllegalArgumentException(
          "Invalid reason to discard %s of %s: expected some words, actual none"
              .formatted(what, name));
    }
    return schema.inLockingTransaction(
        session -> {
          if (!parked.exists(session)) {
            return 0;
          }
          schema.checkpoints().lockAll(session, name, Slot.SERVING);
          int discarded = discarding.applyAsInt(session);
          long waiting = parked.countWaiting(session, name, Slot.SERVING);
          schema.checkpoints().unpark(session, name, Slot.SERVING, waiting, EventTally.NONE);
          return discarded;
        });
  }
}
