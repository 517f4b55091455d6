package io.tidemark.bank.cli;

import io.tidemark.AsOf;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The point in history at which a command looks, if it is not now. */
class AsOfOptions {
  @Option(
      names = "--at-position",
      paramLabel = "N",
      converter = Count.class,
      description = "after the event at this position of the log")
  @Nullable Long position;

  @Option(
      names = "--recorded-at",
      paramLabel = "INSTANT",
      converter = InstantConverter.class,
      description = "with what was stored by then, for example 2026-01-31T12:00:00Z")
  @Nullable Instant recordedAt;

  @Option(
      names = "--occurred-at",
      paramLabel = "INSTANT",
      converter = InstantConverter.class,
      description = "with what had happened by then, whenever it was stored")
  @Nullable Instant occurredAt;

  AsOf asOf() {
    if (position != null) {
      return AsOf.position(position);
    }
    if (recordedAt != null) {
      return AsOf.recordedAt(recordedAt);
    }
    return occurredAt != null ? AsOf.occurredAt(occurredAt) : AsOf.latest();
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
