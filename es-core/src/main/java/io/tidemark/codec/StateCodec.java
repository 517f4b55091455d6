package io.tidemark.codec;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * Turns state into what is kept of it in snapshots, and back. Its type names the class and its
 * shape: the names and types of all components, down to the last record. State of another shape is
 * not read, so that a field that was added does not silently stay empty.
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
   * The state as it is kept.
   *
   * @throws IllegalArgumentException if the state is of another class or cannot be written
   */
  public StateData write(S state) {
    Class<?> actual = Objects.requireNonNull(state, "state").getClass();
    String type = typeByClass.get(actual);
    if (type == null) {
      throw new IllegalArgumentException(
          "Unknown state class %s: expected one of %s"
              .formatted(actual.getName(), typeByClass.keySet()));
    }
    try {
      return new StateData(type, Json.MAPPER.writeValueAsString(state));
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "Cannot write a state of %s: expected a record of values, actual %s"
              .formatted(actual.getName(), e.getOriginalMessage()),
          e);
    }
  }

  /** The state that was kept; empty if it has another type or cannot be read. */
  public Optional<S> read(StateData kept) {
    Class<? extends S> type = classByType.get(kept.type());
    if (type == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(Json.MAPPER.readValue(kept.data(), type));
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
