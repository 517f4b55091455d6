package io.tidemark.parking;

import io.tidemark.PermanentException;
import io.tidemark.RecordedEvent;
import io.tidemark.jdbc.LockedWork;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.StatementFailedException;
import io.tidemark.projection.ParkedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.projection.checkpoint.CheckpointTable;
import io.tidemark.projection.checkpoint.ParkedTable;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.StoredLookUps;
import io.tidemark.projection.postgres.StoredProjection;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.EventStore;
import io.tidemark.subscription.LogRewoundException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Applies the events that wait, page by page. A page is one transaction, which locks the
 * checkpoints first: so no event that comes meanwhile gets before one that waits, and of two
 * redrives at once each event is one's only.
 */
final class Redrive<K, V> {
  private static final int PAGE_SIZE = 500;

  private static final int PART_SIZE = 20;

  /** Data of a page that is in memory at once, but for the last part of it. */
  private static final int PAGE_CHARACTERS = 8_000_000;

  private final ReadModelSchema schema;
  private final EventStore store;
  private final Projection<K, V> projection;
  private final @Nullable String onlyKey;
  private final CheckpointTable checkpoints;
  private final ParkedTable parked;
  private final StoredProjection<K, V> rows;
  private final StoredLookUps lookUps;
  private RedriveReport report = RedriveReport.NONE;

  /** Of all keys, or only this one. */
  Redrive(ReadModelSchema schema, Projection<K, V> projection, @Nullable String onlyKey) {
    this.schema = schema;
    this.store = schema.store();
    this.projection = projection;
    this.onlyKey = onlyKey;
    this.checkpoints = schema.checkpoints();
    this.parked = schema.parked();
    this.rows = new StoredProjection<>(schema, projection, Slot.SERVING);
    this.lookUps = new StoredLookUps(schema, projection);
  }

  /** Returns when each of them was tried once, or waits behind one that was. */
  RedriveReport run() {
    Optional<Place> next = Optional.of(new Place("", 0));
    while (next.isPresent()) {
      next = page(next.get());
    }
    return report;
  }

  /** The events are read before anybody is locked out; they never change. */
  private Optional<Place> page(Place from) {
    List<ParkedEvent> seen = schema.jdbc().inSession(session -> waiting(session, from));
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    Map<Long, RecordedEvent> events = read(seen);
    return Optional.of(schema.inLockingTransaction(session -> redriven(session, from, events)));
  }

  private List<ParkedEvent> waiting(Session session, Place from) {
    if (!parked.exists(session)) {
      return List.of();
    }
    ParkedTable.Selection wanted =
        new ParkedTable.Selection(onlyKey, true, from.key(), from.position());
    return parked.page(session, projection.name(), Slot.SERVING, wanted, PAGE_SIZE);
  }

  /** In small parts, so that large events are not in memory all at once. */
  private Map<Long, RecordedEvent> read(List<ParkedEvent> wanted) {
    Map<Long, RecordedEvent> events = new HashMap<>();
    long characters = 0;
    for (int i = 0; i < wanted.size() && characters <= PAGE_CHARACTERS; i += PART_SIZE) {
      List<ParkedEvent> part = wanted.subList(i, Math.min(wanted.size(), i + PART_SIZE));
      for (RecordedEvent event : store.events(part.stream().map(ParkedEvent::position).toList())) {
        characters += event.data().length();
        events.put(event.position(), event);
      }
      part.forEach(each -> requireSame(each, events.get(each.position())));
    }
    return events;
  }

  private void requireSame(ParkedEvent parkedEvent, @Nullable RecordedEvent event) {
    if (event == null || !event.id().equals(parkedEvent.eventId())) {
      throw new LogRewoundException(
          projection.name(),
          "expected event %s at position %d, actual another or none"
              .formatted(parkedEvent.eventId(), parkedEvent.position()));
    }
  }

  private Place redriven(Session session, Place from, Map<Long, RecordedEvent> events) {
    ShardCheckpoints shards = checkpoints.lockAll(session, projection.name(), Slot.SERVING);
    rows.definition().require(shards);
    List<ParkedEvent> page =
        waiting(session, from).stream()
            .takeWhile(event -> events.containsKey(event.position()))
            .toList();
    if (page.isEmpty()) {
      return from; // somebody else was faster; look again
    }
    RedriveOutcome redriven = new RedriveOutcome();
    apply(session, page, events, redriven);
    String name = projection.name();
    parked.delete(session, name, Slot.SERVING, redriven.applied());
    parked.keepErrors(session, name, Slot.SERVING, redriven.failed());
    checkpoints.unpark(
        session,
        name,
        Slot.SERVING,
        parked.countWaiting(session, name, Slot.SERVING),
        redriven.correction());
    report = report.plus(new RedriveReport(redriven.applied().size(), redriven.failed().size()));
    ParkedEvent last = page.get(page.size() - 1);
    return new Place(last.key(), redriven.hasFailed(last.key()) ? Long.MAX_VALUE : last.position());
  }

  /**
   * All of them at once. If the table refuses rows that come of it, by halves: so one event that is
   * to blame keeps none of the others from being tried.
   */
  private void apply(
      Session session,
      List<ParkedEvent> some,
      Map<Long, RecordedEvent> events,
      RedriveOutcome outcome) {
    RedrivenPage<K, V> page =
        LockedWork.run(
            () -> RedrivenPage.of(projection, outcome.withoutWaiting(some), events, lookUps));
    try {
      session.inSavepoint(
          () -> {
            rows.redrive(session, page.batch());
            return true;
          });
      page.finish();
    } catch (PermanentException e) {
      if (!isOfValues(e)) {
        throw e;
      }
      if (some.size() > 1) {
        int half = some.size() / 2;
        apply(session, some.subList(0, half), events, outcome);
        apply(session, some.subList(half, some.size()), events, outcome);
        return;
      }
      page.refuse(e);
    }
    outcome.add(page);
  }

  private static boolean isOfValues(PermanentException failure) {
    Throwable refusal = failure instanceof StatementFailedException ? failure : failure.getCause();
    return refusal instanceof StatementFailedException refused && refused.isOfValues();
  }

  /** How far it got, by key and then position. */
  private record Place(String key, long position) {}
}
