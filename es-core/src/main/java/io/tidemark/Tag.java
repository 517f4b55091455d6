package io.tidemark;

import java.util.Collection;
import java.util.Objects;
import java.util.Set;

/**
 * A word that an event carries beside its stream, so that it can be found by what it is about: an
 * event about a student and a course has a tag for each. Compared by code point.
 *
 * @param text 1 to {@value #MAX_LENGTH} characters, by custom {@code name:value}
 */
public record Tag(String text) {
  /** Longest tag, in characters. */
  public static final int MAX_LENGTH = 400;

  /** The most tags that one event may carry. */
  public static final int MAX_PER_EVENT = 100;

  /**
   * @throws IllegalArgumentException if it is empty, too long, or holds text that cannot be stored
   */
  public Tag {
    Text.requireStorable("tag", text, MAX_LENGTH);
  }

  /**
   * The tag {@code name:value}.
   *
   * @throws IllegalArgumentException if a part is empty or the whole is not a tag
   */
  public static Tag of(String name, String value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    if (name.isEmpty() || value.isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid tag: expected a name and a value, actual '%s' and '%s'".formatted(name, value));
    }
    return new Tag(name + ":" + value);
  }

  /** A copy of the tags of one event. */
  static Set<Tag> requireFew(Collection<Tag> tags) {
    Set<Tag> copy = Set.copyOf(tags);
    if (copy.size() > MAX_PER_EVENT) {
      throw new IllegalArgumentException(
          "Invalid tags: expected at most %d of one event, actual %d"
              .formatted(MAX_PER_EVENT, copy.size()));
    }
    return copy;
  }

  @Override
  public String toString() {
    return text;
  }
}
