package io.tidemark.projection.table;

import io.tidemark.jdbc.Row;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.row.Decimal;
import io.tidemark.row.RowComponent;
import io.tidemark.row.ValueKind;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The column that keeps one component of the rows of a projection.
 *
 * @param check name of the constraint by which the database checks its digits, if it has to
 */
public record Column(
    String projection, RowComponent component, ColumnType type, Optional<String> check) {
  /**
   * Of values that are checked before they are written.
   *
   * @param projection its name
   */
  static Column of(String projection, RowComponent component) {
    return new Column(projection, component, ColumnType.of(component.kind()), Optional.empty());
  }

  /**
   * The same, whose values nobody has checked: what does not fit is refused, as it would be if
   * somebody had. Without a constraint the database would round it, and tell nobody.
   *
   * @param constraint its name, if it needs one
   */
  Column checkedBy(String constraint) {
    return component.decimal().isEmpty()
        ? this
        : new Column(projection, component, type, Optional.of(constraint));
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
    return check.map(this::checked).orElseGet(this::declared);
  }

  private String declared() {
    return "%s %s%s"
        .formatted(
            quotedName(),
            component.decimal().map(Column::sql).orElse(type.declaration()),
            component.isNullable() ? "" : " not null");
  }

  private String checked(String constraint) {
    Decimal digits = component.decimal().orElseThrow();
    return "%1$s numeric%2$s constraint %3$s check (round(%1$s, %4$s) = %1$s and abs(%1$s) < 1e%5$s)"
        .formatted(
            quotedName(),
            component.isNullable() ? "" : " not null",
            Identifier.quoted(constraint),
            digits.scale(),
            digits.precision() - digits.scale());
  }

  private static String sql(Decimal digits) {
    return "numeric(%s,%s)".formatted(digits.precision(), digits.scale());
  }

  /** Its number in SQL text, with as many digits after the point as are declared. */
  public String numberSql() {
    return quotedName()
        + "::"
        + component.decimal().map(Column::sql).orElse(ColumnType.NUMERIC.sql());
  }

  /**
   * As it is declared, with what is within its values: columns of other values have other words.
   */
  String words() {
    return declared() + component.jsonShape().map(shape -> " of " + shape).orElse("");
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
    if (value instanceof BigDecimal number && check.isPresent()) {
      return scaled(number, component.decimal().orElseThrow().scale());
    }
    return value != null && component.kind() == ValueKind.ENUM ? constant(value) : value;
  }

  /** The same, but JSON with its text, in which there may be more than the value has. */
  @Nullable Object readWithText(Row row, int column) throws SQLException {
    Object value = read(row, column);
    return value != null && component.kind() == ValueKind.JSON
        ? new StoredJson(value, row.text(column))
        : value;
  }

  private static BigDecimal scaled(BigDecimal number, int scale) {
    boolean isExact = number.stripTrailingZeros().scale() <= scale;
    return isExact ? number.setScale(scale) : number; // who took the constraint away may see it
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
