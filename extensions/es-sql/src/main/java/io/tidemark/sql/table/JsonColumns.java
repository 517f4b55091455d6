package io.tidemark.sql.table;

import io.tidemark.dataflow.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Properties of JSON objects as columns of declared types; other properties are passed over. */
final class JsonColumns {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final List<SqlColumn> columns;
  private final Map<String, Integer> indexes = new HashMap<>();

  JsonColumns(List<SqlColumn> columns) {
    this.columns = List.copyOf(columns);
    for (int i = 0; i < columns.size(); i++) {
      indexes.put(columns.get(i).name(), i);
    }
  }

  /**
   * The columns of an object; null for what it lacks.
   *
   * @throws IllegalArgumentException if a property is not of the type of its column
   */
  Tuple row(String json) {
    @Nullable Object[] values = new Object[columns.size()];
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        Integer index = indexes.get(parser.currentName());
        JsonToken token = parser.nextToken();
        if (index == null) {
          parser.skipChildren();
        } else if (token != JsonToken.VALUE_NULL) {
          values[index] = value(columns.get(index), parser);
        }
      }
    }
    return Tuple.of(values);
  }

  /** Numbers and times may be texts too: so other programs keep decimals exact. */
  private static @Nullable Object value(SqlColumn column, JsonParser parser) {
    String text = parser.getString();
    try {
      return column
          .type()
          .stored(
              switch (column.type().kind()) {
                case VARCHAR, NULL -> text;
                case BIGINT, INTEGER -> Long.valueOf(text);
                case DECIMAL -> new BigDecimal(text);
                case DOUBLE -> Double.valueOf(text);
                case BOOLEAN -> truth(text);
                case TIMESTAMP -> Instant.parse(text);
                case DATE -> LocalDate.parse(text);
                case UUID -> UUID.fromString(text);
              });
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "Invalid property %s: expected %s, actual %s"
              .formatted(column.name(), column.type(), text),
          e);
    }
  }

  private static Boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }
}
