package io.tidemark.projection.checkpoint;

import java.util.Arrays;

/** By what rows that are in shards are split. */
public enum SplitBy {
  /** That is not said, as of rows that are not split. */
  UNSAID(""),
  /** A shard is some streams, of which it reads the events and no others. */
  STREAM("stream"),
  /** A shard is some rows; it reads all events. */
  KEY("key");

  private final String text;

  SplitBy(String text) {
    this.text = text;
  }

  /** As it is stored. */
  public String text() {
    return text;
  }

  static SplitBy of(String text) {
    return Arrays.stream(values())
        .filter(each -> each.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Unknown split of rows: expected one of %s, actual '%s'"
                        .formatted(Arrays.toString(values()), text)));
  }
}
