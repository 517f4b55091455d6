package io.tidemark.sql.text;

import org.apache.calcite.sql.SqlNode;

/** Parts of statements in messages. */
public final class Shown {
  private static final int LONGEST = 60;

  private Shown() {}

  /** In one short line. */
  public static String of(SqlNode node) {
    String text = node.toString().replace("`", "").replaceAll("\\s+", " ");
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
