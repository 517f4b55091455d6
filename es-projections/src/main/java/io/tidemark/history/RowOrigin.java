package io.tidemark.history;

import java.util.Optional;

/**
 * Where an answer comes from, and what it cost.
 *
 * @param source where from
 * @param position no event after it counts
 * @param eventsRead how many events were read from the log for it
 * @param reason why it does not come from history, or not all that was asked for, or may differ
 *     from what a replay gives now; empty if there is nothing to say
 */
public record RowOrigin(Source source, long position, long eventsRead, Optional<String> reason) {
  /** Where rows come from. */
  public enum Source {
    /** The table of the rows that serve. */
    SERVING,
    /** The versions that rows have had, by queries on tables. */
    HISTORY,
    /** Events, folded for this answer. */
    REPLAY
  }

  /** By a query on the rows that serve. */
  public static RowOrigin serving(long position) {
    return new RowOrigin(Source.SERVING, position, 0, Optional.empty());
  }

  /** By queries on versions, beside which so many events were read. */
  public static RowOrigin history(long position, long eventsRead) {
    return new RowOrigin(Source.HISTORY, position, eventsRead, Optional.empty());
  }

  /** By folding so many events, because of something. */
  public static RowOrigin replay(long position, long eventsRead, String reason) {
    return new RowOrigin(Source.REPLAY, position, eventsRead, Optional.of(reason));
  }

  /** The same with something to be said. */
  public RowOrigin because(String why) {
    return new RowOrigin(source, position, eventsRead, Optional.of(why));
  }
}
