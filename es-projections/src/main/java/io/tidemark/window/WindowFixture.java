package io.tidemark.window;

import static java.util.stream.Collectors.joining;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.RowStep;
import io.tidemark.projection.memory.ReplayedEvents;
import io.tidemark.projection.tick.Tick;
import io.tidemark.reaction.Occasion;
import io.tidemark.reaction.Reaction;
import io.tidemark.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Tests a projection in windows by its events, without a database and with a clock to move:
 *
 * <pre>{@code
 * WindowFixture.of(DayTotal.PROJECTION, "account", codec)
 *     .given("42", Instant.parse("2026-03-01T10:00:00Z"), new Deposited(TEN))
 *     .given("42", Instant.parse("2026-03-02T10:00:00Z"), new Deposited(ONE))
 *     .thenCame(new DayTotal("42", FIRST_OF_MARCH, SECOND_OF_MARCH, 1, TEN));
 * }</pre>
 *
 * <p>Of a {@link Reaction} it also tells what was done because of the rows: which events were
 * appended, which also are in the log from then on, and for which rows a handler would be called;
 * no handler is, since that needs a transaction.
 *
 * <p>Rows come and go; one that changes goes as it was and comes as it is. What is expected is
 * compared with all that came, or went, since it was asked last. A difference is told with what
 * every event did. Works for any projection that needs no other read model. Not thread-safe.
 *
 * @param <E> the events
 * @param <K> the key of a row
 * @param <V> the rows
 */
public final class WindowFixture<E, K, V> {
  private final Projection<K, V> projection;
  private final String category;
  private final EventCodec<E> codec;
  private final ManualClock clock = ManualClock.at(Instant.EPOCH);
  private final InMemoryEventStore store = new InMemoryEventStore(clock);
  private final ReplayedEvents<K, V> replayed;
  private final Map<K, V> rows = new HashMap<>();
  private final List<V> came = new ArrayList<>();
  private final List<V> went = new ArrayList<>();
  private final List<Object> appended = new ArrayList<>();
  private final List<V> called = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private boolean isClockSet;

  private WindowFixture(Projection<K, V> projection, String category, EventCodec<E> codec) {
    this.projection = Objects.requireNonNull(projection, "projection");
    this.category = Objects.requireNonNull(category, "category");
    this.codec = Objects.requireNonNull(codec, "codec");
    this.replayed = new ReplayedEvents<>(projection);
    if (!projection.upstream().isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid projection of a fixture: expected one that needs no other read model, actual %s, which needs %s; ask it with LiveProjection over an InMemoryEventStore"
              .formatted(
                  projection.name(),
                  projection.upstream().stream().map(Projection::name).toList()));
    }
  }

  /**
   * Of a projection, and events of a category.
   *
   * @throws IllegalArgumentException if it needs other read models
   */
  public static <E, K, V> WindowFixture<E, K, V> of(
      Projection<K, V> projection, String category, EventCodec<E> codec) {
    return new WindowFixture<>(projection, category, codec);
  }

  /** Of a reaction, and events of a category. */
  public static <E, K, V> WindowFixture<E, K, V> of(
      Reaction<K, V> reaction, String category, EventCodec<E> codec) {
    return of(reaction.projection(), category, codec);
  }

  /**
   * From now on events are recorded at this time and later. Until it is said, each is recorded when
   * it happens, or right after the one before. Windows with an idle time close by it, if it was
   * quiet for long enough.
   */
  public WindowFixture<E, K, V> at(Instant now) {
    isClockSet = true;
    clock.set(now);
    projection
        .stages()
        .flatMap(stages -> stages.clocking().idle())
        .ifPresent(idle -> tick(now.minus(idle)));
    return this;
  }

  private void tick(Instant time) {
    long last = store.head();
    if (last > 0 && store.positionAsOf(time) == last) {
      apply(List.of(new Tick(last, time).asEvent()), "time went on to " + time);
    }
  }

  /** The clock goes on; as {@link #at} says. */
  public WindowFixture<E, K, V> after(Duration time) {
    return at(clock.instant().plus(time));
  }

  /** Events of a stream that happened at a time, recorded one after the other. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final WindowFixture<E, K, V> given(String key, Instant occurredAt, E... events) {
    for (E event : events) {
      if (!isClockSet && occurredAt.isAfter(clock.instant())) {
        clock.set(occurredAt);
      }
      append(new StreamId(category, key), codec.encode(event, Metadata.empty(), occurredAt));
    }
    return this;
  }

  private void append(StreamId stream, EventData event) {
    apply(store.append(stream, ExpectedVersion.any(), List.of(event)).lastPosition());
  }

  private void apply(long position) {
    RecordedEvent event = store.event(position).orElseThrow();
    apply(List.of(event), event.occurredAt() + " " + event.type());
  }

  private void apply(List<RecordedEvent> event, String inWords) {
    Map<K, V> before = new HashMap<>(rows);
    List<RowStep<K, V>> steps = new ArrayList<>();
    replayed.batch(event).applyTo(rows, new HashSet<>(), steps::add);
    replayed.accept();
    List<V> gone = new ArrayList<>();
    before.forEach(
        (key, row) -> {
          if (!row.equals(rows.get(key))) {
            gone.add(row);
          }
        });
    List<V> come = new ArrayList<>();
    rows.forEach(
        (key, row) -> {
          if (!row.equals(before.get(key))) {
            come.add(row);
          }
        });
    went.addAll(gone);
    came.addAll(come);
    told.add("%d %s: went %s, came %s".formatted(event.get(0).position(), inWords, gone, come));
    react(steps);
  }

  private void react(List<RowStep<K, V>> steps) {
    Collected effects = new Collected();
    projection.reactions().ifPresent(reactions -> reactions.react(steps, effects));
    effects.events.forEach(each -> append(each.stream(), each.data()));
  }

  private record ToAppend(StreamId stream, EventData data) {}

  /** What is done because of the steps of one event. */
  private final class Collected implements RowStep.Effects {
    private final List<ToAppend> events = new ArrayList<>();

    @Override
    public void append(StreamId stream, Object event, EventData data) {
      appended.add(event);
      told.add("  appended to %s: %s".formatted(stream, event));
      events.add(new ToAppend(stream, data));
    }

    @SuppressWarnings("unchecked") // it is of the rows of the projection
    @Override
    public void call(Object occasion, RowStep.Call call) {
      V row = ((Occasion<K, V>) occasion).row();
      called.add(row);
      told.add("  called for " + row);
    }
  }

  /** These are the rows, in the order of their keys. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final WindowFixture<E, K, V> thenRows(V... expected) {
    Map<K, V> sorted = new TreeMap<>(projection.keyOrder());
    sorted.putAll(rows);
    require("rows", Arrays.asList(expected), List.copyOf(sorted.values()));
    return this;
  }

  /** There are so many rows. */
  public WindowFixture<E, K, V> thenRows(int expected) {
    require("number of rows", List.of(expected), List.of(rows.size()));
    return this;
  }

  /** These events were appended since that was asked last, in this order. */
  public WindowFixture<E, K, V> thenAppended(Object... expected) {
    require("events that were appended because of rows", Arrays.asList(expected), appended);
    appended.clear();
    return this;
  }

  /** No event was appended since that was asked last. */
  public WindowFixture<E, K, V> thenAppendedNothing() {
    return thenAppended();
  }

  /** For these rows a handler would have been called since that was asked last, in this order. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final WindowFixture<E, K, V> thenCalled(V... expected) {
    require("rows for which a handler is called", Arrays.asList(expected), called);
    called.clear();
    return this;
  }

  /** These came since that was asked last, in any order. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final WindowFixture<E, K, V> thenCame(V... expected) {
    requireSame("rows that came", Arrays.asList(expected), came);
    came.clear();
    return this;
  }

  /** These went since that was asked last, in any order. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final WindowFixture<E, K, V> thenWent(V... expected) {
    requireSame("rows that went", Arrays.asList(expected), went);
    went.clear();
    return this;
  }

  /** None came or went since that was asked last. */
  public WindowFixture<E, K, V> thenNothing() {
    return thenCame().thenWent();
  }

  private void requireSame(String what, List<V> expected, List<V> actual) {
    List<V> missing = new ArrayList<>(expected);
    List<V> surplus = new ArrayList<>();
    for (V row : actual) {
      if (!missing.remove(row)) {
        surplus.add(row);
      }
    }
    if (!missing.isEmpty() || !surplus.isEmpty()) {
      require(what, expected, actual);
    }
  }

  private void require(String what, List<?> expected, List<?> actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError(
          "Wrong %s of %s%nexpected: %s%nactual:   %s%nby event:%n%s"
              .formatted(
                  what,
                  projection.name(),
                  expected,
                  actual,
                  told.stream().map(line -> "  " + line).collect(joining(System.lineSeparator()))));
    }
  }
}
