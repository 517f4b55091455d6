package io.tidemark.admin.cli;

import io.tidemark.AsOf;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for a point in history, of the whole log or of one stream. */
public abstract sealed class PointOptions permits AsOfOptions, StreamAsOfOptions {
  @Option(
      names = "--at-position",
      paramLabel = "N",
      converter = Count.class,
      description = "after the event at this position of the log")
  private @Nullable Long position;

  @Option(
      names = "--recorded-at",
      paramLabel = "INSTANT",
      converter = InstantConverter.class,
      description = "with what was stored by then, for example 2026-01-31T12:00:00Z")
  private @Nullable Instant recordedAt;

  @Option(
      names = "--occurred-at",
      paramLabel = "INSTANT",
      converter = InstantConverter.class,
      description = "with what had happened by then, whenever it was stored")
  private @Nullable Instant occurredAt;

  /** The point that was asked for. */
  public AsOf asOf() {
    if (position != null) {
      return AsOf.position(position);
    }
    if (recordedAt != null) {
      return AsOf.recordedAt(recordedAt);
    }
    return occurredAt != null ? AsOf.occurredAt(occurredAt) : AsOf.latest();
  }

  /**
   * What to tell a user who asks for a point that is yet to come; empty for any other.
   *
   * @param head gives the position at which the log ends
   */
  public static Optional<String> note(AsOf point, LongSupplier head) {
    if (point instanceof AsOf.Position wanted && wanted.position() > head.getAsLong()) {
      return Optional.of("the log ends at position %d".formatted(head.getAsLong()));
    }
    if (point instanceof AsOf.RecordedAt wanted && wanted.instant().isAfter(Instant.now())) {
      return Optional.of(
          "%s is yet to come, so the answer may still change".formatted(wanted.instant()));
    }
    return Optional.empty();
  }

  /** Reads a number that is not negative. */
  static final class Count implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        long count = Long.parseLong(text);
        if (count >= 0) {
          return count;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw new TypeConversionException(
          "expected a whole number of at least 0, actual '%s'".formatted(text));
    }
  }
}
