package io.tidemark.projection.table;

import io.tidemark.jdbc.Row;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.row.RowComponent;
import io.tidemark.row.ValueKind;
import java.sql.SQLException;
import java.time.temporal.Temporal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The column that keeps one component of the rows of a projection. */
public record Column(String projection, RowComponent component, ColumnType type) {
  static Column of(String projection, RowComponent component) {
    return new Column(projection, component, ColumnType.of(component.kind()));
  }

  String name() {
    return Identifier.snakeCase(component.name());
  }

  /** Its name in SQL text. */
  public String quotedName() {
    return Identifier.quoted(name());
  }

  /** As it stands in {@code create table}. */
  String definition() {
    return "%s %s%s"
        .formatted(quotedName(), declaration(), component.isNullable() ? "" : " not null");
  }

  private String declaration() {
    return component
        .decimal()
        .map(digits -> "numeric(%d,%d)".formatted(digits.precision(), digits.scale()))
        .orElse(type.declaration());
  }

  /** The same with what is within its values: columns of other values have other words. */
  String words() {
    return definition() + component.jsonShape().map(shape -> " of " + shape).orElse("");
  }

  /** A value of the component as the driver takes it for an element of an array. */
  @Nullable Object element(@Nullable Object value) {
    if (value != null && component.kind() == ValueKind.JSON) {
      return component.json().encode(value);
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    return value instanceof Temporal time ? TimeText.of(time) : value;
  }

  /** The value of the component in a row of the database. */
  public @Nullable Object read(Row row, int column) throws SQLException {
    Object value = type.read(row, column);
    if (value != null && component.kind() == ValueKind.JSON) {
      return json((String) value);
    }
    return value != null && component.kind() == ValueKind.ENUM ? constant(value) : value;
  }

  private Object json(String text) {
    try {
      return component.json().decode(text);
    } catch (IllegalArgumentException e) {
      throw new ProjectionChangedException(
          projection,
          "JSON of %s in column %s".formatted(component.type().getSimpleName(), name()),
          String.valueOf(e.getMessage()));
    }
  }

  private Object constant(Object name) {
    return Arrays.stream(component.type().getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ProjectionChangedException(
                    projection,
                    "a constant of " + component.type().getSimpleName() + " in column " + name(),
                    String.valueOf(name)));
  }
}
