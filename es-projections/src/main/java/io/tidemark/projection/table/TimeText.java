package io.tidemark.projection.table;

import java.time.temporal.Temporal;

/** Dates and times as PostgreSQL reads them in text: years after 9999 have no sign. */
public final class TimeText {
  private TimeText() {}

  /** Of an Instant or a LocalDate from the first year on. */
  public static String of(Temporal value) {
    String text = value.toString();
    return text.startsWith("+") ? text.substring(1) : text;
  }
}
