package io.tidemark.admin.cli.verb;

import java.util.List;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody probably meant who wrote a word that there is not. */
public final class Slip {
  private static final int MOST = 2;

  private Slip() {}

  /** Those of the words that are a slip of the finger away, two at most. */
  public static List<String> meant(String told, List<String> words) {
    return words.stream().filter(word -> slips(told, word) <= MOST).distinct().limit(2).toList();
  }

  /** How many letters were left out, put in or mistaken for others. */
  private static int slips(String told, String meant) {
    return LevenshteinDistance.getDefaultInstance().apply(told, meant);
  }
}
