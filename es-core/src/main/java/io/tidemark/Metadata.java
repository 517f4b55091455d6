package io.tidemark;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds an event: who caused it and anything else that is text. A flat map; two names are
 * ours.
 *
 * <p>Immutable and thread-safe. Metadata that comes from a store is decoded when it is first looked
 * at, because a replay seldom looks.
 */
public final class Metadata {
  /** Name of the entry that ties together all that one request caused. */
  public static final String CORRELATION_ID = "correlationId";

  /** Name of the entry that holds the id of the command or event which caused this one. */
  public static final String CAUSATION_ID = "causationId";

  /** Longest entry name, in characters. */
  public static final int MAX_NAME_LENGTH = 200;

  /** Longest entry value, in characters. */
  public static final int MAX_VALUE_LENGTH = 10_000;

  /** Most entries of one event, so that they stay a note beside it. */
  public static final int MAX_ENTRIES = 100;

  private static final Metadata EMPTY = new Metadata(Map.of());

  private @Nullable Supplier<Map<String, String>> source;
  private @Nullable Map<String, String> entries;

  private Metadata(Map<String, String> entries) {
    this.entries = entries;
  }

  private Metadata(Supplier<Map<String, String>> source) {
    this.source = source;
  }

  /** No entries. */
  public static Metadata empty() {
    return EMPTY;
  }

  /**
   * These entries, copied in their order.
   *
   * @throws IllegalArgumentException if a name or value is empty, too long, or cannot be stored, or
   *     if there are more than {@value #MAX_ENTRIES}
   */
  public static Metadata of(Map<String, String> entries) {
    if (entries.isEmpty()) {
      return EMPTY;
    }
    if (entries.size() > MAX_ENTRIES) {
      throw new IllegalArgumentException(
          "Invalid metadata: expected at most %d entries, actual %d"
              .formatted(MAX_ENTRIES, entries.size()));
    }
    Map<String, String> copy = new LinkedHashMap<>();
    entries.forEach(
        (name, value) ->
            copy.put(
                Text.requireStorable("metadata name", name, MAX_NAME_LENGTH),
                Text.requireStorable("metadata value of " + name, value, MAX_VALUE_LENGTH)));
    return new Metadata(copy);
  }

  /** One entry. */
  public static Metadata of(String name, String value) {
    return of(Map.of(name, value));
  }

  /** For stores: entries that are decoded on first use, by whichever thread comes first. */
  public static Metadata deferred(Supplier<Map<String, String>> source) {
    return new Metadata(Objects.requireNonNull(source, "source"));
  }

  /** A copy with this entry added or replaced. */
  public Metadata with(String name, String value) {
    Map<String, String> copy = new LinkedHashMap<>(asMap());
    copy.put(name, value);
    return of(copy);
  }

  /** The value of an entry, if there is one of that name. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(asMap().get(name));
  }

  /** The {@value #CORRELATION_ID} entry. */
  public Optional<String> correlationId() {
    return get(CORRELATION_ID);
  }

  /** The {@value #CAUSATION_ID} entry. */
  public Optional<String> causationId() {
    return get(CAUSATION_ID);
  }

  /** Whether there are no entries. */
  public boolean isEmpty() {
    return asMap().isEmpty();
  }

  /** All entries in their order; cannot be modified. */
  public synchronized Map<String, String> asMap() {
    Map<String, String> decoded = entries;
    if (decoded == null) {
      decoded = Objects.requireNonNull(source, "source").get();
      entries = decoded;
      source = null;
    }
    return Collections.unmodifiableMap(decoded);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Metadata that && asMap().equals(that.asMap());
  }

  @Override
  public int hashCode() {
    return asMap().hashCode();
  }

  @Override
  public String toString() {
    return asMap().toString();
  }
}
