package io.tidemark.sql;

import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.dataflow.time.Micros;
import io.tidemark.sql.table.SqlException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is before the query of a view. Calcite's parser does not know it; so it is read here, and
 * blanks are left in its place, that all places of the query stay where they are.
 *
 * @param query the text from which the header is blanked out
 * @param idleInVain what there is to say if nothing waits and there is an idle time
 */
record ViewHeader(
    Optional<String> name, QueryOptions options, String query, Optional<SqlException> idleInVain) {
  private static final String SPACE = "(?:\\s|--[^\\n]*\\n|/\\*.*?\\*/)";
  private static final Pattern CREATE =
      Pattern.compile(
          "\\A" + SPACE + "*+CREATE" + SPACE + "++(?:TEMPORARY\\s++)?VIEW\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile(SPACE + "++(`[^`]*`|\\w+)", Pattern.DOTALL);
  private static final Pattern WITH =
      Pattern.compile(
          SPACE + "*+WITH" + SPACE + "*+\\(", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern OPTION =
      Pattern.compile(
          SPACE + "*+'([^']*)'" + SPACE + "*+=" + SPACE + "*+'([^']*)'" + SPACE + "*+([,)])",
          Pattern.DOTALL);
  private static final Pattern AS =
      Pattern.compile(SPACE + "*+AS\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern DURATION =
      Pattern.compile("(\\d{1,12})\\s*(ms|s|sec|min|m|h|d|second|minute|hour|day)s?");
  private static final Pattern VALID_NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  static ViewHeader of(String text) {
    Matcher create = CREATE.matcher(text);
    return create.find()
        ? new Reading(text, create.end()).header()
        : new ViewHeader(Optional.empty(), QueryOptions.NONE, text, Optional.empty());
  }

  /** Goes through the text. */
  private static final class Reading {
    private final String text;
    private int at;
    private Optional<Duration> delay = Optional.empty();
    private Optional<Emission> emission = Optional.empty();
    private Optional<Duration> retention = Optional.empty();
    private Optional<Duration> idle = Optional.empty();
    private Optional<SqlException> idleInVain = Optional.empty();

    Reading(String text, int at) {
      this.text = text;
      this.at = at;
    }

    ViewHeader header() {
      String name = name();
      if (next(WITH).isPresent()) {
        options();
      }
      if (next(AS).isEmpty()) {
        throw refuse("expected WITH ('delay' = '30 s') or AS, and then SELECT ...", at, at);
      }
      String blank = text.substring(0, at).replaceAll("[^\\r\\n\\t]", " ");
      return new ViewHeader(
          Optional.of(name),
          new QueryOptions(delay, emission, idle, retention),
          blank + text.substring(at),
          idleInVain);
    }

    private String name() {
      Matcher found = next(NAME).orElseThrow(() -> refuse("expected a name of the view", at, at));
      String name = found.group(1).replace("`", "");
      if (!VALID_NAME.matcher(name).matches()) {
        throw refuse(
            "expected a name of lower-case letters, digits and underscores, at most 40, actual "
                + name,
            found.start(1),
            found.end(1));
      }
      return name;
    }

    private void options() {
      Set<String> seen = new HashSet<>();
      boolean isLast = false;
      while (!isLast) {
        Matcher option =
            next(OPTION).orElseThrow(() -> refuse("expected 'delay' = '30 s'", at, at));
        if (!seen.add(option.group(1))) {
          throw refuse("expected each option once", option.start(1) - 1, option.end(1) + 1);
        }
        switch (option.group(1)) {
          case "delay" -> delay = Optional.of(duration(option));
          case "idle" -> idle = Optional.of(idle(option));
          case "retention" -> retention = Optional.of(some(option));
          case "emit" -> emission = Optional.of(emission(option));
          default ->
              throw refuse(
                  "unknown option '%s': expected 'delay', 'idle', 'retention' or 'emit'"
                      .formatted(option.group(1)),
                  option.start(1) - 1,
                  option.end(1) + 1);
        }
        isLast = option.group(3).equals(")");
      }
    }

    private Duration duration(Matcher option) {
      Matcher value = DURATION.matcher(option.group(2).strip().toLowerCase(Locale.ROOT));
      if (!value.matches()) {
        throw refuse(
            "expected a time as '30 s', '500 ms', '5 min', '2 h' or '1 d'",
            option.start(2) - 1,
            option.end(2) + 1);
      }
      Duration time = duration(Long.parseLong(value.group(1)), value.group(2));
      if (time.compareTo(Micros.LONGEST) > 0) {
        throw refuse(
            "expected at most '%d d'".formatted(Micros.LONGEST.toDays()),
            option.start(2) - 1,
            option.end(2) + 1);
      }
      return time;
    }

    private static Duration duration(long number, String unit) {
      return switch (unit) {
        case "ms" -> Duration.ofMillis(number);
        case "s", "sec", "second" -> Duration.ofSeconds(number);
        case "m", "min", "minute" -> Duration.ofMinutes(number);
        case "h", "hour" -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
    }

    private Duration some(Matcher option) {
      Duration time = duration(option);
      if (time.isZero()) {
        throw refuse("expected at least '1 ms'", option.start(2) - 1, option.end(2) + 1);
      }
      return time;
    }

    private Duration idle(Matcher option) {
      Duration time = some(option);
      idleInVain =
          Optional.of(
              refuse(
                  "no row waits for its window to close: expected 'idle' with windows, and not with 'emit' = 'always'",
                  option.start(1) - 1,
                  option.end(2) + 1));
      return time;
    }

    private Emission emission(Matcher option) {
      return switch (option.group(2).toLowerCase(Locale.ROOT)) {
        case "closed" -> Emission.CLOSED;
        case "always" -> Emission.ALWAYS;
        default ->
            throw refuse("expected 'closed' or 'always'", option.start(2) - 1, option.end(2) + 1);
      };
    }

    private Optional<Matcher> next(Pattern pattern) {
      Matcher matcher = pattern.matcher(text).region(at, text.length());
      if (!matcher.lookingAt()) {
        return Optional.empty();
      }
      at = matcher.end();
      return Optional.of(matcher);
    }

    private SqlException refuse(String reason, int from, int end) {
      String before = text.substring(0, Math.min(from, text.length()));
      int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
      int column = before.length() - before.lastIndexOf('\n');
      int last = Math.max(column, column + end - from - 1);
      return SqlException.at(text, reason, line, column, line, last, null);
    }
  }
}
