package io.tidemark.admin.cli.option;

import io.tidemark.AsOf;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The point in history at which the log is taken to end, if it is not now; a mixin. */
public final class UntilOption {
  @Option(
      names = "--until",
      paramLabel = "POINT",
      converter = PointConverter.class,
      description =
          "as if the log ended here: a position, or an instant or date by which all was stored")
  private @Nullable Point until;

  @Mixin private ZoneOption zone = new ZoneOption();

  /** Not asked for yet. */
  public UntilOption() {}

  /** Whether a point was asked for. */
  public boolean isAskedFor() {
    return until != null;
  }

  /** The options that say the same again; empty if no point was asked for. */
  public String again() {
    String place = zone.told == null ? "" : " --zone " + zone.told;
    return until == null ? "" : "--until " + until.text() + place;
  }

  /**
   * The point that was asked for.
   *
   * @param head gives the position at which the log ends
   * @param notes told which instant a date was taken for
   * @throws io.tidemark.terminal.CommandFailedException if the log does not reach the position that
   *     was asked for
   */
  public Optional<AsOf> asOf(LongSupplier head, Consumer<String> notes) {
    if (until == null) {
      return Optional.empty();
    }
    if (until.time() != null) {
      return Optional.of(AsOf.recordedAt(until.time().end(zone, notes)));
    }
    PointOptions.requirePosition(until.position(), head.getAsLong());
    return Optional.of(AsOf.position(until.position()));
  }

  /**
   * One of both.
   *
   * @param text as it was written
   * @param position a position, if there is no time
   */
  private record Point(String text, long position, @Nullable WrittenTime time) {}

  private static final class PointConverter implements ITypeConverter<Point> {
    @Override
    public Point convert(String text) {
      if (text.matches("\\d{1,18}")) {
        return new Point(text, Long.parseLong(text), null);
      }
      try {
        return new Point(text, 0, new WrittenTime.Converter().convert(text));
      } catch (TypeConversionException e) {
        throw new TypeConversionException(
            "expected a position, a date or an instant such as 2026-01-31T12:00:00Z, actual '%s'"
                .formatted(text));
      }
    }
  }
}
