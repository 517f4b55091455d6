package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import io.tidemark.RetryableException;
import io.tidemark.codec.EventCodec;
import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.operator.Dataflows;
import io.tidemark.dataflow.operator.Division;
import io.tidemark.dataflow.operator.Layout;
import io.tidemark.dataflow.time.Clocking;
import io.tidemark.projection.tick.Tick;
import io.tidemark.store.EventSelector;
import io.tidemark.store.Shard;
import io.tidemark.subscription.EventHandlingException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the rows of a projection follow through several stages, which keep state beside the rows.
 * Immutable and thread-safe.
 *
 * @param plan of which the rows have a key
 * @param clocking by which its time goes on
 * @param inputs what the sources of the plan are told, in the order of their numbers
 * @param rows makes rows of those of the plan
 * @param words what it is, in words: one that makes other rows has other words
 * @param code what it was written with
 */
public record Stages<V>(
    Plan plan,
    Clocking clocking,
    List<Input<?>> inputs,
    Function<Tuple, V> rows,
    String words,
    List<Object> code) {
  private static final Logger LOG = LoggerFactory.getLogger(Stages.class);

  /** Copies the lists. */
  public Stages {
    inputs = List.copyOf(inputs);
    code = List.copyOf(code);
  }

  /** Of these inputs, without anything else: others are said behind it. */
  public static <V> Stages<V> of(Plan plan, List<Input<?>> inputs, Function<Tuple, V> rows) {
    return new Stages<>(plan, Clocking.of("a projection"), inputs, rows, "", List.of());
  }

  /** The same by this time. */
  public Stages<V> clockedBy(Clocking other) {
    return new Stages<>(plan, other, inputs, rows, words, code);
  }

  /** The same with these words. */
  public Stages<V> inWords(String other) {
    return new Stages<>(plan, clocking, inputs, rows, other, code);
  }

  /** The same that was written with this. */
  public Stages<V> writtenWith(List<Object> other) {
    return new Stages<>(plan, clocking, inputs, rows, words, other);
  }

  /**
   * Events that a codec reads.
   *
   * <p>Not API.
   */
  public record Events<E>(EventSelector selector, EventCodec<E> codec) {
    /** Refuses null. */
    public Events {
      Objects.requireNonNull(codec, "codec");
    }

    /**
     * Only those of these types.
     *
     * @param whose they are, for the message
     * @throws IllegalArgumentException if there is none, or one that the codec cannot decode
     */
    public Events<E> ofTypes(String whose, String... types) {
      if (types.length == 0 || !codec.types().containsAll(Arrays.asList(types))) {
        throw new IllegalArgumentException(
            "Invalid event types of %s: expected some of %s, actual %s"
                .formatted(whose, new TreeSet<>(codec.types()), Arrays.toString(types)));
      }
      Set<String> names = new TreeSet<>();
      for (String type : types) {
        names.add(type);
        names.addAll(codec.namesOf(type));
      }
      return new Events<>(selector.types(names), codec);
    }

    /** As one more source of a projection. */
    public <K, V> SourcedProjection<E, K, V> in(Projection<K, V> before) {
      return new SourcedProjection<>(before, selector, codec);
    }
  }

  /** What one source of a plan is told. */
  public static final class Input<E> {
    private final EventSource.Origin<E> origin;
    private final BiFunction<E, RecordedEvent, List<Change>> teller;
    private final Time time;

    private Input(
        EventSource.Origin<E> origin,
        BiFunction<E, RecordedEvent, List<Change>> teller,
        Time time) {
      this.origin = origin;
      this.teller = teller;
      this.time = time;
    }

    /** Whether the time of a plan goes on with what a source is told. */
    private enum Time {
      /** With each of its events. */
      OF_EVENTS,
      /** With those that have a row. */
      OF_ROWS,
      /** Not at all: it is no source of events. */
      STANDS
    }

    private boolean isOfEvents() {
      return time != Time.STANDS;
    }

    /**
     * Of events.
     *
     * @param row gives the row of an event, null if it has none; its time counts all the same
     */
    public static <E> Input<E> ofEvents(
        EventSelector events,
        EventCodec<E> codec,
        BiFunction<E, RecordedEvent, @Nullable Tuple> row) {
      return new Input<>(
          new EventSource.Recorded<>(events, codec),
          (event, recorded) ->
              Optional.ofNullable(row.apply(event, recorded)).map(Change::added).stream().toList(),
          Time.OF_EVENTS);
    }

    /**
     * Of events.
     *
     * @param rows gives the rows of an event; its time counts, however many these are
     */
    public static <E> Input<E> ofEvents(
        Events<E> events, BiFunction<E, RecordedEvent, List<Tuple>> rows) {
      return new Input<>(
          new EventSource.Recorded<>(events.selector(), events.codec()),
          (event, recorded) -> rows.apply(event, recorded).stream().map(Change::added).toList(),
          Time.OF_EVENTS);
    }

    /**
     * Of events that are read by the plan itself.
     *
     * @param rows gives the rows of an event; the time of one without any does not count
     */
    public static Input<RecordedEvent> ofRecorded(
        List<EventSelector> events, Function<RecordedEvent, List<Tuple>> rows) {
      return new Input<>(
          new EventSource.Unread(List.copyOf(events)),
          (event, recorded) -> rows.apply(event).stream().map(Change::added).toList(),
          Time.OF_ROWS);
    }

    /**
     * Of the changes of a read model.
     *
     * @param row gives the row of one of its rows
     */
    public static <L, R> Input<RowStep<L, R>> ofRows(
        Projection<L, R> readModel, Function<R, Tuple> row) {
      return new Input<>(
          new EventSource.Steps<>(readModel),
          (step, recorded) ->
              Stream.concat(
                      step.before().map(row).map(Change::removed).stream(),
                      step.after().map(row).map(Change::added).stream())
                  .toList(),
          Time.STANDS);
    }

    /** Tells what there is to tell of an event; whether time goes on with it. */
    private boolean tell(int number, RecordedEvent recorded, Read read, List<Dataflow.Told> told) {
      if (!origin.includes(recorded)) {
        return false;
      }
      int before = told.size();
      for (E event : read.of(origin, recorded)) {
        teller
            .apply(event, recorded)
            .forEach(change -> told.add(new Dataflow.Told(number, change)));
      }
      return time == Time.OF_EVENTS || told.size() > before;
    }

    <K, V> EventSource<E, K, V> source(List<Object> code) {
      return new EventSource<>(
          origin,
          (event, recorded, changes) -> {
            throw new IllegalStateException("Stages are gone through for all sources at once");
          },
          false,
          List.of(),
          code);
    }
  }

  /** In words, with how what they remember is laid out: rows of another cannot go on with it. */
  String madeOfText() {
    return "%s with state %s".formatted(words, Layout.of(plan));
  }

  /** As its clocking has it. */
  public Optional<Duration> idle() {
    return clocking.idle();
  }

  /** How shards divide the work. */
  Division division() {
    return Division.of(plan);
  }

  /** The sources of a projection that is made so. */
  <K> List<EventSource<?, K, V>> sources() {
    return inputs.stream().<EventSource<?, K, V>>map(input -> input.source(code)).toList();
  }

  /**
   * Tells what changes follow from events and ticks, in their order.
   *
   * @param state how the stages are right before them; brought on
   * @param shard whose share of the work is done, if that {@linkplain #division is divided}
   * @throws EventHandlingException if one of them cannot be decoded, or a stage refuses it
   * @throws RetryableException as the state does
   */
  <K> void tell(
      Projection<K, V> projection,
      List<RecordedEvent> events,
      UpstreamSteps steps,
      OperatorState state,
      Shard shard,
      Consumer<RowChange<K, V>> listener) {
    Dataflow flow = Dataflows.of(plan, clocking, state, shard);
    List<Told> all = new ArrayList<>(events.size());
    for (RecordedEvent event : events) {
      all.add(guarded(projection, event, () -> told(event, steps)));
    }
    expect(flow, all.stream().flatMap(told -> told.input().stream()).toList());
    List<Change> begun = events.isEmpty() ? List.of() : flow.begin();
    for (int i = 0; i < all.size(); i++) {
      RecordedEvent event = events.get(i);
      List<Change> after = new ArrayList<>(i == 0 ? begun : List.of());
      Told told = all.get(i);
      Map<K, Optional<V>> changed =
          guarded(
              projection,
              event,
              () -> {
                after.addAll(told.to(flow));
                return rows(projection, after);
              });
      RowChange.Changes<K, V> changes = new RowChange.Changes<>(event, listener);
      changed.forEach(
          (key, row) ->
              changes.add(key, RowChange.LookUps.none(), (before, found) -> row.orElse(null)));
    }
  }

  /**
   * An event or a tick, ready to be told.
   *
   * @param input empty of a tick
   */
  private record Told(RecordedEvent recorded, Optional<Dataflow.Input> input) {
    List<Change> to(Dataflow flow) {
      return input
          .map(flow::apply)
          .orElseGet(() -> flow.tick(recorded.position(), recorded.occurredAt()));
    }
  }

  private Told told(RecordedEvent event, UpstreamSteps steps) {
    return new Told(event, Tick.is(event) ? Optional.empty() : Optional.of(input(event, steps)));
  }

  /** An event that a stage refuses here is refused with its name when its turn comes. */
  private static void expect(Dataflow flow, List<Dataflow.Input> events) {
    try {
      flow.expect(events);
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      LOG.debug("Not all that a batch will ask for could be told", e);
    }
  }

  /**
   * Whether something waits in what a shard remembers that a tick of this time would close.
   *
   * <p>Not API.
   */
  public boolean isDue(OperatorState state, Instant time) {
    return Dataflows.of(plan, clocking, state).isDue(time);
  }

  /** The rows that there are before the first event; none if there have been events. */
  <K> Map<K, Optional<V>> begin(Projection<K, V> projection, OperatorState state) {
    return rows(projection, Dataflows.of(plan, clocking, state).begin());
  }

  /** What becomes of rows when all windows close, since nothing comes any more. */
  <K> Map<K, Optional<V>> end(Projection<K, V> projection, OperatorState state) {
    return rows(projection, Dataflows.of(plan, clocking, state).end());
  }

  private Dataflow.Input input(RecordedEvent event, UpstreamSteps steps) {
    List<Dataflow.Told> told = new ArrayList<>();
    Read read =
        new Read(steps, inputs.size() > 1 ? Optional.of(new HashMap<>(2)) : Optional.empty());
    tell(false, event, read, told); // first, since rows of events meet tables as these are then
    boolean movesTime = tell(true, event, read, told);
    return new Dataflow.Input(
        event.position(), event.occurredAt(), event.recordedAt(), movesTime, told);
  }

  /** By sources of events, or by the others; whether time goes on. */
  private boolean tell(boolean ofEvents, RecordedEvent event, Read read, List<Dataflow.Told> told) {
    boolean any = false;
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).isOfEvents() == ofEvents) {
        any |= inputs.get(i).tell(i, event, read, told);
      }
    }
    return any;
  }

  /**
   * What an event is: read once, in however many sources it is.
   *
   * @param known what was read of it, if there are several
   */
  private record Read(UpstreamSteps steps, Optional<Map<EventSource.Origin<?>, List<?>>> known) {
    @SuppressWarnings("unchecked") // an origin gives what is its own
    private <E> List<E> of(EventSource.Origin<E> origin, RecordedEvent event) {
      return known
          .map(some -> (List<E>) some.computeIfAbsent(origin, each -> each.decoded(event, steps)))
          .orElseGet(() -> origin.decoded(event, steps));
    }
  }

  /** What becomes of rows by changes, in which one goes before another with its key comes. */
  private <K> Map<K, Optional<V>> rows(Projection<K, V> projection, List<Change> changes) {
    Map<K, Optional<V>> byKey = new LinkedHashMap<>();
    for (Change change : changes) {
      V row = rows.apply(change.row());
      byKey.put(projection.keyOf(row), change.count() < 0 ? Optional.empty() : Optional.of(row));
    }
    return byKey;
  }

  private static <T> T guarded(Projection<?, ?> projection, RecordedEvent event, Supplier<T> work) {
    try {
      return work.get();
    } catch (EventHandlingException | RetryableException e) {
      throw e; // no event is to blame for a state that cannot be read now
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      throw new EventHandlingException(projection.name(), event, e);
    }
  }
}
