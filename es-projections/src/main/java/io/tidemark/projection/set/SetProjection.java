package io.tidemark.projection.set;

import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.row.KeyType;
import io.tidemark.row.RowKey;
import io.tidemark.row.RowType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A read model that one SQL statement makes, range by range of the log: as fast as the database can
 * be, and exactly once all the same, for the statement runs in the transaction that moves the
 * checkpoint. The log must be in the same database. Immutable and thread-safe.
 *
 * <pre>{@code
 * SetProjection.named("daily_totals", DailyTotal.class, DailyTotal::day)
 *     .applying("""
 *         insert into :table as t (day, movements)
 *         select (e.occurred_at at time zone 'utc')::date, count(*) from :events e
 *         where e.category = 'account' group by 1
 *         on conflict (day) do update set movements = t.movements + excluded.movements
 *         """);
 * }</pre>
 *
 * <p>The statement is given ranges of any size, each once, in the order of the log. What it makes
 * of two of them one after the other must be what it makes of both at once, and depend on nothing
 * but its rows and the events: {@code Replays.verify} finds out if it does not.
 *
 * @param <K> the key of a row
 * @param <V> the rows, a record that begins with the key
 */
public final class SetProjection<K, V> implements ReadModelDefinition<K, V> {
  private static final int MAX_RANGE = 1_000_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Named<K, V> named;
  private final SetStatement statement;
  private final int maxRange;
  private final Duration timeout;
  private final Optional<Integer> version;

  private SetProjection(
      Named<K, V> named,
      SetStatement statement,
      int maxRange,
      Duration timeout,
      Optional<Integer> version) {
    this.named = named;
    this.statement = statement;
    this.maxRange = maxRange;
    this.timeout = timeout;
    this.version = version;
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
    return new Named<>(NamedRows.of(name, row, key));
  }

  /**
   * Begins a definition of rows that are told apart by several components: by a record of those
   * that the rows begin with.
   *
   * @param name also the name of its table: lower-case letters, digits and underscores, at most 40
   * @param row a record; see {@link RowType}
   * @param key a record of the components that the rows begin with, of the same names and types
   * @param keys gives it
   * @throws IllegalArgumentException if the name or one of the records is not usable
   */
  public static <K, V> Named<K, V> named(
      String name, Class<V> row, Class<K> key, RowKey<K, V> keys) {
    return new Named<>(NamedRows.of(name, row, key, keys));
  }

  /**
   * The same, handed at most so many positions at a time; 1,000,000 unless told. How many it is
   * handed below that follows from how long they take: about half a second is aimed at.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public SetProjection<K, V> withMaxRange(int positions) {
    if (positions < 1) {
      throw new IllegalArgumentException(
          "Invalid range of projection %s: expected at least 1 position, actual %d"
              .formatted(name(), positions));
    }
    return new SetProjection<>(named, statement, positions, timeout, version);
  }

  /**
   * The same, whose statement is cut off after this time; 30 seconds unless told. It is then tried
   * over a smaller range, down to one position. If it waits for a lock for half of this time, it
   * fails with a {@link io.tidemark.StoreUnavailableException}, and a runner goes on trying.
   *
   * @throws IllegalArgumentException if it is less than 1 ms or more than a day
   */
  public SetProjection<K, V> withTimeout(Duration longest) {
    if (longest.toMillis() < 1 || longest.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "Invalid timeout of projection %s: expected from 1 ms to 1 day, actual %s"
              .formatted(name(), longest));
    }
    return new SetProjection<>(named, statement, maxRange, longest, version);
  }

  /**
   * The same, declared to be this version of the definition: count up when rows must be made anew
   * for a reason that is not in the statement, such as a function that it calls. A changed
   * statement is noticed without it.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public SetProjection<K, V> withVersion(int number) {
    if (number < 1) {
      throw new IllegalArgumentException(
          "Invalid version of projection %s: expected at least 1, actual %d"
              .formatted(name(), number));
    }
    return new SetProjection<>(named, statement, maxRange, timeout, Optional.of(number));
  }

  @Override
  public String name() {
    return named.rows.name();
  }

  @Override
  public RowType<V> rows() {
    return named.rows.type();
  }

  @Override
  public KeyType<K> key() {
    return named.rows.key();
  }

  @Override
  public K keyOf(V row) {
    return keyForm(named.rows.keyOf(row));
  }

  /** The hash of the statement, whose comments and spacing do not count, and the version if any. */
  @Override
  public String foldVersion() {
    return "statement " + statement.hash() + version.map(number -> " version " + number).orElse("");
  }

  /** Its statement. */
  public SetStatement statement() {
    return statement;
  }

  /** The most positions that the statement is handed at a time. */
  public int maxRange() {
    return maxRange;
  }

  /** After what time the statement is cut off. */
  public Duration timeout() {
    return timeout;
  }

  /**
   * A projection of which name and rows are known; says next what makes them.
   *
   * @param <K> the key of a row
   * @param <V> the rows
   */
  public static final class Named<K, V> {
    private final NamedRows<K, V> rows;

    private Named(NamedRows<K, V> rows) {
      this.rows = rows;
    }

    /**
     * Completes the definition with a statement that brings the rows up to date with a range of the
     * log. It writes {@code :table} and reads {@code :log}, the view {@code event_log}, or {@code
     * :events}, the table of that name, of both the range only; give these an alias. {@code :after}
     * and {@code :through} are the positions between which the range is, the second one included.
     *
     * @throws IllegalArgumentException if it is more than one statement, or has other placeholders
     *     or not those that it must have
     */
    public SetProjection<K, V> applying(String sql) {
      return new SetProjection<>(
          this, SetStatement.parse(rows.name(), sql), MAX_RANGE, TIMEOUT, Optional.empty());
    }

    /**
     * The same with the statement from a file beside a class, in UTF-8.
     *
     * @param file as {@link Class#getResourceAsStream} takes it
     * @throws IllegalArgumentException if there is no such file, or as {@link #applying}
     */
    public SetProjection<K, V> applyingResource(Class<?> beside, String file) {
      Objects.requireNonNull(file, "file");
      try (InputStream in = beside.getResourceAsStream(file)) {
        if (in == null) {
          throw new IllegalArgumentException(
              "Unknown statement of projection %s: expected a file %s beside %s, actual none"
                  .formatted(rows.name(), file, beside.getName()));
        }
        return applying(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
