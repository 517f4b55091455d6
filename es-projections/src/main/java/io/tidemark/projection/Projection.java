package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.operator.Division;
import io.tidemark.row.Accessor;
import io.tidemark.row.KeyType;
import io.tidemark.row.RowIndex;
import io.tidemark.row.RowKey;
import io.tidemark.row.RowType;
import io.tidemark.store.EventSelector;
import io.tidemark.store.LogQuery;
import io.tidemark.store.Shard;
import io.tidemark.subscription.EventHandlingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How a read model follows from the events of one source or several: for every event the rows it
 * changes, and how. Events come in the order of the log, whatever their source. The one definition
 * serves every way to run it: in a transaction of its own, in the append's transaction, in memory
 * on demand. Immutable and thread-safe.
 *
 * <pre>{@code
 * Projection.named("balances", Balance.class, Balance::id)
 *     .from("account", accountCodec)
 *     .keyedBy((event, recorded) -> recorded.stream().key())
 *     .fold((balance, event, recorded) -> ...)
 *     .from("transfer", transferCodec)
 *     ...
 * }</pre>
 *
 * @param <K> the key of a row
 * @param <V> the rows, a record that begins with the key
 */
public final class Projection<K, V> implements ReadModelDefinition<K, V> {
  private final NamedProjection<K, V> named;
  private final Sources<K, V> sources;
  private final Traits<K, V> traits;

  private Projection(NamedProjection<K, V> named, Sources<K, V> sources, Traits<K, V> traits) {
    this.named = named;
    this.sources = sources;
    this.traits = traits;
  }

  static <K, V> Projection<K, V> ofNothing(NamedProjection<K, V> named) {
    return new Projection<>(named, new Sources<>(named.rows().name(), List.of()), Traits.none());
  }

  /** Of rows that follow through several stages. */
  static <K, V> Projection<K, V> ofStages(NamedProjection<K, V> named, Stages<V> stages) {
    Projection<K, V> projection =
        new Projection<>(
            named,
            new Sources<>(named.rows().name(), stages.sources()),
            Traits.<K, V>none().through(stages));
    projection.followed().forEach(each -> UpstreamSteps.require(projection, each));
    return projection;
  }

  /**
   * Begins a definition.
   *
   * @param name also the name of its table: lower-case letters, digits and underscores, at most 40
   * @param row a record; see {@link RowType}
   * @param key gives the first component of the record
   * @throws IllegalArgumentException if the name, the record or the key is not usable
   */
  public static <K, V> NamedProjection<K, V> named(String name, Class<V> row, RowKey<K, V> key) {
    return NamedProjection.of(NamedRows.of(name, row, key));
  }

  /**
   * Begins a definition of rows that are told apart by several components.
   *
   * <pre>{@code
   * record DayTotal(String account, LocalDate day, BigDecimal total) {
   *   record Key(String account, LocalDate day) {}
   *   Key key() { return new Key(account, day); }
   * }
   * Projection.named("day_totals", DayTotal.class, DayTotal.Key.class, DayTotal::key)
   * }</pre>
   *
   * @param name also the name of its table: lower-case letters, digits and underscores, at most 40
   * @param row a record; see {@link RowType}
   * @param key a record of the components that the rows begin with, of the same names and types
   * @param keys gives it
   * @throws IllegalArgumentException if the name or one of the records is not usable
   */
  public static <K, V> NamedProjection<K, V> named(
      String name, Class<V> row, Class<K> key, RowKey<K, V> keys) {
    return NamedProjection.of(NamedRows.of(name, row, key, keys));
  }

  /** The same, made from the events of the streams in this category too. */
  public <E> SourcedProjection<E, K, V> from(String category, EventCodec<E> codec) {
    return new SourcedProjection<>(this, EventSelector.ofCategory(category), codec);
  }

  /** The same, made from the events of this stream too. */
  public <E> SourcedProjection<E, K, V> fromStream(StreamId stream, EventCodec<E> codec) {
    return new SourcedProjection<>(this, EventSelector.ofStream(stream), codec);
  }

  /**
   * The same, made from the changes of the rows of another read model too: of what each event of
   * its sources does to its rows, in their order, as far as that is a change. The other read model
   * must keep {@linkplain #withHistory history}, by which its changes are known, and stop at what
   * it cannot handle. So a replay is told what was told at first.
   *
   * @throws IllegalArgumentException if it does not, or is this projection
   */
  public <L, R> SourcedProjection.Following<L, R, K, V> fromChangesOf(Projection<L, R> readModel) {
    return new SourcedProjection.Following<>(this, readModel);
  }

  Projection<K, V> with(EventSource<?, K, V> added) {
    return new Projection<>(named, sources.with(name(), added), traits);
  }

  /** The read models that its folds look at, each once. */
  public List<Projection<?, ?>> lookedUp() {
    return sources.lookedUp();
  }

  /** The read models whose changes it is made from, each once. */
  List<Projection<?, ?>> followed() {
    return sources.followed();
  }

  /** The read models that it needs: whose changes it is made from, and that its folds look at. */
  public List<Projection<?, ?>> upstream() {
    return Stream.concat(followed().stream(), lookedUp().stream()).distinct().toList();
  }

  /**
   * All read models that it needs, those that they need too, and itself: each after its own.
   *
   * <p>Not API.
   */
  public Stream<Projection<?, ?>> withUpstream() {
    return Stream.concat(sources.upstream().stream(), Stream.of(this));
  }

  /** All events of some, and of all read models that they need. Not API. */
  public static LogQuery queryOfAll(Stream<Projection<?, ?>> some) {
    return EventSource.query(some.flatMap(Projection::allSources));
  }

  private Stream<EventSource<?, ?, ?>> allSources() {
    return withUpstream().flatMap(each -> each.sources.all().stream());
  }

  Stream<EventSelector> selectors() {
    return sources.selectors();
  }

  /**
   * The same, declared to be this version of the definition: count up when rows that were made by
   * earlier code must be made anew. Rows of another version are then refused until they are
   * rebuilt, as those of another record are. Without one only a rebuild that was cut off looks at
   * the code, and starts over if a class with a fold has changed.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public Projection<K, V> withVersion(int number) {
    FoldVersion.requireValid(name(), number);
    return new Projection<>(named, sources, traits.withVersion(number));
  }

  /** The declared version of the definition, if there is one. */
  public Optional<Integer> version() {
    return traits.version();
  }

  /**
   * Which version of the code this is, in words: the declared one, else one derived from the
   * classes of the keys and folds. Empty if it cannot be told.
   */
  @Override
  public String foldVersion() {
    return version()
        .map(number -> "version " + number)
        .orElseGet(() -> FoldVersion.of(allSources().toList()));
  }

  /**
   * The same, whose rows keep the positions between which they were valid, so that they can be
   * asked as of any position at the price of a query. Each change of a row then stores the row as
   * it was, in a table of its own. Changes nothing in memory.
   *
   * @throws IllegalArgumentException if a component is called {@code validFrom} or {@code validTo}
   */
  public Projection<K, V> withHistory() {
    ProjectionName.requireFitForHistory(name(), rows());
    return new Projection<>(named, sources, traits.withHistory());
  }

  /** Whether its rows keep the positions between which they were valid. */
  @Override
  public boolean hasHistory() {
    return traits.history();
  }

  /**
   * The same, whose table has an index on these components in their order, or on what is within
   * one.
   *
   * @throws IllegalArgumentException if one is no component, or cannot be indexed so
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // it is only read
  public final Projection<K, V> indexedBy(Accessor<V, ?>... components) {
    return indexed(RowIndex.of(rows(), false, components));
  }

  /**
   * The same, with an index in which no two rows may have the same values after a batch; rows
   * without a value may. A batch that does not fit stops the projection with a {@link
   * NotUniqueException}, whatever its policy. Cannot be split into shards.
   *
   * @throws IllegalArgumentException as {@link #indexedBy} does
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // it is only read
  public final Projection<K, V> uniqueBy(Accessor<V, ?>... components) {
    return indexed(RowIndex.of(rows(), true, components));
  }

  private Projection<K, V> indexed(RowIndex index) {
    return new Projection<>(named.with(index), sources, traits);
  }

  @Override
  public List<RowIndex> indexes() {
    return named.indexes();
  }

  /**
   * The same, with another policy for events that it cannot handle; it stops unless told otherwise.
   * No part of what is stored, so it can be changed at any time. Events that wait already go on
   * waiting.
   */
  public Projection<K, V> onFailure(FailurePolicy other) {
    return new Projection<>(named, sources, traits.onFailure(name(), other));
  }

  /** What becomes of an event that it cannot handle. */
  public FailurePolicy failurePolicy() {
    return traits.policy();
  }

  /**
   * The same, of which this is done because of its steps, by whoever runs it.
   *
   * <p>Not API.
   */
  public Projection<K, V> reacting(RowStep.Reacting<K, V> reactions) {
    return new Projection<>(named, sources, traits.reacting(name(), reactions));
  }

  /** What is done because of its steps, if anything is. Not API. */
  public Optional<RowStep.Reacting<K, V>> reactions() {
    return traits.reactions();
  }

  /** Its name, which is also that of its table. */
  @Override
  public String name() {
    return named.rows().name();
  }

  /** Its rows. */
  @Override
  public RowType<V> rows() {
    return named.rows().type();
  }

  /** The events it is made from. */
  public LogQuery query() {
    return sources.query();
  }

  /** What it is made from, in words: other events have other words. */
  public String sourcesText() {
    return EventSource.allInWords(sources.all());
  }

  /**
   * What it is made from and with, in words: other events, other read models and other declared
   * versions have other words.
   */
  public String madeOfText() {
    StringBuilder words = new StringBuilder("from ").append(sourcesText());
    for (Projection<?, ?> readModel : lookedUp()) {
      words.append(" looking up %s (%s)".formatted(readModel.name(), readModel.madeOfText()));
    }
    traits.stages().ifPresent(some -> words.append(" through ").append(some.madeOfText()));
    version().ifPresent(number -> words.append(" version ").append(number));
    return words.toString();
  }

  /** Whether it is made from all events of one category, as every projection once was. */
  public boolean isOfOneCategory() {
    return sources.isOneCategory();
  }

  /** Whether every event changes the row with the key of its stream: then shards read their own. */
  public boolean isKeyedByStream() {
    return sources.all().stream().allMatch(EventSource::keyedByStream);
  }

  /** What its rows are told apart by. */
  @Override
  public KeyType<K> key() {
    return named.rows().key();
  }

  /** The key of a row, in its one form. */
  @Override
  public K keyOf(V row) {
    return keyForm(named.rows().keyOf(row));
  }

  /** As {@link #batch(List, Shard, LookedUp.Reader)}, if it needs no other read model. */
  public ProjectionBatch<K, V> batch(List<RecordedEvent> events) {
    return batch(events, Shard.WHOLE, LookedUp.Reader.NONE);
  }

  /**
   * Decodes events that follow upon each other, finds their keys, and reads what they need of other
   * read models. Events that it is not made from change nothing.
   *
   * @param shard changes of rows whose keys are in it are left
   * @throws EventHandlingException if one of them cannot be decoded or its key cannot be found, and
   *     so it cannot be put aside
   */
  public ProjectionBatch<K, V> batch(
      List<RecordedEvent> events, Shard shard, LookedUp.Reader reader) {
    return ProjectionBatch.of(this, events, shard, reader);
  }

  /** How shards divide the work of its stages, if it has any. Not API. */
  public Optional<Division> division() {
    return traits.stages().map(Stages::division);
  }

  /** The stages that its rows follow through, if they do not follow event by event. Not API. */
  public Optional<Stages<V>> stages() {
    return traits.stages();
  }

  @Override
  public boolean hasState() {
    return traits.stages().isPresent();
  }

  /** The rows before the first event; none if there have been events. Not API. */
  public Map<K, Optional<V>> begin(OperatorState state) {
    return traits.stages().map(stages -> stages.begin(this, state)).orElse(Map.of());
  }

  /** What becomes of rows when nothing comes any more: all windows close. Not API. */
  public Map<K, Optional<V>> end(OperatorState state) {
    return traits.stages().map(stages -> stages.end(this, state)).orElse(Map.of());
  }

  /** Tells the changes of events that follow upon each other. */
  void changes(
      List<RecordedEvent> events,
      Shard shard,
      LookedUp.Reader reader,
      Consumer<RowChange<K, V>> listener) {
    UpstreamSteps steps = UpstreamSteps.ofRun(this, events, reader);
    traits
        .stages()
        .ifPresentOrElse(
            stages -> stages.tell(this, events, steps, reader.state(), shard, listener),
            () -> events.forEach(event -> changes(event, steps, listener)));
  }

  void changes(RecordedEvent recorded, UpstreamSteps steps, Consumer<RowChange<K, V>> listener) {
    sources.changes(this, recorded, steps, listener);
  }

  boolean isMadeFrom(RecordedEvent recorded) {
    return sources.of(recorded) != null;
  }
}
