package io.tidemark.bank.stream;

import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.row.RowComponent;
import io.tidemark.sketch.DistinctCount;
import io.tidemark.sketch.HeavyHitters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a stream, by whichever of its definitions.
 *
 * @param columns their names
 * @param rows a value for each column
 */
public record StreamRows(List<String> columns, List<List<@Nullable Object>> rows) {
  /**
   * The newest ones, the first one first, as far as they are made.
   *
   * @param projection one of the definitions
   * @param limit how many at the most
   */
  public static StreamRows newest(
      BankStream stream, Projection<?, ?> projection, PostgresProjections projections, long limit) {
    ReadModelQuery query = ReadModelQuery.all();
    for (String column : stream.newest()) {
      query = query.orderByDescending(column);
    }
    List<?> found = ReadModels.of(projections).of(projection).findAll(query.limit(limit));
    List<String> columns =
        stream.code().rows().components().stream().map(RowComponent::name).toList();
    return new StreamRows(
        columns, found.stream().map(row -> values(projection, columns, row)).toList());
  }

  /** What a statement has for a sketch. */
  private static @Nullable Object shown(@Nullable Object value) {
    if (value instanceof DistinctCount count) {
      return count.estimate();
    }
    return value instanceof HeavyHitters hitters ? hitters.toString() : value;
  }

  /** Of a statement, rows have more columns, before and behind those of the stream. */
  private static List<@Nullable Object> values(
      Projection<?, ?> projection, List<String> columns, Object row) {
    List<@Nullable Object> values = new ArrayList<>();
    for (RowComponent component : projection.rows().components()) {
      if (columns.contains(component.name())) {
        values.add(shown(component.value(row)));
      }
    }
    return values;
  }
}
