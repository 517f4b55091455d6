package io.tidemark.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.row.RowType.NamedColumn;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that people read and write as other columns. */
class DerivedKeyTest {
  private static final RowType<Object[]> ROWS =
      RowType.ofColumns(
          Object[].class,
          List.of(
              new NamedColumn("id", String.class, false),
              new NamedColumn("name", String.class, true),
              new NamedColumn("year", Long.class, true)),
          row -> row,
          row -> row);

  private static KeyType<String> key(int columns) {
    return KeyType.<String>firstOf(ROWS)
        .derivedFrom(ROWS.components().subList(1, 1 + columns), Object::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "NULL",
      value = {
        "Ada | 1843 | Ada,1843",
        "NULL | 1843 | ,1843",
        "Ada | NULL | Ada,",
        "NULL | NULL | ,",
        "`` | 1 | \"\",1",
        "Lovelace, Ada | 1843 | \"Lovelace, Ada\",1843"
      })
  void what_is_read_is_what_is_written(@Nullable String name, @Nullable Long year, String text) {
    List<@Nullable Object> values = Arrays.asList(name, year);

    assertThat(key(2).toldText(values)).isEqualTo(text);
    assertThat(key(2).parse(text)).isEqualTo(values.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "NULL",
      value = {
        "Lovelace, Ada | Lovelace, Ada",
        "\"Ada\" | \"\"\"Ada\"\"\"",
        "`` | \"\"",
        "NULL | ``",
        "5\" | 5\""
      })
  void of_one_column_only_what_could_be_mistaken_is_in_quotes(@Nullable String name, String text) {
    List<@Nullable Object> values = Collections.singletonList(name);

    assertThat(key(1).toldText(values)).isEqualTo(text);
    assertThat(key(1).parse(text)).isEqualTo(values.toString());
  }

  @Test
  void the_only_row_has_a_name() {
    assertThat(key(0).toldText(List.of())).isEqualTo("all");
    assertThat(key(0).parse("all")).isEqualTo("[]");
    assertThatThrownBy(() -> key(0).parse("Ada"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 'all', because there is only one row, actual 'Ada'");
  }

  @Test
  void what_is_no_key_is_refused_with_the_columns() {
    assertThatThrownBy(() -> key(2).parse("Ada"))
        .hasMessage(
            "expected 2 values with commas between them, of [name, year], actual 1 in 'Ada'");
    assertThatThrownBy(() -> key(2).parse("Ada,soon"))
        .hasMessage("year: expected a whole number, actual 'soon'");
  }

  @Test
  void the_database_and_other_code_know_it_by_its_components() {
    assertThat(key(2).isDerived()).isTrue();
    assertThat(key(2).components()).extracting(RowComponent::name).containsExactly("id");
    assertThat(key(2).told()).extracting(RowComponent::name).containsExactly("name", "year");
    assertThat(key(2).text("x")).isEqualTo("x");
    KeyType<String> plain = KeyType.firstOf(ROWS);
    assertThat(plain.isDerived()).isFalse();
    assertThat(plain.told()).isEqualTo(plain.components());
    assertThat(plain.toldText(List.of("x"))).isEqualTo("x");
  }
}
