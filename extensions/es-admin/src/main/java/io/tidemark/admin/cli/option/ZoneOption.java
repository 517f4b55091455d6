package io.tidemark.admin.cli.option;

import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The time zone in which a date is meant; a mixin. */
final class ZoneOption {
  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      converter = Converter.class,
      description = "time zone of dates, for example Europe/Berlin (default: this machine's)")
  @Nullable ZoneId told;

  ZoneId zone() {
    return told == null ? ZoneId.systemDefault() : told;
  }

  String described() {
    return told == null
        ? "%s, the time zone of this machine; --zone names another".formatted(zone())
        : zone().toString();
  }

  private static final class Converter implements ITypeConverter<ZoneId> {
    @Override
    public ZoneId convert(String text) {
      try {
        return ZoneId.of(text);
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "expected a time zone such as Europe/Berlin or +01:00, actual '%s'".formatted(text));
      }
    }
  }
}
