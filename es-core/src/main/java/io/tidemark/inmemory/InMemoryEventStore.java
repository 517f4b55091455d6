package io.tidemark.inmemory;

import io.tidemark.EventData;
import io.tidemark.EventIds;
import io.tidemark.RecordedEvent;
import io.tidemark.TidemarkException;
import io.tidemark.codec.JsonGuard;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.Direction;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventSelector;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * An event store that keeps its log in the memory of this process: for tests and for trying things
 * out. It keeps every promise of {@link EventStore} but durability.
 *
 * <p>Reads copy references to the events they give, so that appends do not disturb them.
 */
public final class InMemoryEventStore implements EventStore {
  private final UUID logId = EventIds.next();
  private final JsonGuard guard = JsonGuard.standard();
  private final Log log;

  /** An empty store that takes {@code recordedAt} from the clock of the machine. */
  public InMemoryEventStore() {
    this(Clock.systemUTC());
  }

  /** An empty store that takes {@code recordedAt} from this clock. */
  public InMemoryEventStore(Clock clock) {
    this.log = new Log(clock);
  }

  @Override
  public AppendResult append(AppendRequest request) {
    check(request);
    return log.appendAll(List.of(request)).get(0);
  }

  @Override
  public List<AppendResult> appendAll(List<AppendRequest> requests) {
    List<AppendRequest> together = AppendRequest.requireTogether(requests);
    together.forEach(this::check);
    return log.appendAll(together);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Here the returned stage is always complete.
   */
  @Override
  public CompletionStage<AppendResult> appendAsync(AppendRequest request) {
    check(request);
    try {
      return CompletableFuture.completedFuture(log.appendAll(List.of(request)).get(0));
    } catch (TidemarkException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public Stream<RecordedEvent> readStream(StreamQuery query) {
    List<RecordedEvent> events = log.stream(query.stream(), query.afterVersion());
    if (query.direction() == Direction.BACKWARD) {
      Collections.reverse(events);
    }
    return events.stream().filter(query.until()::includes).limit(query.limit());
  }

  @Override
  public Stream<RecordedEvent> readAll(LogQuery query) {
    long most = query.isFiltered() ? Long.MAX_VALUE : query.limit();
    return log.after(query.afterPosition(), most).stream()
        .filter(event -> isChosen(event, query))
        .limit(query.limit());
  }

  @Override
  public long head() {
    return log.head();
  }

  @Override
  public EventBatch readBatch(LogQuery query) {
    query.requireBatch();
    return log.batch(query.afterPosition(), query.limit(), event -> isChosen(event, query));
  }

  @Override
  public boolean awaitBeyond(long position, Duration timeout) {
    return log.awaitBeyond(position, timeout);
  }

  @Override
  public UUID logId() {
    return logId;
  }

  /** Does nothing; there is nothing to release. */
  @Override
  public void close() {}

  private void check(AppendRequest request) {
    for (EventData event : request.events()) {
      guard.check(event);
    }
  }

  private static boolean isChosen(RecordedEvent event, LogQuery query) {
    return query.until().includes(event)
        && isIn(query.categories(), event.stream().category())
        && isIn(query.types(), event.type())
        && isSelected(event, query.selectors())
        && query.shard().contains(event.stream().key())
        && query.matching().map(matching -> matching.matches(event)).orElse(true);
  }

  private static boolean isSelected(RecordedEvent event, Set<EventSelector> selectors) {
    return selectors.isEmpty() || selectors.stream().anyMatch(selector -> selector.includes(event));
  }

  private static boolean isIn(Set<String> names, String name) {
    return names.isEmpty() || names.contains(name);
  }
}
