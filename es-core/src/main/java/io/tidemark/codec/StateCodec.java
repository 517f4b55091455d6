package io.tidemark.codec;

import io.tidemark.StreamId;
import io.tidemark.store.Snapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * Turns state into snapshots and back. A snapshot's type names the class and its shape: the names
 * and types of all components, down to the last record. A snapshot of another shape is not read, so
 * that a field that was added does not silently stay empty.
 *
 * <p>What the shape does not show, a fold that computes the same fields otherwise, asks for a new
 * class name, or for the old snapshots to be deleted. Immutable and thread-safe.
 *
 * @param <S> the state: a record, or a sealed type of records
 */
public final class StateCodec<S> {
  private final Map<Class<?>, String> typeByClass = new HashMap<>();
  private final Map<String, Class<? extends S>> classByType = new HashMap<>();

  private StateCodec(Class<S> state) {
    if (state.isSealed()) {
      EventTypes<S> concrete = EventTypes.ofSealed(state);
      concrete.names().forEach(name -> add(concrete.classOf(name).orElseThrow()));
    } else {
      add(state);
    }
  }

  /** For states of this class, or of the classes below it if it is sealed. */
  public static <S> StateCodec<S> of(Class<S> state) {
    return new StateCodec<>(state);
  }

  /**
   * The snapshot of a state.
   *
   * @throws IllegalArgumentException if the state is of another class or cannot be written
   */
  public Snapshot write(StreamId stream, long version, S state) {
    Class<?> actual = Objects.requireNonNull(state, "state").getClass();
    String type = typeByClass.get(actual);
    if (type == null) {
      throw new IllegalArgumentException(
          "Unknown state class %s: expected one of %s"
              .formatted(actual.getName(), typeByClass.keySet()));
    }
    try {
      return new Snapshot(stream, version, type, Json.MAPPER.writeValueAsString(state));
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "Cannot write the state of %s: expected a record of values, actual %s"
              .formatted(stream, e.getOriginalMessage()),
          e);
    }
  }

  /** The state of a snapshot; empty if it has another type or cannot be read. */
  public Optional<S> read(Snapshot snapshot) {
    Class<? extends S> type = classByType.get(snapshot.type());
    if (type == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(Json.MAPPER.readValue(snapshot.data(), type));
    } catch (JacksonException e) {
      return Optional.empty(); // the events tell the same, only more slowly
    }
  }

  private void add(Class<? extends S> type) {
    String name = type.getSimpleName() + "#" + Shape.of(type);
    typeByClass.put(type, name);
    classByType.put(name, type);
  }
}
