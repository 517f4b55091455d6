package io.tidemark.sql.query;

import io.tidemark.dataflow.Aggregations;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.TupleCodec;
import io.tidemark.projection.NamedProjection;
import io.tidemark.row.KeyType;
import io.tidemark.row.RowType;
import io.tidemark.row.RowType.NamedColumn;
import io.tidemark.sql.CompiledQuery;
import io.tidemark.sql.table.SqlColumn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query as those of a read model: first an id that follows from the columns by which
 * the query tells its rows apart, of which any may be null; then its columns. Rows that nothing
 * tells apart are one, with the number of them in a last column.
 *
 * @param plan of rows that have a key
 * @param columns those of the query
 * @param isCounted whether rows have a number of copies
 */
record QueryRows(Plan plan, List<SqlColumn> columns, boolean isCounted) {
  private static final String ROW_KEY = "row_key";
  private static final String COPIES = "copies";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  static QueryRows of(CompiledQuery query) {
    Plan plan = query.plan();
    if (plan.key().isPresent()) {
      return new QueryRows(plan, query.columns(), false);
    }
    List<Integer> all = IntStream.range(0, plan.width()).boxed().toList();
    return new QueryRows(
        new Plan.Aggregate(
            plan, all, Optional.empty(), List.of(Aggregations.count()), Plan.Emission.ALWAYS),
        query.columns(),
        true);
  }

  /**
   * Refuses columns that cannot be those of a table.
   *
   * @throws IllegalArgumentException if one has no name of its own
   */
  void requireNamed(String query) {
    Set<String> seen = new HashSet<>(List.of(ROW_KEY, COPIES));
    for (SqlColumn column : columns) {
      if (!NAME.matcher(column.name()).matches() || !seen.add(column.name())) {
        throw new IllegalArgumentException(
            "Invalid column of query %s: expected each to have a name of its own, of lower-case letters, digits and underscores, not %s or %s, actual %s; give it one with AS"
                .formatted(query, ROW_KEY, COPIES, column.name()));
      }
    }
  }

  /** The rows of a read model of this name. */
  NamedProjection<UUID, Tuple> named(String name) {
    List<NamedColumn> all = new ArrayList<>();
    all.add(new NamedColumn(ROW_KEY, UUID.class, false));
    columns.forEach(
        column -> all.add(new NamedColumn(column.name(), column.type().javaType(), true)));
    if (isCounted) {
      all.add(new NamedColumn(COPIES, Long.class, false));
    }
    RowType<Tuple> type = RowType.ofColumns(Tuple.class, all, Tuple::toArray, Tuple::of);
    return NamedProjection.of(
        name,
        type,
        KeyType.<UUID>firstOf(type)
            .derivedFrom(
                IntStream.of(key()).mapToObj(i -> type.components().get(i + 1)).toList(),
                this::written),
        row -> (UUID) Objects.requireNonNull(row.get(0), ROW_KEY));
  }

  /** A row of the plan as one of the read model. */
  Tuple stored(Tuple row) {
    return Tuple.of(id(row.pick(key()))).plus(row);
  }

  private int[] key() {
    return plan.key().orElseThrow().stream().mapToInt(Integer::intValue).toArray();
  }

  private static UUID id(Tuple key) {
    return UUID.nameUUIDFromBytes(TupleCodec.encode(key));
  }

  /** The id of a row with these values in the columns that tell it apart. */
  private UUID written(List<@Nullable Object> values) {
    int[] key = key();
    @Nullable Object[] forms = new Object[key.length];
    for (int i = 0; i < key.length; i++) {
      SqlColumn column = columns.get(key[i]);
      try {
        forms[i] = column.type().stored(values.get(i));
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(column.name() + ": " + e.getMessage(), e);
      }
    }
    return id(Tuple.of(forms));
  }

  /** A row of the read model as those of the query. */
  Stream<Tuple> shown(Tuple stored) {
    Tuple row = stored.pick(IntStream.rangeClosed(1, columns.size()).toArray());
    long copies =
        isCounted ? (Long) Objects.requireNonNull(stored.get(columns.size() + 1), COPIES) : 1;
    return Collections.nCopies(Math.toIntExact(copies), row).stream();
  }
}
