package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import io.tidemark.codec.EventCodec;
import io.tidemark.dataflow.Tuple;
import io.tidemark.store.EventSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A projection of which the events of one more source are known; says next which rows each of them
 * changes. Immutable and thread-safe.
 *
 * @param <E> the events
 * @param <K> the key of a row
 * @param <V> the rows
 */
public final class SourcedProjection<E, K, V> {
  private final Projection<K, V> before;
  private final EventSource.Recorded<E> origin;

  SourcedProjection(Projection<K, V> before, EventSelector events, EventCodec<E> codec) {
    this.before = before;
    this.origin = new EventSource.Recorded<>(events, Objects.requireNonNull(codec, "codec"));
  }

  /**
   * Only its events of these types. The database leaves out the others, so that a projection of few
   * events reads few.
   *
   * @param types as they are stored. Former names of one that the codec {@linkplain
   *     EventCodec#namesOf knows} are included
   * @throws IllegalArgumentException if there is none, or one that the codec cannot decode
   */
  public SourcedProjection<E, K, V> ofTypes(String... types) {
    return new Stages.Events<>(origin.events(), origin.codec())
        .ofTypes("projection " + before.name(), types)
        .in(before);
  }

  /**
   * The same events, from which other rows are made.
   *
   * <p>Not API.
   */
  public <L, R> SourcedProjection<E, L, R> of(NamedProjection<L, R> other) {
    return new SourcedProjection<>(Projection.ofNothing(other), origin.events(), origin.codec());
  }

  /**
   * The same events, for a plan.
   *
   * <p>Not API.
   *
   * @param row gives the row of an event, null if it has none
   */
  public Stages.Input<E> input(BiFunction<E, RecordedEvent, @Nullable Tuple> row) {
    return Stages.Input.ofEvents(origin.events(), origin.codec(), row);
  }

  /** Each event changes the row with this key. */
  public Keyed<E, K, V> keyedBy(KeySelector<E, K> keys) {
    return new Keyed<>(before, origin, keys, false);
  }

  /**
   * Each event changes the row with the key of its stream. A projection of which that is true for
   * all its events is split by streams, if it is split: each shard then reads its own events only.
   *
   * @throws IllegalArgumentException if the key of the rows is no text
   */
  @SuppressWarnings("unchecked") // a key of this kind is a String
  public Keyed<E, K, V> keyedByStream() {
    before.key().requireText(before.name());
    return new Keyed<>(before, origin, (event, recorded) -> (K) recorded.stream().key(), true);
  }

  /**
   * Each event changes the rows with these keys, in their order. A key that comes twice counts
   * once, at its first place.
   */
  public KeyedByEach<E, K, V> keyedByEach(KeySelector.Each<E, K> keys) {
    return new KeyedByEach<>(before, origin, keys);
  }

  /**
   * A projection that is fed the changes of the rows of another read model; says next which rows
   * each of them changes. Immutable and thread-safe.
   *
   * @param <L> the key of a row there
   * @param <R> the rows there
   * @param <K> the key of a row
   * @param <V> the rows
   */
  public static final class Following<L, R, K, V> {
    private final Projection<K, V> before;
    private final EventSource.Steps<L, R> origin;

    Following(Projection<K, V> before, Projection<L, R> readModel) {
      UpstreamSteps.require(before, readModel);
      this.before = before;
      this.origin = new EventSource.Steps<>(readModel);
    }

    /** Each change of a row there changes the row with this key. */
    public Keyed<RowStep<L, R>, K, V> keyedBy(KeySelector<RowStep<L, R>, K> keys) {
      return new Keyed<>(before, origin, keys, false);
    }

    /**
     * Each change of a row there changes the rows with these keys, in their order: for example that
     * of the owner before and that of the owner after. A key that comes twice counts once, at its
     * first place.
     */
    public KeyedByEach<RowStep<L, R>, K, V> keyedByEach(KeySelector.Each<RowStep<L, R>, K> keys) {
      return new KeyedByEach<>(before, origin, keys);
    }
  }

  /**
   * A projection of which all is known but what an event does to its row. Immutable and
   * thread-safe.
   *
   * @param <E> the events
   * @param <K> the key of a row
   * @param <V> the rows
   */
  public static final class Keyed<E, K, V> {
    private final Projection<K, V> before;
    private final EventSource.Origin<E> origin;
    private final KeySelector<E, K> keys;
    private final boolean byStream;

    private Keyed(
        Projection<K, V> before,
        EventSource.Origin<E> origin,
        KeySelector<E, K> keys,
        boolean byStream) {
      this.before = before;
      this.origin = origin;
      this.keys = Objects.requireNonNull(keys, "keys");
      this.byStream = byStream;
    }

    /**
     * The fold looks at a row of another read model: at the one with this key, as it was after the
     * event. So a replay finds what was found at first. The other read model must keep {@linkplain
     * Projection#withHistory history}, stop at what it cannot handle, and look nothing up itself.
     *
     * @param keys gives the key; null if nothing is looked up
     * @throws IllegalArgumentException if it does not, or is this projection
     */
    public <L, R> LookingUp<E, K, V> lookingUp(Projection<L, R> readModel, KeySelector<E, L> keys) {
      return new LookingUp<>(this, List.of()).lookingUp(readModel, keys);
    }

    /**
     * The same by a key that comes from the row itself, as it is before the event: of an account
     * that knows its branch, for example, the row of the branch.
     *
     * @param keys gives the key; null if nothing is looked up
     * @throws IllegalArgumentException as {@link #lookingUp(Projection, KeySelector)} does
     */
    public <L, R> LookingUp<E, K, V> lookingUp(
        Projection<L, R> readModel, KeySelector.ByRow<E, V, L> keys) {
      return new LookingUp<>(this, List.of()).lookingUp(readModel, keys);
    }

    /**
     * Completes the definition, as far as events of this source go.
     *
     * @throws IllegalArgumentException if some of them are in another source too
     */
    public Projection<K, V> fold(Folder<E, V> folder) {
      return before.with(EventSource.keyed(origin, keys, byStream, folder, before::keyForm));
    }
  }

  /**
   * A projection whose fold looks at rows of other read models. Immutable and thread-safe.
   *
   * @param <E> the events
   * @param <K> the key of a row
   * @param <V> the rows
   */
  public static final class LookingUp<E, K, V> {
    private final Keyed<E, K, V> keyed;
    private final List<LookedUp.LookUp<E, K, V, ?, ?>> lookUps;

    private LookingUp(Keyed<E, K, V> keyed, List<LookedUp.LookUp<E, K, V, ?, ?>> lookUps) {
      this.keyed = keyed;
      this.lookUps = lookUps;
    }

    /**
     * Looks up a row of one more read model; see {@link Keyed#lookingUp(Projection, KeySelector)}.
     *
     * @throws IllegalArgumentException as there, or if it is looked up already
     */
    public <L, R> LookingUp<E, K, V> lookingUp(Projection<L, R> readModel, KeySelector<E, L> keys) {
      return with(LookedUp.LookUp.byEvent(readModel, keys));
    }

    /** The same; see {@link Keyed#lookingUp(Projection, KeySelector.ByRow)}. */
    public <L, R> LookingUp<E, K, V> lookingUp(
        Projection<L, R> readModel, KeySelector.ByRow<E, V, L> keys) {
      return with(LookedUp.LookUp.byRow(readModel, keys));
    }

    private LookingUp<E, K, V> with(LookedUp.LookUp<E, K, V, ?, ?> lookUp) {
      return new LookingUp<>(keyed, withOneMore(keyed.before, lookUps, lookUp));
    }

    /**
     * Completes the definition, as far as events of this source go.
     *
     * @throws IllegalArgumentException if some of them are in another source too, or another source
     *     needs a read model of the same name with another definition
     */
    public Projection<K, V> fold(Folder.LookingUp<E, V> folder) {
      return keyed.before.with(
          EventSource.lookingUp(
              keyed.origin, keyed.keys, keyed.byStream, lookUps, folder, keyed.before::keyForm));
    }
  }

  /**
   * A projection of which all is known but what an event does to each of its rows. Immutable and
   * thread-safe.
   *
   * @param <E> the events
   * @param <K> the key of a row
   * @param <V> the rows
   */
  public static final class KeyedByEach<E, K, V> {
    private final Projection<K, V> before;
    private final EventSource.Origin<E> origin;
    private final KeySelector.Each<E, K> keys;

    private KeyedByEach(
        Projection<K, V> before, EventSource.Origin<E> origin, KeySelector.Each<E, K> keys) {
      this.before = before;
      this.origin = origin;
      this.keys = Objects.requireNonNull(keys, "keys");
    }

    /**
     * Completes the definition, as far as events of this source go.
     *
     * @throws IllegalArgumentException if some of them are in another source too
     */
    public Projection<K, V> fold(Folder.Each<E, K, V> folder) {
      return before.with(EventSource.keyedByEach(origin, keys, folder, before::keyForm));
    }

    /**
     * The fold of each row looks at a row of another read model; see {@link
     * Keyed#lookingUp(Projection, KeySelector)}.
     *
     * @param keys gives the key, for all rows that the event changes; null if nothing is looked up
     * @throws IllegalArgumentException as there
     */
    public <L, R> LookingUpEach<E, K, V> lookingUp(
        Projection<L, R> readModel, KeySelector<E, L> keys) {
      return new LookingUpEach<>(this, List.of()).lookingUp(readModel, keys);
    }

    /**
     * The same by a key for each of the rows, from the row as it is before the event or from its
     * own key.
     *
     * @param keys gives the key; null if nothing is looked up
     * @throws IllegalArgumentException as {@link #lookingUp(Projection, KeySelector)} does
     */
    public <L, R> LookingUpEach<E, K, V> lookingUp(
        Projection<L, R> readModel, KeySelector.ByEachRow<E, K, V, L> keys) {
      return new LookingUpEach<>(this, List.of()).lookingUp(readModel, keys);
    }
  }

  /**
   * A projection whose fold of each of several rows looks at rows of other read models. Immutable
   * and thread-safe.
   *
   * @param <E> the events
   * @param <K> the key of a row
   * @param <V> the rows
   */
  public static final class LookingUpEach<E, K, V> {
    private final KeyedByEach<E, K, V> keyed;
    private final List<LookedUp.LookUp<E, K, V, ?, ?>> lookUps;

    private LookingUpEach(
        KeyedByEach<E, K, V> keyed, List<LookedUp.LookUp<E, K, V, ?, ?>> lookUps) {
      this.keyed = keyed;
      this.lookUps = lookUps;
    }

    /**
     * Looks up a row of one more read model; see {@link KeyedByEach#lookingUp(Projection,
     * KeySelector)}.
     *
     * @throws IllegalArgumentException as there, or if it is looked up already
     */
    public <L, R> LookingUpEach<E, K, V> lookingUp(
        Projection<L, R> readModel, KeySelector<E, L> keys) {
      return with(LookedUp.LookUp.byEvent(readModel, keys));
    }

    /** The same; see {@link KeyedByEach#lookingUp(Projection, KeySelector.ByEachRow)}. */
    public <L, R> LookingUpEach<E, K, V> lookingUp(
        Projection<L, R> readModel, KeySelector.ByEachRow<E, K, V, L> keys) {
      return with(LookedUp.LookUp.byEachRow(readModel, keys));
    }

    private LookingUpEach<E, K, V> with(LookedUp.LookUp<E, K, V, ?, ?> lookUp) {
      return new LookingUpEach<>(keyed, withOneMore(keyed.before, lookUps, lookUp));
    }

    /**
     * Completes the definition, as far as events of this source go.
     *
     * @throws IllegalArgumentException if some of them are in another source too
     */
    public Projection<K, V> fold(Folder.EachLookingUp<E, K, V> folder) {
      return keyed.before.with(
          EventSource.lookingUpEach(
              keyed.origin, keyed.keys, lookUps, folder, keyed.before::keyForm));
    }
  }

  /** These and one more, which must be in another read model. */
  private static <E, K, V> List<LookedUp.LookUp<E, K, V, ?, ?>> withOneMore(
      Projection<K, V> looking,
      List<LookedUp.LookUp<E, K, V, ?, ?>> lookUps,
      LookedUp.LookUp<E, K, V, ?, ?> lookUp) {
    Projection<?, ?> readModel = lookUp.readModel();
    LookedUp.require(looking, readModel);
    if (lookUps.stream().anyMatch(other -> other.readModel().name().equals(readModel.name()))) {
      throw new IllegalArgumentException(
          "Invalid look-up of projection %s: expected one in each read model, actual another in %s"
              .formatted(looking.name(), readModel.name()));
    }
    List<LookedUp.LookUp<E, K, V, ?, ?>> more = new ArrayList<>(lookUps);
    more.add(lookUp);
    return List.copyOf(more);
  }
}
