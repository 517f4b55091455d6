package io.tidemark.sql.table;

import io.tidemark.dataflow.Tuple;
import io.tidemark.row.Decimal;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The components of a record that are single values, as columns.
 *
 * @param accessors what gives the value of each
 */
record RecordColumns(List<SqlColumn> columns, List<Method> accessors) {
  private static final Map<Class<?>, SqlType> TYPES =
      Map.ofEntries(
          Map.entry(String.class, SqlType.VARCHAR),
          Map.entry(long.class, SqlType.BIGINT),
          Map.entry(Long.class, SqlType.BIGINT),
          Map.entry(int.class, SqlType.INTEGER),
          Map.entry(Integer.class, SqlType.INTEGER),
          Map.entry(BigDecimal.class, SqlType.DECIMAL),
          Map.entry(double.class, SqlType.DOUBLE),
          Map.entry(Double.class, SqlType.DOUBLE),
          Map.entry(boolean.class, SqlType.BOOLEAN),
          Map.entry(Boolean.class, SqlType.BOOLEAN),
          Map.entry(Instant.class, SqlType.TIMESTAMP),
          Map.entry(LocalDate.class, SqlType.DATE),
          Map.entry(UUID.class, SqlType.UUID));

  private static final ClassValue<RecordColumns> KNOWN =
      new ClassValue<>() {
        @Override
        protected RecordColumns computeValue(Class<?> type) {
          return read(type);
        }
      };

  static RecordColumns of(Class<?> record) {
    return KNOWN.get(record);
  }

  private static RecordColumns read(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null) {
      throw new IllegalArgumentException(
          "Invalid table of %s: expected a record, actual another class".formatted(type.getName()));
    }
    List<SqlColumn> columns = new ArrayList<>();
    List<Method> accessors = new ArrayList<>();
    for (RecordComponent component : components) {
      Optional<SqlType> found = typeOf(component);
      if (found.isPresent()) {
        columns.add(new SqlColumn(Names.snakeCase(component.getName()), found.get()));
        component.getAccessor().setAccessible(true);
        accessors.add(component.getAccessor());
      }
    }
    return new RecordColumns(List.copyOf(columns), List.copyOf(accessors));
  }

  private static Optional<SqlType> typeOf(RecordComponent component) {
    Decimal decimal = component.getAnnotation(Decimal.class);
    if (decimal != null && decimal.precision() <= SqlType.MAX_PRECISION) {
      return Optional.of(SqlType.decimal(decimal.precision(), decimal.scale()));
    }
    Class<?> type = component.getType();
    if (type == Optional.class && component.getGenericType() instanceof ParameterizedType some) {
      Type value = some.getActualTypeArguments()[0];
      return value instanceof Class<?> known ? typeOf(known) : Optional.empty();
    }
    return typeOf(type);
  }

  private static Optional<SqlType> typeOf(Class<?> type) {
    return type.isEnum() ? Optional.of(SqlType.VARCHAR) : Optional.ofNullable(TYPES.get(type));
  }

  /** The columns of a record of this type. */
  Tuple row(Record record) {
    @Nullable Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      Object part = part(accessors.get(i), record);
      Object value = part instanceof Optional<?> some ? some.orElse(null) : part;
      values[i] = columns.get(i).type().stored(value);
    }
    return Tuple.of(values);
  }

  private static @Nullable Object part(Method accessor, Record record) {
    try {
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + record, e);
    }
  }
}
