package io.tidemark.projection.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SetStatementTest {
  private static final String RANGE = "(select * from EVENTS where position > ? and position <= ?)";

  private static final StatementPlaces PLACES = new StatementPlaces("TABLE", "VIEW", "EVENTS");

  @Test
  void places_are_filled_and_values_bound_in_their_order() {
    SetStatement statement =
        parsed("insert into :table select :through, * from :events e, :log l where 1 > :after");

    assertThat(sql(statement))
        .isEqualTo(
            "insert into TABLE select ?, * from "
                + RANGE
                + " e, (select * from VIEW where position > ? and position <= ?) l where 1 > ?");
    assertThat(statement.parameters(PLACES, 5, 9)).containsExactly(9L, 5L, 9L, 5L, 9L, 5L);
  }

  @Test
  void what_happened_later_is_not_in_the_range() {
    OffsetDateTime time = OffsetDateTime.parse("2026-03-01T12:00:00Z");
    SetStatement statement = parsed("insert into :table select :after from :log e");
    StatementPlaces by = PLACES.occurredBy(time);

    assertThat(statement.sql(by))
        .isEqualTo(
            "insert into TABLE select ? from"
                + " (select * from VIEW where position > ? and position <= ? and occurred_at <= ?) e");
    assertThat(statement.parameters(by, 5, 9)).containsExactly(5L, 5L, 9L, time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "':table ? it''s ; :nothing'",
        "E'\\':nothing ?'",
        "\":nothing\"\"?;\"",
        "$$ :nothing ' ? ; $$",
        "$x$ :nothing $$ ? $x$",
        "'a'::text",
        "x[1:2]",
        "date '2026-01-01'"
      })
  void what_only_looks_like_a_place_stays_as_it_is(String hidden) {
    SetStatement statement = parsed("insert into :table select " + hidden + " from :events e");

    assertThat(sql(statement))
        .isEqualTo("insert into TABLE select " + hidden + " from " + RANGE + " e");
    assertThat(statement.parameters(PLACES, 1, 2)).containsExactly(1L, 2L);
  }

  @Test
  void a_question_mark_is_an_operator_and_no_parameter() {
    assertThat(sql(parsed("insert into :table select 1 from :log e where data ? 'x'")))
        .endsWith("where data ?? 'x'");
  }

  @Test
  void comments_are_left_out() {
    assertThat(
            sql(
                parsed(
                    "insert into :table -- it's :this\nselect 1 /* :that ' ; */ from :events e")))
        .isEqualTo("insert into TABLE  \nselect 1   from " + RANGE + " e");
  }

  @Test
  void what_cannot_be_one_statement_over_a_range_is_refused() {
    refused("insert into :table select 1 from :log e; delete from x", "expected one statement");
    refused("insert into :table select :Range from :log e", "actual :Range");
    refused("insert into totals select 1 from :log e", "expected :table to write to");
    refused("delete from :table where x > :after", "and :log or :events to read");
    refused("insert into :table /* a /* b */ c */ select 1 from :log e", "no comment in a comment");
  }

  private static void refused(String sql, String reason) {
    assertThatThrownBy(() -> parsed(sql))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid statement of projection totals: ")
        .hasMessageContaining(reason);
  }

  @Test
  void a_semicolon_at_the_end_is_no_second_statement() {
    assertThat(sql(parsed("delete from :table using :log e; -- done\n"))).doesNotContain(";");
  }

  @Test
  void comments_and_spacing_make_no_other_statement_and_texts_do() {
    String hash = parsed("insert into :table select 'a b' from :log e").hash();

    assertThat(parsed("insert into :table\n  select 'a b' -- why\n  from :log e;\n").hash())
        .isEqualTo(hash);
    assertThat(parsed("insert into :table select 'a  b' from :log e").hash()).isNotEqualTo(hash);
    assertThat(parsed("insert into :table select 'a b' from :events e").hash()).isNotEqualTo(hash);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into :table(a,b) select count(*), 'x'::text from :log e where a=1 and b in(1,2)",
        "insert into :table ( a, b )\nselect count( * ), 'x' :: text\nfrom :log e\nwhere a = 1 and b in (1, 2)",
        "insert into :table (a -- one\n, b) select count (*) , 'x'::text from :log e where a= 1 and b in ( 1 ,2 )"
      })
  void spacing_around_brackets_and_operators_makes_no_other_statement(String sql) {
    assertThat(parsed(sql).hash())
        .isEqualTo(
            parsed(
                    "insert into :table (a, b) select count(*), 'x'::text from :log e where a = 1 and b in (1, 2)")
                .hash());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "'( a )' ~ '(a)'",
        "$$( a )$$ ~ $$(a)$$",
        "\"( a )\" ~ \"(a)\"",
        "U&'a' ~ U &'a'",
        "U&'a' ~ U& 'a'",
        "a < -1 ~ a <-1",
        "a b ~ ab",
        "x '1' ~ x'1'"
      })
  void what_may_mean_something_else_is_another_statement(String one, String other) {
    assertThat(parsed("insert into :table select " + one + " from :log e").hash())
        .isNotEqualTo(parsed("insert into :table select " + other + " from :log e").hash());
  }

  private static SetStatement parsed(String sql) {
    return SetStatement.parse("totals", sql);
  }

  private static String sql(SetStatement statement) {
    return statement.sql(PLACES);
  }
}
