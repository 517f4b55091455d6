package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import io.tidemark.dataflow.OperatorState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of other read models that a fold may look at: of each the one with the key that the
 * definition gives, as it was after the event. Not thread-safe.
 */
public final class LookedUp {
  static final LookedUp NOTHING = new LookedUp(List.of());

  private final List<Request<?, ?>> requests;

  LookedUp(List<Request<?, ?>> requests) {
    this.requests = requests;
  }

  /**
   * Refuses what would not be the same at every replay.
   *
   * @param projection that looks up
   */
  static void require(Projection<?, ?> projection, Projection<?, ?> readModel) {
    String obstacle = UpstreamSteps.obstacle(projection, readModel);
    if (obstacle.isEmpty() && !readModel.lookedUp().isEmpty()) {
      obstacle = "one that looks up others";
    }
    if (!obstacle.isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid look-up of projection %s in %s: expected another read model with history, that stops at errors and looks nothing up itself, actual %s"
              .formatted(projection.name(), readModel.name(), obstacle));
    }
  }

  /**
   * The row that was looked up there; empty if there was none, or the definition gave no key.
   *
   * @throws IllegalArgumentException if the definition does not look up there
   */
  public <R> Optional<R> in(Projection<?, R> readModel) {
    for (Request<?, ?> request : requests) {
      if (request.isOf(readModel)) {
        return request.found().map(readModel.rows().type()::cast);
      }
    }
    throw new IllegalArgumentException(
        "Invalid look-up: expected one in %s, actual one in %s"
            .formatted(
                requests.stream().map(request -> request.readModel().name()).toList(),
                readModel.name()));
  }

  /**
   * Answers what a batch needs of other read models before it can be folded: the rows that folds
   * look at, and those by which the changes of other read models are known. Whoever runs a
   * projection has one, since where these rows are depends on where its own are.
   *
   * <p>Not API.
   */
  @FunctionalInterface
  public interface Reader {
    /** Of a projection that needs no other read model. */
    Reader NONE = requests -> {};

    /** Answers all of these. */
    void answer(List<Request<?, ?>> requests);

    /**
     * What the stages of the projection remember, as it is right before the batch. Changed on the
     * way through the batch; whoever runs the projection keeps that with the rows, or takes it
     * back.
     */
    default OperatorState state() {
      throw new IllegalStateException("There is no state here for a projection with stages");
    }
  }

  /**
   * One row of another read model, as it was at a moment. It is answered before the fold.
   *
   * <p>Not API.
   *
   * @param <L> the key of the row
   * @param <R> the row
   */
  public static final class Request<L, R> {
    private final Projection<L, R> readModel;
    private final @Nullable L key;
    private final RecordedEvent event;
    private final boolean isAfter;
    private Optional<R> found = Optional.empty();
    private boolean isAnswered;

    private Request(
        Projection<L, R> readModel, @Nullable L key, RecordedEvent event, boolean isAfter) {
      this.readModel = readModel;
      this.key = key;
      this.event = event;
      this.isAfter = isAfter;
    }

    /** As it is after an event. */
    static <L, R> Request<L, R> after(
        RecordedEvent event, Projection<L, R> readModel, @Nullable L key) {
      return new Request<>(readModel, key == null ? null : readModel.keyForm(key), event, true);
    }

    /** As it is right before an event. */
    static <L, R> Request<L, R> before(RecordedEvent event, Projection<L, R> readModel, L key) {
      return new Request<>(readModel, readModel.keyForm(key), event, false);
    }

    /** Where it is looked up. */
    public Projection<L, R> readModel() {
      return readModel;
    }

    /** The key of the row, in its one form; empty if none is looked up. */
    public Optional<L> key() {
      return Optional.ofNullable(key);
    }

    /** The row is wanted as it was after the event here. */
    public long position() {
      return isAfter ? event.position() : event.position() - 1;
    }

    /** The event at which it is looked up: of several at one position, which of them. */
    public RecordedEvent event() {
      return event;
    }

    /** Whether the row is wanted as it was after the event, and not before it. */
    public boolean isAfter() {
      return isAfter;
    }

    /** Says what was found. */
    public void answer(Optional<R> row) {
      found = row;
      isAnswered = true;
    }

    /** Whether it still wants an answer. */
    boolean isOpen() {
      return key != null && !isAnswered;
    }

    private boolean isOf(Projection<?, ?> other) {
      return readModel.name().equals(other.name())
          && readModel.rows().type().equals(other.rows().type());
    }

    /** What was found. */
    Optional<R> found() {
      if (key == null) {
        return Optional.empty();
      }
      if (!isAnswered) {
        throw new IllegalStateException(
            "Row %s of %s was not looked up before the fold".formatted(key, readModel.name()));
      }
      return found;
    }
  }

  /**
   * A read model and the key of the row that is looked up there.
   *
   * @param hangsOnRow whether the key is known only with the row that looks up
   * @param code what the definition was written with
   */
  record LookUp<E, K, V, L, R>(
      Projection<L, R> readModel,
      KeySelector.ByEachRow<E, K, V, L> keys,
      boolean hangsOnRow,
      Object code) {

    static <E, K, V, L, R> LookUp<E, K, V, L, R> byEvent(
        Projection<L, R> readModel, KeySelector<E, L> keys) {
      Objects.requireNonNull(keys, "keys");
      return new LookUp<>(
          readModel, (row, key, event, recorded) -> keys.key(event, recorded), false, keys);
    }

    static <E, K, V, L, R> LookUp<E, K, V, L, R> byRow(
        Projection<L, R> readModel, KeySelector.ByRow<E, V, L> keys) {
      Objects.requireNonNull(keys, "keys");
      return new LookUp<>(
          readModel, (row, key, event, recorded) -> keys.key(row, event, recorded), true, keys);
    }

    static <E, K, V, L, R> LookUp<E, K, V, L, R> byEachRow(
        Projection<L, R> readModel, KeySelector.ByEachRow<E, K, V, L> keys) {
      return new LookUp<>(readModel, Objects.requireNonNull(keys, "keys"), true, keys);
    }

    static <E, K, V> RowChange.LookUps<V> all(
        List<LookUp<E, K, V, ?, ?>> lookUps, K key, E event, RecordedEvent recorded) {
      List<LookedUp.Request<?, ?>> ofEvent = new ArrayList<>();
      List<RowChange.OfRow<V, ?, ?>> ofRow = new ArrayList<>();
      for (LookUp<E, K, V, ?, ?> lookUp : lookUps) {
        if (lookUp.hangsOnRow) {
          ofRow.add(lookUp.ofRow(key, event, recorded));
        } else {
          ofEvent.add(lookUp.ofEvent(key, event, recorded));
        }
      }
      return new RowChange.LookUps<>(ofEvent, ofRow);
    }

    private Request<L, R> ofEvent(K key, E event, RecordedEvent recorded) {
      return Request.after(recorded, readModel, keys.key(null, key, event, recorded));
    }

    private RowChange.OfRow<V, L, R> ofRow(K key, E event, RecordedEvent recorded) {
      return new RowChange.OfRow<>(readModel, row -> keys.key(row, key, event, recorded), recorded);
    }

    static List<Projection<?, ?>> readModels(List<? extends LookUp<?, ?, ?, ?, ?>> lookUps) {
      return lookUps.stream().<Projection<?, ?>>map(LookUp::readModel).toList();
    }

    static List<Object> code(
        List<? extends LookUp<?, ?, ?, ?, ?>> lookUps, Object keys, Object folder) {
      return Stream.concat(Stream.of(keys, folder), lookUps.stream().map(LookUp::code)).toList();
    }
  }
}
