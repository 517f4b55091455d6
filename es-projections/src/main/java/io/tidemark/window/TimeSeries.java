package io.tidemark.window;

import io.tidemark.projection.Projection;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModel;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.row.KeyType;
import io.tidemark.row.RowComponent;
import io.tidemark.row.RowType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a projection in windows as series over time: those of one key between two times, in
 * the order of time, with rows for windows in which nothing happened if they are asked for.
 *
 * <pre>{@code
 * TimeSeries<String, DayTotal> totals = TimeSeries.of(DAY_TOTALS, repository);
 * totals.of("42").between(march, april).carryingForward().list();
 * }</pre>
 *
 * <p>Asks rows that serve, or those of a point in history, whichever it is given. Immutable and
 * thread-safe.
 *
 * @param <G> the key of what is added up
 * @param <V> the rows
 */
public final class TimeSeries<G, V> {
  /** For so many windows gaps are filled at the most. */
  public static final int MAX_FILLED = 100_000;

  private final ReadModel<WindowKey<G>, V> rows;
  private final RowType<V> type;
  private final KeyType<G> groups;
  private final Window window;

  private TimeSeries(
      ReadModel<WindowKey<G>, V> rows, RowType<V> type, KeyType<G> groups, Window window) {
    this.rows = rows;
    this.type = type;
    this.groups = groups;
    this.window = window;
  }

  /**
   * Of a projection whose windows begin at even distances.
   *
   * @param rows of this projection, as they are or were
   * @throws IllegalArgumentException if its windows are others
   */
  @SuppressWarnings("unchecked") // a key of windows is of this shape
  public static <G, V> TimeSeries<G, V> of(
      Projection<WindowKey<G>, V> projection, ReadModel<WindowKey<G>, V> rows) {
    Objects.requireNonNull(rows, "rows");
    if (projection.key().shape() instanceof Layout.Shape<?, ?> shape) {
      Optional<Window> window = shape.layout().window().filter(each -> !each.isSession());
      if (window.isPresent()) {
        return new TimeSeries<>(rows, projection.rows(), (KeyType<G>) shape.groups(), window.get());
      }
    }
    throw new IllegalArgumentException(
        "Invalid series of %s: expected a projection in windows that begin at even distances, actual another"
            .formatted(projection.name()));
  }

  /** Of this key. Says next of which time. */
  public OfKey<G, V> of(G key) {
    return new OfKey<>(this, groups.form(Objects.requireNonNull(key, "key")));
  }

  /**
   * The series of a key. Immutable and thread-safe.
   *
   * @param <G> the key
   * @param <V> the rows
   */
  public static final class OfKey<G, V> {
    private final TimeSeries<G, V> series;
    private final G key;

    private OfKey(TimeSeries<G, V> series, G key) {
      this.series = series;
      this.key = key;
    }

    /**
     * The windows that begin at a time or later, and before another.
     *
     * @throws IllegalArgumentException if the other one is earlier
     */
    public Range<G, V> between(Instant from, Instant to) {
      if (to.isBefore(from)) {
        throw new IllegalArgumentException(
            "Invalid range of a series: expected an end at or after %s, actual %s"
                .formatted(from, to));
      }
      return new Range<>(series, key, from, to, false, Optional.empty());
    }
  }

  private String begin() {
    return type.components().get(groups.components().size()).name();
  }

  private Filter ofKey(G key) {
    List<Object> values = groups.values(key);
    Filter filter = Filter.all();
    for (int i = 0; i < values.size(); i++) {
      filter = filter.and(Filter.where(groups.components().get(i).name()).equalTo(values.get(i)));
    }
    return filter;
  }

  private Instant beginOf(V row) {
    RowComponent component = type.components().get(groups.components().size());
    return (Instant) Objects.requireNonNull(component.value(row), component.name());
  }

  private Optional<V> lastBefore(G key, Instant time) {
    return rows
        .findAll(
            ReadModelQuery.all()
                .where(ofKey(key))
                .where(Filter.where(begin()).lessThan(time))
                .orderByDescending(begin())
                .limit(1))
        .stream()
        .findFirst();
  }

  /** The same values in another window. */
  private V moved(V row, Gap<G> gap) {
    @Nullable Object[] values = type.values(row);
    values[groups.components().size()] = gap.from();
    values[groups.components().size() + 1] = gap.to();
    return type.row(values);
  }

  /**
   * A stretch of the series of a key. Immutable and thread-safe; each method gives a changed copy.
   *
   * @param <G> the key
   * @param <V> the rows
   */
  public static final class Range<G, V> {
    private final TimeSeries<G, V> series;
    private final G key;
    private final Instant from;
    private final Instant to;
    private final boolean isCarrying;
    private final Optional<Function<? super Gap<G>, ? extends V>> filling;

    private Range(
        TimeSeries<G, V> series,
        G key,
        Instant from,
        Instant to,
        boolean isCarrying,
        Optional<Function<? super Gap<G>, ? extends V>> filling) {
      this.series = series;
      this.key = key;
      this.from = from;
      this.to = to;
      this.isCarrying = isCarrying;
      this.filling = filling;
    }

    /**
     * The same with a row for each window that has none, also at both ends of the range.
     *
     * @param row makes it, for example with zeros
     */
    public Range<G, V> filled(Function<? super Gap<G>, ? extends V> row) {
      return new Range<>(series, key, from, to, isCarrying, Optional.of(row));
    }

    /**
     * The same with the values of the row before in each window that has none, be that row within
     * the range or before it. Windows before the first row of the key stay without, or are {@link
     * #filled}.
     */
    public Range<G, V> carryingForward() {
      return new Range<>(series, key, from, to, true, filling);
    }

    /**
     * As a query of the read model, in the order of time: to be read page by page, for example. It
     * fills no gaps.
     */
    public ReadModelQuery query() {
      return ReadModelQuery.all()
          .where(series.ofKey(key))
          .where(Filter.where(series.begin()).atLeast(from))
          .where(Filter.where(series.begin()).lessThan(to));
    }

    /**
     * The rows, in the order of time.
     *
     * @throws IllegalArgumentException if gaps are to be filled, and there are more than {@link
     *     #MAX_FILLED} windows in the range
     */
    public List<V> list() {
      if (isCarrying || filling.isPresent()) {
        requireFew();
        return withoutGaps();
      }
      return series.rows.findAll(query());
    }

    private void requireFew() {
      long windows = series.window.countBetween(from, to);
      if (windows > MAX_FILLED) {
        throw new IllegalArgumentException(
            "Invalid range of a series: expected at most %,d windows to fill gaps, actual %,d from %s to %s"
                .formatted(MAX_FILLED, windows, from, to));
      }
    }

    private List<V> withoutGaps() {
      Map<Instant, V> there = new HashMap<>();
      series.rows.findAll(query()).forEach(row -> there.put(series.beginOf(row), row));
      Optional<V> last = isCarrying ? series.lastBefore(key, from) : Optional.empty();
      List<V> all = new ArrayList<>();
      for (Instant begin : series.window.startsBetween(from, to)) {
        Optional<V> found = Optional.ofNullable(there.get(begin));
        if (found.isPresent()) {
          last = isCarrying ? found : last;
          all.add(found.get());
        } else {
          filler(new Gap<>(key, begin, series.window.endOf(begin)), last).ifPresent(all::add);
        }
      }
      return List.copyOf(all);
    }

    private Optional<V> filler(Gap<G> gap, Optional<V> last) {
      return last.isPresent()
          ? Optional.of(series.moved(last.get(), gap))
          : filling.map(row -> row.apply(gap));
    }
  }
}
