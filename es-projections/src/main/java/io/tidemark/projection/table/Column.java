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
        .formatted(quotedName(), type.declaration(), component.isNullable() ? "" : " not null");
  }

  /** A value of the component as the driver takes it for an element of an array. */
  @Nullable Object element(@Nullable Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    return value instanceof Temporal time ? TimeText.of(time) : value;
  }

  /** The value of the component in a row of the database. */
  @Nullable Object read(Row row, int column) throws SQLException {
    Object value = type.read(row, column);
    return value != null && component.kind() == ValueKind.ENUM ? constant(value) : value;
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
