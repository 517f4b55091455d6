package io.tidemark.projection.postgres;

import io.tidemark.jdbc.Row;
import io.tidemark.row.RowComponent;
import io.tidemark.row.ValueKind;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The column that keeps one component of a row. */
public record Column(RowComponent component, ColumnType type) {
  static Column of(RowComponent component) {
    return new Column(component, ColumnType.of(component.kind()));
  }

  String name() {
    return Identifier.snakeCase(component.name());
  }

  public String quotedName() {
    return Identifier.quoted(name());
  }

  /** As it stands in {@code create table}. */
  String definition() {
    return "%s %s%s"
        .formatted(quotedName(), type.declaration(), component.isNullable() ? "" : " not null");
  }

  /** A value of the component as the driver takes it. */
  public @Nullable Object bindable(@Nullable Object value) {
    return value instanceof Enum<?> constant ? constant.name() : value;
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
                new IllegalStateException(
                    "Unknown %s %s in column %s"
                        .formatted(component.type().getSimpleName(), name, name())));
  }
}
