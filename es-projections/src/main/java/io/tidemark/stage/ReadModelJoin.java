package io.tidemark.stage;

import io.tidemark.projection.Projection;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Elements that are joined with the row of a read model that has a key; says next as of when.
 * Immutable and thread-safe.
 *
 * @param <R> the elements
 * @param <K> the key of a row
 * @param <S> the rows
 */
public final class ReadModelJoin<R, K, S> {
  private final Stage<R> stage;
  private final Projection<K, S> readModel;
  private final Function<? super R, ? extends @Nullable K> keys;

  ReadModelJoin(
      Stage<R> stage, Projection<K, S> readModel, Function<? super R, ? extends @Nullable K> keys) {
    this.stage = stage;
    this.readModel = Objects.requireNonNull(readModel, "readModel");
    this.keys = Objects.requireNonNull(keys, "keys");
  }

  /**
   * With the row as it was right after the event of the element, with what that event itself did to
   * it. What is made of an element then stays, whatever becomes of the row.
   *
   * @throws IllegalArgumentException if elements are taken back themselves
   */
  public AsOf<R, K, S> asOfEvent() {
    stage.requireLasting(
        "a join as of the event", "join it as of the event before it is joined as it is");
    return new AsOf<>(this, Optional.empty());
  }

  /**
   * With the row as it is now: when it changes, what was made of elements is taken back, and made
   * again. For that all elements are kept, as long as there are rows.
   *
   * @throws IllegalArgumentException if they are no records, or have a component that cannot be
   *     kept
   */
  public AsOf<R, K, S> asItIs() {
    return new AsOf<>(
        this, Optional.of(KeptRecord.of(stage.type(), "a join with a read model as it is")));
  }

  /**
   * Says next what is made of an element and its row. Immutable and thread-safe.
   *
   * @param <R> the elements
   * @param <K> the key of a row
   * @param <S> the rows
   */
  public static final class AsOf<R, K, S> {
    private final ReadModelJoin<R, K, S> join;
    private final Optional<KeptRecord<R>> kept;

    private AsOf(ReadModelJoin<R, K, S> join, Optional<KeptRecord<R>> kept) {
      this.join = join;
      this.kept = kept;
    }

    /**
     * What is made of an element and its row. One without a row is left out. Must depend on its
     * arguments only, and never give null.
     */
    public <T> Stage<T> map(Class<T> type, BiFunction<? super R, ? super S, ? extends T> function) {
      return made(type, false, new WithRow<>(Objects.requireNonNull(function, "function")));
    }

    /** The same of all elements, also of those without a row. */
    public <T> Stage<T> mapAll(
        Class<T> type, BiFunction<? super R, Optional<S>, ? extends T> function) {
      return made(type, true, new OrNone<>(Objects.requireNonNull(function, "function")));
    }

    private <T> Stage<T> made(Class<T> type, boolean isLeft, Both<R, S, T> both) {
      return new Stage<>(
          type,
          new WithReadModel<>(
              join.stage.elements(),
              kept,
              join.readModel,
              join.keys,
              isLeft,
              both,
              type.getSimpleName()));
    }
  }

  /** What is made of an element and what there is of a row. */
  sealed interface Both<R, S, T> {
    T of(R element, Optional<S> row);

    /** What it was written with. */
    Object code();
  }

  private record WithRow<R, S, T>(BiFunction<? super R, ? super S, ? extends T> code)
      implements Both<R, S, T> {
    @Override
    public T of(R element, Optional<S> row) {
      return code.apply(element, row.orElseThrow());
    }
  }

  private record OrNone<R, S, T>(BiFunction<? super R, Optional<S>, ? extends T> code)
      implements Both<R, S, T> {
    @Override
    public T of(R element, Optional<S> row) {
      return code.apply(element, row);
    }
  }
}
