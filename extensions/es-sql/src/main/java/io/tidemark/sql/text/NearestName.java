package io.tidemark.sql.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What somebody may have meant. */
public final class NearestName {
  private NearestName() {}

  /** The name with the fewest letters to change, if these are at most a third and one. */
  public static Optional<String> of(String wrong, Collection<String> names) {
    String sought = wrong.toLowerCase(Locale.ROOT);
    return names.stream()
        .filter(name -> distance(sought, name.toLowerCase(Locale.ROOT)) <= sought.length() / 3 + 1)
        .min(Comparator.comparingInt(name -> distance(sought, name.toLowerCase(Locale.ROOT))));
  }

  /** As the end of a message. */
  public static String hint(String wrong, Collection<String> names) {
    return of(wrong, names)
        .map(name -> "; did you mean %s?".formatted(name))
        .orElse("; there is " + String.join(", ", names));
  }

  /** Letters to insert, remove or replace. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
