package io.tidemark.admin.cli.option;

import io.tidemark.AsOf;
import io.tidemark.terminal.CommandFailedException;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for a point in history, of the whole log or of one stream. */
public abstract sealed class PointOptions permits AsOfOptions, StreamAsOfOptions {
  @Mixin private ZoneOption zone = new ZoneOption();

  /** Not asked for yet. */
  PointOptions() {}

  /** The options of which one was given; null if none was. */
  abstract @Nullable LogPoint told();

  /** Whether a point was asked for. */
  public final boolean isAskedFor() {
    return told() != null;
  }

  /**
   * The point that was asked for; the latest if none was.
   *
   * @param head gives the position at which the log ends
   * @param notes told in a few words what the user should know: which instant a date was taken for,
   *     that a time is yet to come
   * @throws CommandFailedException if the log does not reach the position that was asked for
   */
  public final AsOf asOf(LongSupplier head, Consumer<String> notes) {
    LogPoint told = told();
    AsOf point = told == null ? AsOf.latest() : told.asOf(zone, notes);
    if (point instanceof AsOf.Position wanted) {
      requirePosition(wanted.position(), head.getAsLong());
    }
    if (point instanceof AsOf.RecordedAt wanted && wanted.instant().isAfter(Instant.now())) {
      notes.accept("%s is yet to come, so the answer may still change".formatted(wanted.instant()));
    }
    return point;
  }

  /**
   * Refuses a version that a stream has not reached.
   *
   * @param version the last one it has
   * @throws CommandFailedException if the point is a later one
   */
  public static void requireVersion(AsOf point, String stream, long version) {
    if (point instanceof AsOf.Version wanted) {
      requireReached("Version of " + stream, version, wanted.version());
    }
  }

  /**
   * Refuses a position that the log has not reached.
   *
   * @param head of the log
   * @throws CommandFailedException if it is a later one
   */
  public static void requirePosition(long position, long head) {
    requireReached("Position of the log", head, position);
  }

  private static void requireReached(String subject, long last, long wanted) {
    if (wanted > last) {
      throw new CommandFailedException(
          "%s: expected at most %d, actual %d".formatted(subject, last, wanted));
    }
  }

  /** One at a time; an argument group. */
  static class LogPoint {
    @Option(
        names = "--at-position",
        paramLabel = "N",
        converter = Count.class,
        description = "after the event at this position of the log")
    private @Nullable Long position;

    @Option(
        names = "--recorded-at",
        paramLabel = "TIME",
        converter = WrittenTime.Converter.class,
        description =
            "with what was stored by then: an instant such as 2026-01-31T12:00:00Z, or a date, of"
                + " which the end is meant")
    private @Nullable WrittenTime recordedAt;

    @Option(
        names = "--occurred-at",
        paramLabel = "TIME",
        converter = WrittenTime.Converter.class,
        description = "with what had happened by then, whenever it was stored")
    private @Nullable WrittenTime occurredAt;

    AsOf asOf(ZoneOption zone, Consumer<String> notes) {
      if (position != null) {
        return AsOf.position(position);
      }
      if (recordedAt != null) {
        return AsOf.recordedAt(recordedAt.end(zone, notes));
      }
      return occurredAt != null ? AsOf.occurredAt(occurredAt.end(zone, notes)) : AsOf.latest();
    }
  }

  /** Reads a number that is at least 1. */
  public static final class Positive implements ITypeConverter<Long> {
    /** For picocli. */
    public Positive() {}

    @Override
    public Long convert(String text) {
      return whole(text, 1);
    }
  }

  private static long whole(String text, long least) {
    try {
      long number = Long.parseLong(text);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new TypeConversionException(
        "expected a whole number of at least %d, actual '%s'".formatted(least, text));
  }

  /** Reads a number that is not negative. */
  public static final class Count implements ITypeConverter<Long> {
    /** For picocli. */
    public Count() {}

    @Override
    public Long convert(String text) {
      return whole(text, 0);
    }
  }
}
