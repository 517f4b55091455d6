package io.tidemark.bank.berka;

/**
 * What became of the rows of a file.
 *
 * @param stored rows that are new in the log
 * @param alreadyThere rows that an earlier import had stored
 * @param rejected lines that are no rows, or rows that contradict the log
 */
public record ImportResult(long stored, long alreadyThere, long rejected) {
  /** All of them. */
  public long total() {
    return stored + alreadyThere + rejected;
  }
}
