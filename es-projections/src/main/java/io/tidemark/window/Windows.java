package io.tidemark.window;

import io.tidemark.codec.EventCodec;
import io.tidemark.projection.KeySelector;
import io.tidemark.projection.NamedProjection;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ReadModelDefinition.NamedRows;
import io.tidemark.projection.SourcedProjection;
import io.tidemark.row.Accessor;
import io.tidemark.row.RowComponent;
import io.tidemark.row.RowKey;
import io.tidemark.window.accumulator.Accumulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Begins the definition of a projection that adds up events in {@linkplain Window windows}.
 *
 * <pre>{@code
 * record DayTotal(String account, Instant from, Instant to, long movements, BigDecimal total) {}
 *
 * Projection<WindowKey<String>, DayTotal> totals =
 *     Windows.named("day_totals", DayTotal.class, DayTotal::account)
 *         .from("account", accountCodec)
 *         .keyedByStream()
 *         .over(Window.tumbling(Duration.ofDays(1)))
 *         .accumulate(DayTotal::movements, Accumulators.count())
 *         .accumulate(DayTotal::total, Accumulators.sum(AccountEvent::change))
 *         .projection();
 * }</pre>
 *
 * <p>Its rows begin with the key, then come the begin of the window and its end, and then what is
 * added up. A row is there from the first event of its window on, and is always what the events up
 * to the position of the projection add up to, in whatever order they happened: one that comes late
 * is added to its window as any other.
 */
public final class Windows {
  private Windows() {}

  /**
   * Of rows with a key of one component.
   *
   * @param name also the name of its table: lower-case letters, digits and underscores, at most 40
   * @param row a record
   * @param key gives the first component of the record
   * @throws IllegalArgumentException if the name, the record or the key is not usable
   */
  public static <G, V> Named<G, V> named(String name, Class<V> row, RowKey<G, V> key) {
    return new Named<>(new WindowRows<>(NamedRows.of(name, row, key)));
  }

  /**
   * Of rows with a key of several components.
   *
   * @param name also the name of its table: lower-case letters, digits and underscores, at most 40
   * @param row a record
   * @param key a record of the components that the rows begin with, of the same names and types
   * @param keys gives it
   * @throws IllegalArgumentException if the name or one of the records is not usable
   */
  public static <G, V> Named<G, V> named(
      String name, Class<V> row, Class<G> key, RowKey<G, V> keys) {
    return new Named<>(new WindowRows<>(NamedRows.of(name, row, key, keys)));
  }

  /**
   * Says next what is added up. Immutable and thread-safe.
   *
   * @param <G> the key
   * @param <V> the rows
   */
  public static final class Named<G, V> {
    private final WindowRows<G, V> rows;

    private Named(WindowRows<G, V> rows) {
      this.rows = rows;
    }

    /** The events of the streams in this category. */
    public <E> Sourced<E, G, V> from(String category, EventCodec<E> codec) {
      return new Sourced<>(rows, NamedProjection.of(rows.keyed()).from(category, codec));
    }
  }

  /**
   * Says next whose events they are. Immutable and thread-safe.
   *
   * @param <E> the events
   * @param <G> the key
   * @param <V> the rows
   */
  public static final class Sourced<E, G, V> {
    private final WindowRows<G, V> rows;
    private final SourcedProjection<E, WindowKey<G>, V> source;

    private Sourced(WindowRows<G, V> rows, SourcedProjection<E, WindowKey<G>, V> source) {
      this.rows = rows;
      this.source = source;
    }

    /**
     * Only its events of these types; see {@link SourcedProjection#ofTypes}.
     *
     * @throws IllegalArgumentException as there
     */
    public Sourced<E, G, V> ofTypes(String... types) {
      return new Sourced<>(rows, source.ofTypes(types));
    }

    /** Each event is added to the windows of this key; to none if it is null. */
    public Keyed<E, G, V> keyedBy(KeySelector<E, G> keys) {
      return new Keyed<>(rows, source, Objects.requireNonNull(keys, "keys"));
    }

    /**
     * Each event is added to the windows of the key of its stream.
     *
     * @throws IllegalArgumentException if the key of the rows is no text
     */
    @SuppressWarnings("unchecked") // a key of this kind is a String
    public Keyed<E, G, V> keyedByStream() {
      rows.named().key().requireText(rows.named().name());
      return keyedBy((event, recorded) -> (G) recorded.stream().key());
    }
  }

  /**
   * Says next how time is cut. Immutable and thread-safe.
   *
   * @param <E> the events
   * @param <G> the key
   * @param <V> the rows
   */
  public static final class Keyed<E, G, V> {
    private final WindowRows<G, V> rows;
    private final SourcedProjection<E, WindowKey<G>, V> source;
    private final KeySelector<E, G> keys;

    private Keyed(
        WindowRows<G, V> rows,
        SourcedProjection<E, WindowKey<G>, V> source,
        KeySelector<E, G> keys) {
      this.rows = rows;
      this.source = source;
      this.keys = keys;
    }

    /** Into these windows. */
    public Cut<E, G, V> over(Window window) {
      return new Cut<>(this, Objects.requireNonNull(window, "window"), List.of());
    }
  }

  /**
   * Says next what the components of a row are. Immutable and thread-safe.
   *
   * @param <E> the events
   * @param <G> the key
   * @param <V> the rows
   */
  public static final class Cut<E, G, V> {
    private final Keyed<E, G, V> keyed;
    private final Window window;
    private final List<WindowFold.Part<E>> parts;

    private Cut(Keyed<E, G, V> keyed, Window window, List<WindowFold.Part<E>> parts) {
      this.keyed = keyed;
      this.window = window;
      this.parts = parts;
    }

    /**
     * What a component is.
     *
     * @throws IllegalArgumentException if it is none behind the key and the window, or said already
     */
    public <R> Cut<E, G, V> accumulate(
        Accessor<V, R> component, Accumulator<? super E, R> accumulator) {
      return with(component, accumulator);
    }

    /**
     * What a component is that may be without a value.
     *
     * @throws IllegalArgumentException as {@link #accumulate} does
     */
    public <R> Cut<E, G, V> accumulateOptional(
        Accessor<V, Optional<R>> component, Accumulator<? super E, R> accumulator) {
      return with(component, accumulator);
    }

    private Cut<E, G, V> with(Accessor<V, ?> component, Accumulator<? super E, ?> accumulator) {
      int index = keyed.rows.indexOf(component);
      if (parts.stream().anyMatch(part -> part.component() == index)) {
        throw new IllegalArgumentException(
            "Invalid component to add up in projection %s: expected each once, actual %s again"
                .formatted(name(), keyed.rows.type().components().get(index).name()));
      }
      List<WindowFold.Part<E>> more = new ArrayList<>(parts);
      more.add(new WindowFold.Part<>(index, Objects.requireNonNull(accumulator, "accumulator")));
      return new Cut<>(keyed, window, List.copyOf(more));
    }

    private String name() {
      return keyed.rows.named().name();
    }

    /**
     * Completes the definition.
     *
     * @throws IllegalArgumentException if it is not said of all components what they are
     */
    public Projection<WindowKey<G>, V> projection() {
      List<RowComponent> all = keyed.rows.type().components();
      List<String> unsaid =
          IntStream.range(keyed.rows.first(), all.size())
              .filter(i -> parts.stream().noneMatch(part -> part.component() == i))
              .mapToObj(i -> all.get(i).name())
              .toList();
      if (!unsaid.isEmpty()) {
        throw new IllegalArgumentException(
            "Invalid projection %s: expected an accumulator for each component behind the window, actual none for %s"
                .formatted(name(), unsaid));
      }
      WindowFold<E, G, V> fold = new WindowFold<>(keyed.rows, keyed.keys, window, parts);
      return keyed.source.keyedByEach(fold).fold(fold);
    }
  }
}
