package io.tidemark.dataflow;

/** Which rows before a row are added up with it. */
public sealed interface Frame {
  /**
   * It and so many before it.
   *
   * @param preceding at least 0; {@link Integer#MAX_VALUE} for all
   */
  record Rows(int preceding) implements Frame {}

  /**
   * All whose time is from its own less so many microseconds, up to its own: also those of the same
   * time that come after it in the log. In the order of the log: those before it, whatever their
   * time, from the first one on that no row up to here has left behind: one is left behind, with
   * all that come before it, when it is first and so much earlier than a row.
   *
   * @param preceding at least 0; {@link Long#MAX_VALUE} for all
   * @param isFromIncluded whether a row exactly so much earlier is in: as SQL has it
   */
  record Range(long preceding, boolean isFromIncluded) implements Frame {}
}
