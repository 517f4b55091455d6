package io.tidemark.projection;

import io.tidemark.row.RowComponent;
import io.tidemark.row.RowType;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a projection may be called: its name is also that of its table. */
final class ProjectionName {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  /** Of tables that belong to a projection beside that of its rows. */
  private static final List<String> RESERVED_SUFFIXES =
      List.of("_rebuild", "_previous", "_scratch", "_history");

  private ProjectionName() {}

  /** Refuses a component whose column would have the name of one that history needs. */
  static void requireFitForHistory(String projection, RowType<?> rows) {
    for (RowComponent component : rows.components()) {
      String plain = component.name().replace("_", "").toLowerCase(Locale.ROOT);
      if (plain.equals("validfrom") || plain.equals("validto")) {
        throw new IllegalArgumentException(
            "Invalid component of %s with history: expected a name other than validFrom and validTo, actual %s"
                .formatted(projection, component.name()));
      }
    }
  }

  /** Refuses a name that is none. */
  static void require(String name) {
    if (!NAME.matcher(name).matches() || RESERVED_SUFFIXES.stream().anyMatch(name::endsWith)) {
      throw new IllegalArgumentException(
          "Invalid projection name %s: expected %s not ending in one of %s"
              .formatted(name, NAME, RESERVED_SUFFIXES));
    }
  }
}
