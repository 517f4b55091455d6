package io.tidemark.codec;

import io.tidemark.EventData;
import io.tidemark.EventDecodingException;
import io.tidemark.EventIds;
import io.tidemark.InvalidEventException;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.PropertyNamingStrategy;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events as JSON, from plain records without annotations. {@link java.math.BigDecimal} keeps its
 * scale, {@code java.time} is ISO text, enums go by name.
 *
 * <p>Properties that a record does not know are passed over. A component that the data lacks, or
 * has null for, is an error, in records within it too; unless it is an {@link java.util.Optional}
 * or has an annotation named {@code Nullable} that is kept at run time. Kotlin's data classes need
 * Jackson's module for Kotlin: with it, what may be null or has a default may be absent.
 *
 * <p>Immutable and thread-safe.
 *
 * @param <E> what all its events have in common
 */
public final class JacksonEventCodec<E> implements EventCodec<E> {
  private final EventTypes<E> types;
  private final Map<String, ObjectReader> readers = new HashMap<>();
  private final Map<Class<?>, ObjectWriter> writers = new HashMap<>();
  private final EventTags<E> tags;

  private JacksonEventCodec(EventTypes<E> types, JsonMapper mapper, EventTags<E> tags) {
    this.types = types;
    this.tags = tags;
    for (String name : types.names()) {
      Class<? extends E> type = types.classOf(name).orElseThrow();
      readers.put(name, mapper.readerFor(type));
      writers.put(type, mapper.writerFor(type));
    }
  }

  /** For these event types. */
  public static <E> JacksonEventCodec<E> of(EventTypes<E> types) {
    return new JacksonEventCodec<>(types, Json.MAPPER, EventTags.none());
  }

  /** For these event types, with more to say about how they are written. */
  public static <E> Builder<E> builder(EventTypes<E> types) {
    return new Builder<>(types);
  }

  /**
   * For all concrete classes below a sealed type, each under its simple name.
   *
   * @throws IllegalArgumentException as {@link EventTypes#ofSealed}
   */
  public static <E> JacksonEventCodec<E> ofSealed(Class<E> sealed) {
    return of(EventTypes.ofSealed(sealed));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Reads back what it wrote, so that an event that could never be loaded is refused here.
   *
   * @throws IllegalArgumentException if the event's class is not one of its types
   */
  @Override
  public EventData encode(E event, Metadata metadata, Instant occurredAt) {
    Class<?> type = Objects.requireNonNull(event, "event").getClass();
    String name =
        types
            .nameOf(type)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Unknown event class %s: expected one of the types %s"
                            .formatted(type.getName(), types.names())));
    UUID id = EventIds.next();
    return new EventData(id, name, write(event, id, name), metadata, occurredAt, tags.of(event));
  }

  @Override
  public List<E> decode(RecordedEvent event) {
    ObjectReader reader = readers.get(event.type());
    if (reader == null) {
      throw new EventDecodingException(
          event, "expected one of the types %s, actual another".formatted(types.names()), null);
    }
    try {
      E decoded = reader.readValue(event.data());
      if (decoded == null) {
        throw unfit(event, "null", null);
      }
      return List.of(decoded);
    } catch (JacksonException e) {
      throw unfit(event, e.getOriginalMessage(), e);
    }
  }

  @Override
  public Set<String> types() {
    return types.names();
  }

  @Override
  public Set<String> namesOf(String type) {
    return types.namesOf(type);
  }

  @Override
  public Set<String> namesOf(Class<?> type) {
    Set<String> names = types.namesOf(type);
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "Unknown event class %s: expected one of the types %s"
              .formatted(type.getName(), types.names()));
    }
    return names;
  }

  private String write(E event, UUID id, String name) {
    ObjectWriter writer = Objects.requireNonNull(writers.get(event.getClass()));
    try {
      String data = writer.writeValueAsString(event);
      Object back = Objects.requireNonNull(readers.get(name)).readValue(data);
      // An array in a record makes equals useless; the text then tells whether something was lost.
      if (!event.equals(back) && !data.equals(writer.writeValueAsString(back))) {
        throw new InvalidEventException(
            id, name, "expected to read back %s, actual %s".formatted(event, back), null);
      }
      return data;
    } catch (JacksonException e) {
      throw new InvalidEventException(
          id,
          name,
          "expected an event that can be written and read, actual " + e.getOriginalMessage(),
          e);
    }
  }

  private EventDecodingException unfit(
      RecordedEvent event, String actual, @Nullable Throwable cause) {
    String type = types.classOf(event.type()).map(Class::getName).orElse(event.type());
    return new EventDecodingException(
        event, "expected data that fits %s, actual %s".formatted(type, actual), cause);
  }

  /**
   * What can be said of a codec. Used by one thread.
   *
   * @param <E> what all its events have in common
   */
  public static final class Builder<E> {
    private final EventTypes<E> types;
    private final List<JacksonModule> modules = new ArrayList<>();
    private @Nullable PropertyNamingStrategy naming;
    private EventTags<E> tags = EventTags.none();

    private Builder(EventTypes<E> types) {
      this.types = Objects.requireNonNull(types, "types");
    }

    /** Reads and writes more types. What keeps data exact and complete stays as it is. */
    public Builder<E> module(JacksonModule module) {
      modules.add(Objects.requireNonNull(module, "module"));
      return this;
    }

    /** How components are named in the data; as in the record unless told. */
    public Builder<E> naming(PropertyNamingStrategy strategy) {
      naming = Objects.requireNonNull(strategy, "strategy");
      return this;
    }

    /**
     * Events of a class have these tags. May be said several times, of one class or of what several
     * have in common: an event has the tags of all that fit it. Tags are of new events; those that
     * are stored keep theirs.
     *
     * @param type a class of the family, or an interface
     * @param named what the event's tags are; called by several threads at once
     */
    public <T> Builder<E> tags(
        Class<T> type, Function<? super T, ? extends Collection<Tag>> named) {
      tags = tags.and(type, named);
      return this;
    }

    /**
     * The codec.
     *
     * @throws IllegalArgumentException if a module changes a setting that keeps data exact
     */
    public JacksonEventCodec<E> build() {
      return new JacksonEventCodec<>(types, Json.mapper(modules, naming), tags);
    }
  }
}
