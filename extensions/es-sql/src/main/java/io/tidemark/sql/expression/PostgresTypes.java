package io.tidemark.sql.expression;

import io.tidemark.sql.table.SqlType;

/**
 * What our types are in PostgreSQL. Times are without a zone, in UTC: so their arithmetic depends
 * on no setting of the session.
 */
public final class PostgresTypes {
  private PostgresTypes() {}

  /** Its name. */
  public static String of(SqlType type) {
    return switch (type.kind()) {
      case VARCHAR, NULL -> "text COLLATE \"C\"";
      case BIGINT, INTEGER -> "bigint";
      case DECIMAL ->
          type.isUnlimited()
              ? "numeric"
              : "numeric(%d, %d)".formatted(type.precision(), type.scale());
      case DOUBLE -> "double precision";
      case BOOLEAN -> "boolean";
      case TIMESTAMP -> "timestamp";
      case DATE -> "date";
      case UUID -> "uuid";
    };
  }

  /** A number of microseconds as an interval. */
  public static String interval(long micros) {
    return "'%d microseconds'::interval".formatted(micros);
  }
}
