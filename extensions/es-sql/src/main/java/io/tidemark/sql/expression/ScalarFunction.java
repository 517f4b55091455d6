package io.tidemark.sql.expression;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.util.Locale;
import java.util.function.Function;

/** Functions of values that are not null. */
public enum ScalarFunction {
  /** Of a number. */
  ABS(args -> Numbers.abs(args[0]), "abs(%s)"),
  /** Half up, to so many digits after the point. */
  ROUND(
      args -> Numbers.rounded(args[0], (Long) args[1], RoundingMode.HALF_UP), "round(%s, %s::int)"),
  /** Half up, to a whole one, of a double. */
  ROUND_DOUBLE(args -> Numbers.rounded((Double) args[0]), "floor(%s + 0.5)"),
  /** The largest whole number that is not larger. */
  FLOOR(args -> Numbers.rounded(args[0], 0L, RoundingMode.FLOOR), "floor(%s)"),
  /** The smallest whole number that is not smaller. */
  CEIL(args -> Numbers.rounded(args[0], 0L, RoundingMode.CEILING), "ceil(%s)"),
  /** In capitals. */
  UPPER(args -> ((String) args[0]).toUpperCase(Locale.ROOT), "upper(%s)"),
  /** In small letters. */
  LOWER(args -> ((String) args[0]).toLowerCase(Locale.ROOT), "lower(%s)"),
  /** Two texts, one after the other. */
  CONCAT(args -> (String) args[0] + args[1], "(%s || %s)"),
  /** How many characters. */
  CHAR_LENGTH(args -> (long) length((String) args[0]), "length(%s)::bigint"),
  /** From a character on, counted from 1. */
  SUBSTRING_FROM(
      args -> substring((String) args[0], (Long) args[1], Long.MAX_VALUE), "substr(%s, %s::int)"),
  /** So many characters from one on. */
  SUBSTRING(
      args -> substring((String) args[0], (Long) args[1], (Long) args[2]),
      "substr(%s, %s::int, %s::int)"),
  /** Without these characters at its ends. */
  TRIM(args -> Trimmed.of((String) args[0], (String) args[1], true, true), "btrim(%s, %s)"),
  /** Without these characters at its begin. */
  TRIM_LEADING(
      args -> Trimmed.of((String) args[0], (String) args[1], true, false), "ltrim(%s, %s)"),
  /** Without these characters at its end. */
  TRIM_TRAILING(
      args -> Trimmed.of((String) args[0], (String) args[1], false, true), "rtrim(%s, %s)"),
  /** Of a time, in UTC, as the following. */
  YEAR(args -> part(args[0], ChronoField.YEAR), "extract(year FROM %s)::bigint"),
  /** From 1. */
  QUARTER(args -> part(args[0], IsoFields.QUARTER_OF_YEAR), "extract(quarter FROM %s)::bigint"),
  /** From 1. */
  MONTH(args -> part(args[0], ChronoField.MONTH_OF_YEAR), "extract(month FROM %s)::bigint"),
  /** Of the month, from 1. */
  DAY(args -> part(args[0], ChronoField.DAY_OF_MONTH), "extract(day FROM %s)::bigint"),
  /** From 0. */
  HOUR(args -> part(args[0], ChronoField.HOUR_OF_DAY), "extract(hour FROM %s)::bigint"),
  /** From 0. */
  MINUTE(args -> part(args[0], ChronoField.MINUTE_OF_HOUR), "extract(minute FROM %s)::bigint"),
  /** Whole ones, from 0. */
  SECOND(
      args -> part(args[0], ChronoField.SECOND_OF_MINUTE),
      "floor(extract(second FROM %s))::bigint");

  @SuppressWarnings("ImmutableEnumChecker") // these functions have no state
  private final Function<Object[], Object> body;

  private final String postgres;

  ScalarFunction(Function<Object[], Object> body, String postgres) {
    this.body = body;
    this.postgres = postgres;
  }

  Object apply(Object[] arguments) {
    return body.apply(arguments);
  }

  String toPostgres(Object[] arguments) {
    return postgres.formatted(arguments);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** What lies before the first character counts, as SQL has it: from 0, 2 are one character. */
  private static String substring(String text, long from, long count) {
    if (count < 0) {
      throw new ArithmeticException("SUBSTRING of a negative length " + count);
    }
    int length = length(text);
    long end = count >= Long.MAX_VALUE - Math.max(from, 0) ? Long.MAX_VALUE : from + count;
    int begin = (int) Math.min(length, Math.max(1, from) - 1);
    int through = (int) Math.max(begin, Math.min(length, end - 1));
    return text.substring(text.offsetByCodePoints(0, begin), text.offsetByCodePoints(0, through));
  }

  private static long part(Object time, TemporalField field) {
    return LocalDateTime.ofInstant((Instant) time, ZoneOffset.UTC).getLong(field);
  }

  /** Of all kinds of numbers. */
  private static final class Numbers {
    static Object abs(Object value) {
      if (value instanceof Long number) {
        return Math.absExact(number);
      }
      return value instanceof Double number
          ? (Object) Math.abs(number)
          : ((BigDecimal) value).abs();
    }

    /** Those that are too large for a long are whole. */
    static Object rounded(double value) {
      return Math.abs(value) < Long.MAX_VALUE ? (Object) (double) Math.round(value) : value;
    }

    static Object rounded(Object value, long digits, RoundingMode mode) {
      if (value instanceof Double number) {
        return mode == RoundingMode.FLOOR ? Math.floor(number) : Math.ceil(number);
      }
      BigDecimal exact = value instanceof Long n ? BigDecimal.valueOf(n) : (BigDecimal) value;
      BigDecimal rounded = exact.setScale((int) Math.min(digits, exact.scale()), mode);
      return value instanceof Long
          ? (Object) rounded.longValueExact()
          : rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }
  }

  /** Texts without what is at their ends. */
  private static final class Trimmed {
    static String of(String text, String removed, boolean atBegin, boolean atEnd) {
      int begin = 0;
      int end = text.length();
      while (atBegin && begin < end && removed.indexOf(text.codePointAt(begin)) >= 0) {
        begin += Character.charCount(text.codePointAt(begin));
      }
      while (atEnd && begin < end && removed.indexOf(text.codePointBefore(end)) >= 0) {
        end -= Character.charCount(text.codePointBefore(end));
      }
      return text.substring(begin, end);
    }
  }
}
