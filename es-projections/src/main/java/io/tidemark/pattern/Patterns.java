package io.tidemark.pattern;

import io.tidemark.codec.EventCodec;
import io.tidemark.dataflow.time.Clocking;
import io.tidemark.projection.KeySelector;
import io.tidemark.projection.NamedProjection;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ReadModelDefinition.NamedRows;
import io.tidemark.projection.SourcedProjection;
import io.tidemark.row.RowKey;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Begins the definition of a projection that has a row for each match of a pattern in the events of
 * a key.
 *
 * <pre>{@code
 * record Unpaid(String order, long position, Instant since) {}
 *
 * Element<Ordered> ordered = Element.of("ordered", Ordered.class);
 * Element<Paid> paid = Element.of("paid", Paid.class);
 *
 * Projection<MatchKey<String>, Unpaid> unpaid =
 *     Patterns.named("unpaid", Unpaid.class, Unpaid::order)
 *         .from("order", orderCodec)
 *         .keyedByStream()
 *         .first(ordered)
 *         .absent(paid)
 *         .within(Duration.ofDays(1))
 *         .rows(match -> new Unpaid(match.key(), match.position(), match.from()));
 * }</pre>
 *
 * <p>Its rows begin with the key, then comes the position of the first event of the match. They are
 * always what the events up to the position of the projection are, in the order in which these
 * happened: an event that comes late makes matches, and takes back others.
 */
public final class Patterns {
  private Patterns() {}

  /**
   * Of rows with a key of one component.
   *
   * @param name also the name of its table: lower-case letters, digits and underscores, at most 40
   * @param row a record
   * @param key gives the first component of the record
   * @throws IllegalArgumentException if the name, the record or the key is not usable, or behind
   *     the key is no long, for the position
   */
  public static <G, V> Named<G, V> named(String name, Class<V> row, RowKey<G, V> key) {
    return new Named<>(new PatternRows<>(NamedRows.of(name, row, key)));
  }

  /**
   * Of rows with a key of several components.
   *
   * @param name also the name of its table: lower-case letters, digits and underscores, at most 40
   * @param row a record
   * @param key a record of the components that the rows begin with, of the same names and types
   * @param keys gives it
   * @throws IllegalArgumentException if the name or one of the records is not usable, or behind the
   *     key is no long, for the position
   */
  public static <G, V> Named<G, V> named(
      String name, Class<V> row, Class<G> key, RowKey<G, V> keys) {
    return new Named<>(new PatternRows<>(NamedRows.of(name, row, key, keys)));
  }

  /**
   * Says next where patterns are looked for. Immutable and thread-safe.
   *
   * @param <G> the key
   * @param <V> the rows
   */
  public static final class Named<G, V> {
    private final PatternRows<G, V> rows;

    private Named(PatternRows<G, V> rows) {
      this.rows = rows;
    }

    /** In the events of the streams in this category. */
    public <E> Sourced<E, G, V> from(String category, EventCodec<E> codec) {
      return new Sourced<>(rows, NamedProjection.of(rows.named()).from(category, codec), codec);
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
    private final PatternRows<G, V> rows;
    private final SourcedProjection<E, G, V> source;
    private final EventCodec<E> codec;

    private Sourced(
        PatternRows<G, V> rows, SourcedProjection<E, G, V> source, EventCodec<E> codec) {
      this.rows = rows;
      this.source = source;
      this.codec = codec;
    }

    /**
     * Only in its events of these types; see {@link SourcedProjection#ofTypes}. Time does not go on
     * with others.
     *
     * @throws IllegalArgumentException as there
     */
    public Sourced<E, G, V> ofTypes(String... types) {
      return new Sourced<>(rows, source.ofTypes(types), codec);
    }

    /** In the events of each key; in none if it is null. */
    public Keyed<E, G, V> keyedBy(KeySelector<E, G> keys) {
      return new Keyed<>(rows, source, Objects.requireNonNull(keys, "keys"), codec);
    }

    /**
     * In the events of each stream.
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
   * Says next what a match begins with. Immutable and thread-safe.
   *
   * @param <E> the events
   * @param <G> the key
   * @param <V> the rows
   */
  public static final class Keyed<E, G, V> {
    private final PatternRows<G, V> rows;
    private final SourcedProjection<E, G, V> source;
    private final KeySelector<E, G> keys;
    private final EventCodec<E> codec;

    private Keyed(
        PatternRows<G, V> rows,
        SourcedProjection<E, G, V> source,
        KeySelector<E, G> keys,
        EventCodec<E> codec) {
      this.rows = rows;
      this.source = source;
      this.keys = keys;
      this.codec = codec;
    }

    /** With this element. If it has several events, others may be in between. */
    public Sought<E, G, V> first(Element<? extends E> element) {
      return new Sought<>(this, Sequence.beginningWith(element));
    }
  }

  /**
   * Says next what follows, and last within which time. Immutable and thread-safe.
   *
   * @param <E> the events
   * @param <G> the key
   * @param <V> the rows
   */
  public static final class Sought<E, G, V> {
    private final Keyed<E, G, V> keyed;
    private final Sequence sequence;

    private Sought(Keyed<E, G, V> keyed, Sequence sequence) {
      this.keyed = keyed;
      this.sequence = sequence;
    }

    /**
     * Then this element, the first events that are of it; others may be before and in between.
     *
     * @throws IllegalArgumentException if it is there already, or something is absent before
     */
    public Sought<E, G, V> followedBy(Element<? extends E> element) {
      return with(new Sequence.Link(element, false, Optional.empty()));
    }

    /**
     * Then this element at once: of all events of the key, no other is before or in between.
     *
     * @throws IllegalArgumentException as {@link #followedBy} does
     */
    public Sought<E, G, V> next(Element<? extends E> element) {
      return with(new Sequence.Link(element, true, Optional.empty()));
    }

    private Sought<E, G, V> with(Sequence.Link link) {
      return new Sought<>(keyed, sequence.with(link));
    }

    /**
     * None of these events before those of the last element, and between them.
     *
     * @throws IllegalArgumentException if the last element is not one that follows with others
     *     before it, or this one is of several events, or hangs on others
     */
    public Sought<E, G, V> without(Element<? extends E> element) {
      return new Sought<>(keyed, sequence.without(element));
    }

    /**
     * Then none of these events, until the time of the match is over.
     *
     * @throws IllegalArgumentException if something is absent already, or this element is of
     *     several events, or hangs on others
     */
    public Sought<E, G, V> absent(Element<? extends E> element) {
      return new Sought<>(keyed, sequence.absent(element));
    }

    /**
     * All within a time: each event happens less than it after the first.
     *
     * @throws IllegalArgumentException if it is less than a microsecond, more than 100,000 days, or
     *     no whole number of microseconds; or if all elements can be without an event
     */
    public Bounded<E, G, V> within(Duration time) {
      if (sequence.links().stream().allMatch(link -> link.element().min() == 0)) {
        throw new IllegalArgumentException(
            "Invalid pattern: expected an element with an event at least, actual " + sequence);
      }
      return new Bounded<>(keyed, sequence, Bound.of(time));
    }
  }

  /**
   * Says next what rows are made of matches. Unless told otherwise, a match is looked for behind
   * the last event of the one before, and its row is there once time has come so far that only a
   * late event can change it: with its last event, or, where something is absent or more could
   * still follow, when its time is over. Immutable and thread-safe.
   *
   * @param <E> the events
   * @param <G> the key
   * @param <V> the rows
   */
  public static final class Bounded<E, G, V> {
    private final Keyed<E, G, V> keyed;
    private final Sequence sequence;
    private final Bound bound;

    private Bounded(Keyed<E, G, V> keyed, Sequence sequence, Bound bound) {
      this.keyed = keyed;
      this.sequence = sequence;
      this.bound = bound;
    }

    private Bounded<E, G, V> with(Bound other) {
      return new Bounded<>(keyed, sequence, other);
    }

    private Bounded<E, G, V> clocked(UnaryOperator<Clocking> change) {
      return with(bound.with(change.apply(bound.clocking())));
    }

    /** A match at each event that one begins with, also within another. */
    public Bounded<E, G, V> overlapping() {
      return with(bound.overlapping());
    }

    /** By the time at which events were recorded: then none is ever late. */
    public Bounded<E, G, V> byRecordedTime() {
      return clocked(Clocking::byRecordedTime);
    }

    /**
     * With rows that are there so much later, when events that are late by less have come.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Bounded<E, G, V> whenClosed(Duration delay) {
      return clocked(old -> old.whenClosed(delay));
    }

    /** With rows that are there at once, and may go with each event. */
    public Bounded<E, G, V> atOnce() {
      return clocked(Clocking::atOnce);
    }

    /**
     * Where an event may be so much ahead of the time at which it was recorded; an hour unless
     * told. One further ahead moves the time no further.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Bounded<E, G, V> withMaxAhead(Duration longest) {
      return clocked(old -> old.withMaxAhead(longest));
    }

    /**
     * The same whose time goes on by the clock when it is quiet, as that of {@link
     * io.tidemark.window.Window#idleAfter windows} does: so an absence is found although no event
     * comes any more.
     *
     * @throws IllegalArgumentException if it is less than a millisecond
     */
    public Bounded<E, G, V> idleAfter(Duration quiet) {
      return clocked(old -> old.idleAfter(quiet));
    }

    /**
     * Completes the definition.
     *
     * @param maker makes the row of a match, of nothing else; it begins with the {@linkplain
     *     Match#key key} and the {@linkplain Match#position position} of the match, else its event
     *     is refused
     */
    public Projection<MatchKey<G>, V> rows(Function<? super Match<G>, V> maker) {
      return new StagedPattern<>(
              keyed.source,
              keyed.rows,
              keyed.keys,
              keyed.codec,
              sequence,
              bound,
              Objects.requireNonNull(maker, "maker"))
          .projection();
    }
  }
}
