package io.tidemark.codec;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which classes are events and by what name they are stored. Only these are ever loaded: a name in
 * the database that is not here is an error and never a class name. Immutable; each method gives a
 * changed copy.
 *
 * @param <E> what all these events have in common
 */
public final class EventTypes<E> {
  private final Map<Class<?>, String> nameByClass;
  private final Map<String, Class<? extends E>> classByName;

  private EventTypes(
      Map<Class<?>, String> nameByClass, Map<String, Class<? extends E>> classByName) {
    this.nameByClass = nameByClass;
    this.classByName = classByName;
  }

  /**
   * All concrete classes below a sealed type, each under its simple name.
   *
   * @throws IllegalArgumentException if the type is not sealed, or two classes have one simple
   *     name, or a class below it is open to unknown subclasses
   */
  public static <E> EventTypes<E> ofSealed(Class<E> sealed) {
    if (!sealed.isSealed()) {
      throw new IllegalArgumentException(
          "Invalid event type %s: expected a sealed interface or class, actual an open one"
              .formatted(sealed.getName()));
    }
    EventTypes<E> types = new EventTypes<>(Map.of(), Map.of());
    for (Class<? extends E> concrete : concreteBelow(sealed)) {
      types = types.with(concrete.getSimpleName(), concrete);
    }
    return types;
  }

  /**
   * These classes, each under its simple name, where nothing sealed holds them together.
   *
   * @param family what they have in common
   * @throws IllegalArgumentException if two classes have one simple name
   */
  @SafeVarargs
  public static <E> EventTypes<E> of(Class<E> family, Class<? extends E>... classes) {
    Objects.requireNonNull(family, "family");
    EventTypes<E> types = new EventTypes<>(Map.of(), Map.of());
    for (Class<? extends E> type : classes) {
      types = types.with(type.getSimpleName(), type);
    }
    return types;
  }

  /**
   * The same types with one of them stored under another name.
   *
   * @throws IllegalArgumentException if the class is not one of these or the name is taken
   */
  public EventTypes<E> named(Class<? extends E> type, String name) {
    Map<String, Class<? extends E>> remaining = new LinkedHashMap<>(classByName);
    remaining.remove(requireKnown(type));
    return new EventTypes<>(nameByClass, remaining).with(name, type);
  }

  /**
   * The same types, one of which was stored under other names before. Events under those are still
   * read; new ones are stored under its name.
   *
   * @throws IllegalArgumentException if the class is not one of these or a name is taken
   */
  public EventTypes<E> formerly(Class<? extends E> type, String... names) {
    requireKnown(type);
    EventTypes<E> types = this;
    for (String name : names) {
      types = new EventTypes<>(nameByClass, types.readable(name, type));
    }
    return types;
  }

  /** The name under which events of a class are stored. */
  public Optional<String> nameOf(Class<?> type) {
    return Optional.ofNullable(nameByClass.get(type));
  }

  /** The class of the events stored under a name. */
  public Optional<Class<? extends E>> classOf(String name) {
    return Optional.ofNullable(classByName.get(name));
  }

  /** All names that can be read, former ones too. */
  public Set<String> names() {
    return classByName.keySet();
  }

  /** All names under which events of the class behind a name are read; none if there is none. */
  public Set<String> namesOf(String name) {
    Class<? extends E> type = classByName.get(name);
    return classByName.entrySet().stream()
        .filter(entry -> entry.getValue().equals(type))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * All names under which events of a class are read; of an interface those of all classes that
   * have it; none if there is none.
   */
  public Set<String> namesOf(Class<?> type) {
    return classByName.entrySet().stream()
        .filter(entry -> type.isAssignableFrom(entry.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  private String requireKnown(Class<? extends E> type) {
    String name = nameByClass.get(type);
    if (name == null) {
      throw new IllegalArgumentException(
          "Unknown event class %s: expected one of %s"
              .formatted(type.getName(), nameByClass.keySet()));
    }
    return name;
  }

  private EventTypes<E> with(String name, Class<? extends E> type) {
    Map<Class<?>, String> names = new LinkedHashMap<>(nameByClass);
    names.put(type, Objects.requireNonNull(name, "name"));
    return new EventTypes<>(Map.copyOf(names), readable(name, type));
  }

  private Map<String, Class<? extends E>> readable(String name, Class<? extends E> type) {
    Class<? extends E> taken = classByName.get(name);
    if (taken != null) {
      throw new IllegalArgumentException(
          "Event type name %s is taken: expected one class, actual %s and %s"
              .formatted(name, taken.getName(), type.getName()));
    }
    Map<String, Class<? extends E>> classes = new LinkedHashMap<>(classByName);
    classes.put(name, type);
    return Map.copyOf(classes);
  }

  private static <E> List<Class<? extends E>> concreteBelow(Class<E> sealed) {
    List<Class<? extends E>> found = new ArrayList<>();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      Class<? extends E> type = permitted.asSubclass(sealed);
      if (type.isSealed()) {
        found.addAll(concreteBelow(type));
      } else if (Modifier.isFinal(type.getModifiers())) {
        found.add(type);
      } else {
        throw new IllegalArgumentException(
            "Invalid event class %s: expected a record or final class, actual an open one"
                .formatted(type.getName()));
      }
    }
    return found;
  }
}
