package io.tidemark.sql.expression;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The form of a text in which {@code %} stands for any text and {@code _} for any character.
 * Immutable.
 */
public final class TextForm {
  private static final int ANY_TEXT = -1;
  private static final int ANY_CHARACTER = -2;

  private final String form;
  private final String escape;
  private final int[] parts; // characters that stand for themselves, and what stands for others

  /**
   * As it is written.
   *
   * @param escape before which a character stands for itself; none if empty
   * @throws IllegalArgumentException if the escape is not one character, or stands at the end
   */
  public TextForm(String form, String escape) {
    if (escape.codePointCount(0, escape.length()) > 1) {
      throw new IllegalArgumentException(
          "expected one character as ESCAPE, actual '%s'".formatted(escape));
    }
    this.form = form;
    this.escape = escape;
    this.parts = parts(form.codePoints().toArray(), escape);
  }

  private static int[] parts(int[] characters, String escape) {
    int[] parts = new int[characters.length];
    int count = 0;
    for (int i = 0; i < characters.length; i++) {
      if (Character.toString(characters[i]).equals(escape)) {
        if (++i == characters.length) {
          throw new IllegalArgumentException("expected a character after the ESCAPE, actual none");
        }
        parts[count++] = characters[i];
      } else {
        parts[count++] =
            switch (characters[i]) {
              case '%' -> ANY_TEXT;
              case '_' -> ANY_CHARACTER;
              default -> characters[i];
            };
      }
    }
    return Arrays.copyOf(parts, count);
  }

  /** As it is written. */
  public String form() {
    return form;
  }

  /** As it is written; empty if there is none. */
  public String escape() {
    return escape;
  }

  /**
   * Whether a text has it. Goes back to the last text of any length only: those before it are as
   * short as they can be, so this takes at most as many steps as the text has characters times the
   * form's.
   */
  public boolean matches(String candidate) {
    int[] text = candidate.codePoints().toArray();
    int at = 0;
    int part = 0;
    int lastAny = -1;
    int anyEnd = 0;
    while (at < text.length) {
      if (part < parts.length && parts[part] == ANY_TEXT) {
        lastAny = part++;
        anyEnd = at;
      } else if (part < parts.length && (parts[part] == ANY_CHARACTER || parts[part] == text[at])) {
        part++;
        at++;
      } else if (lastAny >= 0) {
        part = lastAny + 1;
        at = ++anyEnd;
      } else {
        return false;
      }
    }
    while (part < parts.length && parts[part] == ANY_TEXT) {
      part++;
    }
    return part == parts.length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TextForm same && same.form.equals(form) && same.escape.equals(escape);
  }

  @Override
  public int hashCode() {
    return 31 * form.hashCode() + escape.hashCode();
  }
}
