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
import io.tidemark.stage.Stage;
import io.tidemark.window.accumulator.Accumulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
    return new Named<>(NamedRows.of(name, row, key));
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
    return new Named<>(NamedRows.of(name, row, key, keys));
  }

  /**
   * Of rows that begin with their window, since these are {@linkplain Sourced#acrossKeys of all
   * keys together}.
   *
   * @param name also the name of its table: lower-case letters, digits and underscores, at most 40
   * @param row a record
   * @throws IllegalArgumentException if the name or the record is not usable
   */
  public static <V> Named<AllKeys, V> named(String name, Class<V> row) {
    return new Named<>(Layout.withoutKey(name, row));
  }

  /**
   * Says next what is added up. Immutable and thread-safe.
   *
   * @param <G> the key
   * @param <V> the rows
   */
  public static final class Named<G, V> {
    private final NamedRows<G, V> rows;

    private Named(NamedRows<G, V> rows) {
      this.rows = rows;
    }

    /** The events of the streams in this category. */
    public <E> Sourced<E, G, V> from(String category, EventCodec<E> codec) {
      return new Sourced<>(rows, NamedProjection.of(rows).from(category, codec));
    }

    /**
     * The closed rows of a projection in finer windows, to be added up in coarser ones:
     * down-sampled. Follows from the same events as they do, by what they remember themselves, and
     * needs no rows of theirs to be there.
     *
     * @throws IllegalArgumentException if its windows are not next to each other, or its rows are
     *     there before they are {@linkplain Window#whenClosed closed}
     */
    public <H, F> FinerWindows<F, G, V> from(Projection<WindowKey<H>, F> finer) {
      return new FinerWindows<>(rows, finer);
    }

    /** The elements of this stage. */
    public <E> Staged<E, G, V> from(Stage<E> stage) {
      return new Staged<>(rows, Objects.requireNonNull(stage, "stage"));
    }
  }

  /**
   * Says next whose the elements of a stage are. Immutable and thread-safe.
   *
   * @param <E> the elements
   * @param <G> the key
   * @param <V> the rows
   */
  public static final class Staged<E, G, V> {
    private final NamedRows<G, V> rows;
    private final Stage<E> stage;

    private Staged(NamedRows<G, V> rows, Stage<E> stage) {
      this.rows = rows;
      this.stage = stage;
    }

    /** Each element is added to the windows of this key; to none if it is null. */
    public Keyed<E, G, V> keyedBy(Function<? super E, ? extends @Nullable G> keys) {
      return new Keyed<>(rows, new Contents.OfStage<>(stage, Objects.requireNonNull(keys, "keys")));
    }

    /**
     * All elements are added to the same windows.
     *
     * @throws IllegalArgumentException if the rows have a key
     */
    public Keyed<E, G, V> acrossKeys() {
      G all = Layout.allKeys(rows);
      return keyedBy(element -> all);
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
    private final NamedRows<G, V> rows;
    private final SourcedProjection<E, G, V> source;

    private Sourced(NamedRows<G, V> rows, SourcedProjection<E, G, V> source) {
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
      return new Keyed<>(
          rows, new Contents.OfEvents<>(source, Objects.requireNonNull(keys, "keys")));
    }

    /**
     * All events are added to the same windows.
     *
     * @throws IllegalArgumentException if the rows have a key
     */
    public Keyed<E, G, V> acrossKeys() {
      G all = Layout.allKeys(rows);
      return keyedBy((event, recorded) -> all);
    }

    /**
     * Each event is added to the windows of the key of its stream.
     *
     * @throws IllegalArgumentException if the key of the rows is no text
     */
    @SuppressWarnings("unchecked") // a key of this kind is a String
    public Keyed<E, G, V> keyedByStream() {
      rows.key().requireText(rows.name());
      return keyedBy((event, recorded) -> (G) recorded.stream().key());
    }
  }

  /**
   * Says next how events are cut into windows. Immutable and thread-safe.
   *
   * @param <E> the events
   * @param <G> the key
   * @param <V> the rows
   */
  public static final class Keyed<E, G, V> {
    private static final String WAITING =
        "rows that wait for it to close, as with whenClosed(delay)";

    private final NamedRows<G, V> rows;
    private final Contents<E, G> contents;

    private Keyed(NamedRows<G, V> rows, Contents<E, G> contents) {
      this.rows = rows;
      this.contents = contents;
    }

    /**
     * Into these windows. Behind the key, rows have the begin of the window and its end.
     *
     * @throws IllegalArgumentException if the rows have other components, or the window has an idle
     *     time and none waits for its end
     */
    public Cut<E, G, WindowKey<G>, V> over(Window window) {
      window.clocking().requireUseOfIdle(window.clocking().emission(), WAITING);
      WindowRows<G, WindowKey<G>, V> cut = new WindowRows<>(rows, Layout.ofWindows(window));
      if (!window.isPlain()) {
        contents.require(
            window.isSession() ? "sessions" : "windows that hang on the order of events", false);
      }
      return new Cut<>(
          cut,
          window.isFold() && contents.isFoldable()
              ? parts -> contents.folded(cut, window, parts)
              : parts ->
                  checked(window, staged(cut, window.closing(), parts))
                      .cut(
                          Optional.of(window.windowing(rows.key().components().size())),
                          window.inWords()));
    }

    /**
     * Not at all: all that a key has is added up in one row, which has nothing between the key and
     * what is added up.
     *
     * @throws IllegalArgumentException if the rows have no key
     */
    public Cut<E, G, G, V> overAllTime() {
      WindowRows<G, G, V> uncut = new WindowRows<>(rows, Layout.ofAllTime());
      if (uncut.keySize() == 0) {
        throw new IllegalArgumentException(
            "Invalid rows of projection %s: expected a key, since there are no windows, actual none"
                .formatted(rows.name()));
      }
      return new Cut<>(
          uncut,
          parts -> staged(uncut, Closing.DEFAULT, parts).cut(Optional.empty(), "over all time"));
    }

    /**
     * Into batches. Behind the key, rows have the number of the batch.
     *
     * @throws IllegalArgumentException if the rows have other components
     */
    public Cut<E, G, BatchKey<G>, V> over(BatchWindow window) {
      WindowRows<G, BatchKey<G>, V> cut = new WindowRows<>(rows, Layout.ofBatches());
      contents.require("batches", false);
      return new Cut<>(
          cut,
          parts ->
              staged(cut, Closing.DEFAULT, parts)
                  .cut(Optional.of(window.windowing()), window.toString()));
    }

    /**
     * Into one for each event. Behind the key, rows have the position and the time of the event.
     *
     * @throws IllegalArgumentException if the rows have other components, or the window has an idle
     *     time and none waits for it to be over
     */
    public Cut<E, G, EventKey<G>, V> over(SlidingWindow window) {
      window.clocking().requireUseOfIdle(window.emission(), WAITING);
      WindowRows<G, EventKey<G>, V> cut = new WindowRows<>(rows, Layout.ofEvents());
      contents.require("sliding windows", true);
      return new Cut<>(
          cut,
          parts -> {
            StagedWindows<E, G, EventKey<G>, V> staged =
                staged(cut, Closing.DEFAULT.with(window.clocking()), parts);
            return (window.isByTime() ? staged.inAnyOrder() : staged).sliding(window);
          });
    }

    private static <E, G, V> StagedWindows<E, G, WindowKey<G>, V> checked(
        Window window, StagedWindows<E, G, WindowKey<G>, V> staged) {
      return window.isInAnyOrder() ? staged.inAnyOrder() : staged;
    }

    private <K> StagedWindows<E, G, K, V> staged(
        WindowRows<G, K, V> cut, Closing closing, List<AddedUp<E>> parts) {
      return new StagedWindows<>(contents, cut, closing, parts);
    }
  }

  /**
   * Says next what the components of a row are. Immutable and thread-safe.
   *
   * @param <E> the events
   * @param <G> the key of what is added up
   * @param <K> the key of the rows
   * @param <V> the rows
   */
  public static final class Cut<E, G, K, V> {
    private final WindowRows<G, K, V> rows;
    private final Function<List<AddedUp<E>>, Projection<K, V>> completing;
    private final List<AddedUp<E>> parts;

    Cut(WindowRows<G, K, V> rows, Function<List<AddedUp<E>>, Projection<K, V>> completing) {
      this(rows, completing, List.of());
    }

    private Cut(
        WindowRows<G, K, V> rows,
        Function<List<AddedUp<E>>, Projection<K, V>> completing,
        List<AddedUp<E>> parts) {
      this.rows = rows;
      this.completing = completing;
      this.parts = parts;
    }

    /**
     * What a component is.
     *
     * @throws IllegalArgumentException if it is none behind the key and the window, or said already
     */
    public <R> Cut<E, G, K, V> accumulate(
        Accessor<V, R> component, Accumulator<? super E, R> accumulator) {
      return with(component, accumulator);
    }

    /**
     * What a component is that may be without a value.
     *
     * @throws IllegalArgumentException as {@link #accumulate} does
     */
    public <R> Cut<E, G, K, V> accumulateOptional(
        Accessor<V, Optional<R>> component, Accumulator<? super E, R> accumulator) {
      return with(component, accumulator);
    }

    private Cut<E, G, K, V> with(Accessor<V, ?> component, Accumulator<? super E, ?> accumulator) {
      int index = rows.indexOf(component);
      if (parts.stream().anyMatch(part -> part.component() == index)) {
        throw new IllegalArgumentException(
            "Invalid component to add up in projection %s: expected each once, actual %s again"
                .formatted(rows.name(), rows.type().components().get(index).name()));
      }
      List<AddedUp<E>> more = new ArrayList<>(parts);
      String name = rows.type().components().get(index).name();
      more.add(new AddedUp<>(index, name, Objects.requireNonNull(accumulator, "accumulator")));
      return new Cut<>(rows, completing, List.copyOf(more));
    }

    /**
     * Completes the definition.
     *
     * @throws IllegalArgumentException if it is not said of all components what they are
     */
    public Projection<K, V> projection() {
      List<RowComponent> all = rows.type().components();
      List<String> unsaid =
          IntStream.range(rows.first(), all.size())
              .filter(i -> parts.stream().noneMatch(part -> part.component() == i))
              .mapToObj(i -> all.get(i).name())
              .toList();
      if (!unsaid.isEmpty()) {
        throw new IllegalArgumentException(
            "Invalid projection %s: expected an accumulator for each component behind the window, actual none for %s"
                .formatted(rows.name(), unsaid));
      }
      return completing.apply(parts);
    }
  }
}
