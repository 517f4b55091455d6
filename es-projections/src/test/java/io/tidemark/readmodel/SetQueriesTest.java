package io.tidemark.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.projection.set.SetTotals;
import io.tidemark.projection.set.SetTotals.Total;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows that a statement makes are asked as others are, in the table and as of a position. */
class SetQueriesTest {
  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void pages_streams_and_sums_of_rows_that_a_statement_makes_are_those_of_others() {
    Accounts.history(lab.store(), 400, 1);
    lab.projections().catchUp(SetTotals.TOTALS);
    ReadModelRepository<String, Total> serving = lab.asking().of(SetTotals.TOTALS);
    ReadModelQuery query =
        ReadModelQuery.all()
            .where(Filter.where(Total::moves).greaterThan(1))
            .orderByDescending(Total::balance);
    List<Total> whole = serving.findAll(query);
    Map<Object, BigDecimal> sums =
        whole.stream()
            .collect(
                Collectors.groupingBy(
                    Total::moves,
                    Collectors.reducing(BigDecimal.ZERO, Total::balance, BigDecimal::add)));
    assertThat(whole).hasSizeGreaterThan(3);

    for (ReadModel<String, Total> rows :
        List.of(serving, serving.asOf(AsOf.position(lab.store().head())))) {
      assertThat(pages(rows, query)).isEqualTo(whole);
      try (Stream<Total> stream = rows.stream(query)) {
        assertThat(stream.toList()).isEqualTo(whole);
      }
      assertThat(rows.sumBy("moves", "balance", query.filter())).isEqualTo(sums);
    }
  }

  private static List<Total> pages(ReadModel<String, Total> rows, ReadModelQuery query) {
    List<Total> put = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      RowPage<Total> page = rows.findPage(cursor.map(query::after).orElse(query).limit(2));
      assertThat(page.rows()).hasSizeLessThanOrEqualTo(2);
      put.addAll(page.rows());
      cursor = page.next();
    } while (cursor.isPresent());
    return put;
  }
}
