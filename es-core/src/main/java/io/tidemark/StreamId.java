package io.tidemark;

import java.util.Objects;

/**
 * Names the history of one thing: a category ("account") and a key within it ("42"), written {@code
 * account-42}.
 *
 * <p>The category is everything before the first {@code -}, so it cannot contain one; the key can.
 * Both are stored as text and compared by code point; a surrogate pair is one character.
 *
 * @param category what kind of thing, 1 to {@value #MAX_CATEGORY_LENGTH} characters, without {@code
 *     -}
 * @param key which one of its kind, 1 to {@value #MAX_KEY_LENGTH} characters
 */
public record StreamId(String category, String key) implements Comparable<StreamId> {
  /** Longest category, in characters. */
  public static final int MAX_CATEGORY_LENGTH = 100;

  /** Longest key, in characters; with the category it still fits into one index entry. */
  public static final int MAX_KEY_LENGTH = 400;

  /**
   * @throws IllegalArgumentException if a part is empty, too long, or holds text that cannot be
   *     stored, or if the category holds a {@code -}
   */
  public StreamId {
    Text.requireStorable("category", category, MAX_CATEGORY_LENGTH);
    Text.requireStorable("key", key, MAX_KEY_LENGTH);
    if (category.indexOf('-') >= 0) {
      throw new IllegalArgumentException(
          "Invalid category '%s': expected no '-', because it separates category and key"
              .formatted(category));
    }
  }

  /** The stream {@code category-key}. */
  public static StreamId of(String category, String key) {
    return new StreamId(category, key);
  }

  /**
   * Reads the text form back.
   *
   * @throws IllegalArgumentException if there is no {@code -} or a part is not valid
   */
  public static StreamId parse(String text) {
    int dash = Objects.requireNonNull(text, "text").indexOf('-');
    if (dash < 0) {
      throw new IllegalArgumentException(
          "Invalid stream '%s': expected category-key, for example account-42".formatted(text));
    }
    return new StreamId(text.substring(0, dash), text.substring(dash + 1));
  }

  @Override
  public int compareTo(StreamId other) {
    int byCategory = category.compareTo(other.category);
    return byCategory != 0 ? byCategory : key.compareTo(other.key);
  }

  /** The text form, {@code category-key}. */
  @Override
  public String toString() {
    return category + "-" + key;
  }
}
