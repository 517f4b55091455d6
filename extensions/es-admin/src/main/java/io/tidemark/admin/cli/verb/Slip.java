package io.tidemark.admin.cli.verb;

import java.util.List;
import java.util.function.Predicate;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody probably meant who wrote a word that there is not. */
public final class Slip {
  private static final int MOST = 2;

  private Slip() {}

  /** Those of the words that begin so, else those a slip of the finger away; two at most. */
  public static List<String> meant(String told, List<String> words) {
    boolean isBeginning = told.length() > MOST;
    List<String> begun = some(words, word -> isBeginning && word.startsWith(told));
    return begun.isEmpty() ? some(words, word -> slips(told, word) <= MOST) : begun;
  }

  private static List<String> some(List<String> words, Predicate<String> wanted) {
    return words.stream().filter(wanted).distinct().limit(2).toList();
  }

  /** How many letters were left out, put in or mistaken for others. */
  private static int slips(String told, String meant) {
    return LevenshteinDistance.getDefaultInstance().apply(told, meant);
  }
}
