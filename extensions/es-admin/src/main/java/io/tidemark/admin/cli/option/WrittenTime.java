package io.tidemark.admin.cli.option;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A time as somebody wrote it: an instant, or a date or time of day that is one in some zone only.
 */
final class WrittenTime {
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffsetId()
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final String text;
  private final TemporalAccessor written;

  private WrittenTime(String text, TemporalAccessor written) {
    this.text = text;
    this.written = written;
  }

  /**
   * The instant; of a day, its first moment.
   *
   * @param notes told what was taken, if a zone decided it
   */
  Instant beginning(ZoneOption zone, Consumer<String> notes) {
    return written instanceof LocalDate day
        ? noted(day.atStartOfDay(zone.zone()), zone, notes)
        : instant(zone, notes);
  }

  /** The instant; of a day, its last microsecond. */
  Instant end(ZoneOption zone, Consumer<String> notes) {
    return written instanceof LocalDate day
        ? noted(day.plusDays(1).atStartOfDay(zone.zone()).minus(1, ChronoUnit.MICROS), zone, notes)
        : instant(zone, notes);
  }

  private Instant instant(ZoneOption zone, Consumer<String> notes) {
    return written instanceof LocalDateTime local
        ? noted(local.atZone(zone.zone()), zone, notes)
        : OffsetDateTime.from(written).toInstant();
  }

  private Instant noted(ZonedDateTime taken, ZoneOption zone, Consumer<String> notes) {
    notes.accept("%s is %s (%s)".formatted(text, taken.toOffsetDateTime(), zone.described()));
    return taken.toInstant();
  }

  /** Reads one. */
  static final class Converter implements ITypeConverter<WrittenTime> {
    @Override
    public WrittenTime convert(String text) {
      try {
        return new WrittenTime(
            text,
            FORMAT.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from));
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "expected a date or an instant such as 2026-01-31 or 2026-01-31T12:00:00Z, actual '%s'"
                .formatted(text));
      }
    }
  }
}
