package io.tidemark.bank.berka;

/**
 * A line that was not stored.
 *
 * @param line its number in the file, from 1
 * @param reason why, for people
 */
public record Rejection(long line, String reason) {

  /** What is the same for all lines with this error: the reason without what stands in the line. */
  String kind() {
    return reason.replaceFirst(", actual .*", "").replaceAll("\\d+", "…");
  }
}
