package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import io.tidemark.RetryableException;
import io.tidemark.codec.EventCodec;
import io.tidemark.row.Accessor;
import io.tidemark.row.RowType;
import io.tidemark.store.LogQuery;
import io.tidemark.store.Shard;
import io.tidemark.subscription.EventHandlingException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a read model follows from the events of one category or several: for every event the row it
 * changes, and how. Events come in the order of the log, whatever their category. The one
 * definition serves every way to run it: in a transaction of its own, in the append's transaction,
 * in memory on demand. Immutable and thread-safe.
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
 * @param <V> the rows, a record whose first component is the key
 */
public final class Projection<K, V> {
  private final Named<K, V> named;
  private final Map<String, EventSource<?, K, V>> sources;
  private final FailurePolicy policy;
  private final boolean history;
  private final LogQuery query;
  private final Optional<Integer> version;

  private Projection(
      Named<K, V> named,
      Map<String, EventSource<?, K, V>> sources,
      FailurePolicy policy,
      boolean history,
      Optional<Integer> version) {
    this.named = named;
    this.sources = sources;
    this.policy = policy;
    this.history = history;
    this.version = version;
    this.query = LogQuery.all().categories(sources.keySet());
  }

  /**
   * Begins a definition.
   *
   * @param name also the name of its table: lower-case letters, digits and underscores, at most 40
   * @param row a record; see {@link RowType}
   * @param key gives the first component of the record
   * @throws IllegalArgumentException if the name, the record or the key is not usable
   */
  public static <K, V> Named<K, V> named(String name, Class<V> row, RowKey<K, V> key) {
    ProjectionName.require(name);
    RowType<V> rows = RowType.of(row);
    KeyReference.requireFirst(name, rows, Objects.requireNonNull(key, "key"));
    return new Named<>(name, rows, key, List.of());
  }

  /**
   * The same, made from the events of another category too.
   *
   * @throws IllegalArgumentException if it is made from that category already
   */
  public <E> Sourced<E, K, V> from(String category, EventCodec<E> codec) {
    EventSource.requireNew(name(), sources.keySet(), category);
    return new Sourced<>(this, category, codec);
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
    return new Projection<>(named, sources, policy, history, Optional.of(number));
  }

  /** The declared version of the definition, if there is one. */
  public Optional<Integer> version() {
    return version;
  }

  /**
   * Which version of the code this is, in words: the declared one, else one derived from the
   * classes of the keys and folds. Empty if it cannot be told.
   */
  public String foldVersion() {
    return version
        .map(number -> "version " + number)
        .orElseGet(() -> FoldVersion.of(sources.values()));
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
    return new Projection<>(named, sources, policy, true, version);
  }

  /** Whether its rows keep the positions between which they were valid. */
  public boolean hasHistory() {
    return history;
  }

  /**
   * The same, whose table has an index on these components in their order, or on what is within one.
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
    return new Projection<>(named.with(index), sources, policy, history, version);
  }

  /** The indexes that were declared, each once. */
  public List<RowIndex> indexes() {
    return named.indexes;
  }

  /**
   * The same, with another policy for events that it cannot handle; it stops unless told otherwise.
   * No part of what is stored, so it can be changed at any time. Events that wait already go on
   * waiting.
   */
  public Projection<K, V> onFailure(FailurePolicy other) {
    return new Projection<>(
        named, sources, Objects.requireNonNull(other, "policy"), history, version);
  }

  /** What becomes of an event that it cannot handle. */
  public FailurePolicy failurePolicy() {
    return policy;
  }

  /** Its name, which is also that of its table. */
  public String name() {
    return named.name;
  }

  /** Its rows. */
  public RowType<V> rows() {
    return named.rows;
  }

  /** The events it is made from. */
  public LogQuery query() {
    return query;
  }

  /** The events that one shard of it is made from. */
  public LogQuery query(Shard shard) {
    return isKeyedByStream() ? query.shard(shard) : query;
  }

  /**
   * Whether every event changes the row with the key of its stream, so that a shard needs the
   * events of its own streams only. Else each shard reads all events, and changes its own rows
   * only.
   */
  public boolean isKeyedByStream() {
    return sources.values().stream().allMatch(EventSource::keyedByStream);
  }

  /** How keys are ordered, in memory as in the database. */
  public Comparator<K> keyOrder() {
    Comparator<Object> order = rows().key().kind().order();
    return order::compare;
  }

  /**
   * The one form of all keys that are the same to the database: of 1.0 and 1.00, for example.
   *
   * @throws IllegalArgumentException if the database cannot hold it
   */
  @SuppressWarnings("unchecked") // a kind of value gives values of one class
  public K keyForm(K key) {
    return (K) rows().key().kind().keyForm(key);
  }

  /** The key of a row, in its one form. */
  public K keyOf(V row) {
    return keyForm(named.key.of(row));
  }

  /**
   * Decodes events and finds their keys. Events of other categories change nothing.
   *
   * @throws EventHandlingException if one of them cannot be decoded or its key cannot be found, and
   *     so it cannot be put aside
   */
  public ProjectionBatch<K, V> batch(List<RecordedEvent> events) {
    return batch(events, Shard.WHOLE);
  }

  /**
   * The same, of which only the changes of rows in a shard are left.
   *
   * @param events of {@link #query(Shard)}
   */
  public ProjectionBatch<K, V> batch(List<RecordedEvent> events, Shard shard) {
    return ProjectionBatch.of(
        this,
        events,
        shard.isWhole() || isKeyedByStream() ? key -> true : key -> shard.contains(keyText(key)));
  }

  /** A key, in its one form, as text: other keys have other texts. */
  public String keyText(K key) {
    return key instanceof Enum<?> constant ? constant.name() : key.toString();
  }

  void changes(RecordedEvent recorded, Consumer<RowChange<K, V>> listener) {
    EventSource<?, K, V> source = sources.get(recorded.stream().category());
    if (source == null) {
      return;
    }
    try {
      source.changes(recorded, change -> listener.accept(change.withKey(keyForm(change.key()))));
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      listener.accept(notDecoded(source, recorded, e));
    }
  }

  @SuppressWarnings("unchecked") // the key of rows that are keyed by stream is a String
  private RowChange<K, V> notDecoded(
      EventSource<?, K, V> source, RecordedEvent recorded, Throwable error) {
    EventHandlingException failure = new EventHandlingException(name(), recorded, error);
    if (policy == FailurePolicy.STOP || error instanceof RetryableException) {
      throw failure;
    }
    source.requireKeyOfNotDecoded(name(), recorded, error);
    return RowChange.notDecoded(keyForm((K) recorded.stream().key()), recorded, failure);
  }

  /** What an event adds to a tally as long as it cannot be decoded. */
  public EventTally tallyOfNotDecoded(RecordedEvent recorded) {
    return RowChange.tallyOfNotDecoded(recorded);
  }

  /** An Error of these is a bug in the fold, which must stop this projection and nothing else. */
  @Nullable V fold(@Nullable V row, RowChange<K, V> change) {
    try {
      V folded = change.fold().after(row);
      if (folded == null || folded == row) {
        return folded;
      }
      V stored = rows().stored(folded, row);
      change.requireKey(rows().keyOf(stored));
      change.requireKey(keyOf(stored));
      return stored;
    } catch (EventHandlingException e) {
      throw e; // it could not be decoded
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      throw new EventHandlingException(name(), change.recorded(), e);
    }
  }

  /**
   * A projection of which name and rows are known; says next what it is made from.
   *
   * @param <K> the key of a row
   * @param <V> the rows
   */
  public static final class Named<K, V> {
    private final String name;
    private final RowType<V> rows;
    private final RowKey<K, V> key;
    private final List<RowIndex> indexes;

    private Named(String name, RowType<V> rows, RowKey<K, V> key, List<RowIndex> indexes) {
      this.name = name;
      this.rows = rows;
      this.key = key;
      this.indexes = indexes;
    }

    private Named<K, V> with(RowIndex index) {
      return new Named<>(name, rows, key, index.addedTo(indexes));
    }

    /** Made from all events of the streams in this category. */
    public <E> Sourced<E, K, V> from(String category, EventCodec<E> codec) {
      return new Projection<>(this, Map.of(), FailurePolicy.STOP, false, Optional.empty())
          .from(category, codec);
    }
  }

  /**
   * A projection of which the events are known too; says next which row each of them changes.
   *
   * @param <E> the events
   * @param <K> the key of a row
   * @param <V> the rows
   */
  public static final class Sourced<E, K, V> {
    private final Projection<K, V> before;
    private final String category;
    private final EventCodec<E> codec;

    private Sourced(Projection<K, V> before, String category, EventCodec<E> codec) {
      this.before = before;
      this.category = Objects.requireNonNull(category, "category");
      this.codec = Objects.requireNonNull(codec, "codec");
    }

    /** Each event changes the row with this key. */
    public Keyed<E, K, V> keyedBy(KeySelector<E, K> keys) {
      return new Keyed<>(this, Objects.requireNonNull(keys, "keys"), false);
    }

    /**
     * Each event changes the row with the key of its stream. A projection of which that is true for
     * all its events is split by streams, if it is split: each shard then reads its own events
     * only.
     *
     * @throws IllegalArgumentException if the key of the rows is no text
     */
    @SuppressWarnings("unchecked") // a key of this kind is a String
    public Keyed<E, K, V> keyedByStream() {
      KeyReference.requireText(before.name(), before.rows().key());
      return new Keyed<>(this, (event, recorded) -> (K) recorded.stream().key(), true);
    }
  }

  /**
   * A projection of which all is known but what an event does to its row.
   *
   * @param <E> the events
   * @param <K> the key of a row
   * @param <V> the rows
   */
  public static final class Keyed<E, K, V> {
    private final Sourced<E, K, V> sourced;
    private final KeySelector<E, K> keys;
    private final boolean byStream;

    private Keyed(Sourced<E, K, V> sourced, KeySelector<E, K> keys, boolean byStream) {
      this.sourced = sourced;
      this.keys = keys;
      this.byStream = byStream;
    }

    /** Completes the definition, as far as events of this category go. */
    public Projection<K, V> fold(Folder<E, V> folder) {
      Map<String, EventSource<?, K, V>> sources = new LinkedHashMap<>(sourced.before.sources);
      sources.put(
          sourced.category,
          new EventSource<>(sourced.category, sourced.codec, keys, byStream, folder));
      return new Projection<>(
          sourced.before.named,
          sources,
          sourced.before.policy,
          sourced.before.history,
          sourced.before.version);
    }
  }
}
