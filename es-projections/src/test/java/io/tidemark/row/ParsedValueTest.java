package io.tidemark.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParsedValueTest {
  private static final UUID ID = UUID.fromString("1b4e28ba-2fa1-4a5b-9cd2-2a1c9d7f3e10");

  enum Colour {
    RED {},
    BLUE
  }

  record All(
      String text,
      Colour colour,
      long number,
      int small,
      BigDecimal amount,
      double ratio,
      boolean truth,
      Instant at,
      LocalDate on,
      UUID id) {}

  @Test
  void every_kind_of_value_is_read_as_it_is_written() {
    All row =
        new All(
            "a b",
            Colour.RED,
            -7,
            8,
            new BigDecimal("1.50"),
            0.25,
            true,
            Instant.parse("2026-01-31T12:00:00.123456Z"),
            LocalDate.of(2026, 1, 31),
            ID);
    List<RowComponent> components = RowType.of(All.class).components();

    assertThat(components)
        .allSatisfy(
            each -> {
              Object value = Objects.requireNonNull(each.value(row));
              assertThat(each.parse(each.text(value))).isEqualTo(value);
            });
  }

  enum Answer {
    YES;

    @Override
    public String toString() {
      return "Yes!";
    }
  }

  record Answered(Answer answer) {}

  @Test
  void a_constant_is_written_by_its_name_whatever_it_says_of_itself() {
    RowComponent answer = RowType.of(Answered.class).components().get(0);

    assertThat(answer.text(Answer.YES)).isEqualTo("YES");
    assertThat(answer.parse("YES")).isEqualTo(Answer.YES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "colour | red | expected one of RED, BLUE, actual 'red'",
        "number | many | expected a whole number, actual 'many'",
        "number | 9223372036854775808 | expected a whole number, actual '9223372036854775808'",
        "small | 2147483648 | expected a whole number of at most 32 bits, actual '2147483648'",
        "amount | 1,5 | expected a number, actual '1,5'",
        "ratio | x | expected a number, actual 'x'",
        "truth | yes | expected true or false, actual 'yes'",
        "at | 2026-01-31 | expected an instant such as 2026-01-31T12:00:00Z, actual '2026-01-31'",
        "on | 31.1.2026 | expected a date such as 2026-01-31, actual '31.1.2026'",
        "id | 1-1-1-1-1 | actual '1-1-1-1-1'",
      })
  void what_is_no_such_value_is_told_with_what_is_expected(
      String component, String text, String answer) {
    RowComponent found =
        RowType.of(All.class).components().stream()
            .filter(each -> each.name().equals(component))
            .findFirst()
            .orElseThrow();

    assertThatThrownBy(() -> found.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(answer);
  }

  record Composed(
      String id, List<Colour> palette, @Decimal(precision = 4, scale = 2) BigDecimal price) {}

  @Test
  void lists_and_decimals_of_declared_digits_are_read_as_they_are_stored() {
    List<RowComponent> components = RowType.of(Composed.class).components();

    assertThat(components.get(1).parse("[\"BLUE\", \"RED\"]"))
        .isEqualTo(List.of(Colour.BLUE, Colour.RED));
    assertThat(components.get(2).parse("9.9")).isEqualTo(new BigDecimal("9.90"));
  }

  @Test
  void json_that_does_not_fit_is_told_with_what_is_expected() {
    RowComponent palette = RowType.of(Composed.class).components().get(1);

    assertThatThrownBy(() -> palette.parse("[\"GREEN\"]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected JSON of List, actual '[\"GREEN\"]'");
  }

  @Test
  void what_the_database_could_not_hold_is_refused_too() {
    assertThatThrownBy(() -> RowType.of(All.class).components().get(0).parse("a\0b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("which no UTF-8 database can store");
  }
}
