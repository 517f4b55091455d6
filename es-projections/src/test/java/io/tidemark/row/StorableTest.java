package io.tidemark.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StorableTest {
  record Note(String key, Optional<String> text, BigDecimal amount) {}

  private static final RowType<Note> NOTES = RowType.of(Note.class);

  @Test
  void text_that_no_database_can_store_is_refused_with_the_component_and_the_place() {
    for (String bad : List.of("ab\0c", "ab\uD83D", "ab\uDE00", "ab\uDE00\uD83D")) {
      assertThatThrownBy(() -> NOTES.stored(new Note("k", Optional.of(bad), BigDecimal.ONE)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Invalid text in a row of Note: expected text, actual \\u")
          .hasMessageContaining("at index 2");
    }
    Note good = new Note("k", Optional.of("a\uD83D\uDE00\uD83D\uDE00b"), BigDecimal.ONE);
    assertThat(NOTES.stored(good)).isSameAs(good);
  }

  @Test
  void numbers_that_numeric_cannot_hold_are_refused_before_they_are_written_out() {
    for (String bad : List.of("1E+1000000000", "1E+131072", "1E-16384")) {
      assertThatThrownBy(() -> ValueKind.DECIMAL.stored(new BigDecimal(bad)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "expected at most 131072 digits before the decimal point and 16383");
    }
    assertThatThrownBy(() -> ValueKind.DECIMAL.stored(new BigDecimal("9".repeat(200_000))))
        .hasMessageContaining("actual 200000 and 0");
    assertThat(ValueKind.DECIMAL.stored(new BigDecimal("0E+1000000000")))
        .isEqualTo(BigDecimal.ZERO);
    assertThat(ValueKind.DECIMAL.stored(new BigDecimal("1.50"))).isEqualTo(new BigDecimal("1.50"));
  }

  @Test
  void times_that_the_database_cannot_hold_are_refused() {
    for (Instant bad :
        List.of(Instant.MAX, Instant.MIN, Instant.parse("+300000-01-01T00:00:00Z"))) {
      assertThatThrownBy(() -> ValueKind.INSTANT.stored(bad))
          .hasMessageContaining("actual " + bad.truncatedTo(ChronoUnit.MICROS));
    }
    for (LocalDate bad : List.of(LocalDate.MAX, LocalDate.MIN, LocalDate.of(0, 12, 31))) {
      assertThatThrownBy(() -> ValueKind.DATE.stored(bad)).hasMessageContaining("actual " + bad);
    }
  }

  @Test
  void values_that_are_one_key_to_the_database_have_one_form() {
    assertThat(ValueKind.DECIMAL.keyForm(new BigDecimal("100.00")))
        .isEqualTo(ValueKind.DECIMAL.keyForm(new BigDecimal("1E+2")))
        .isEqualTo(new BigDecimal("100"));
    assertThat(ValueKind.DOUBLE.keyForm(-0.0)).isEqualTo(0.0);
    assertThat(ValueKind.DOUBLE.keyForm(Double.NaN)).isEqualTo(Double.NaN);
    assertThat(ValueKind.TEXT.keyForm("a")).isEqualTo("a");
  }

  @Test
  void values_are_ordered_as_the_database_orders_them() {
    assertThat(ValueKind.TEXT.order().compare("\uFFFD", "\uD83D\uDE00")).isNegative();
    assertThat(ValueKind.TEXT.order().compare("\uD83D\uDE00", "\uFFFD")).isPositive();
    assertThat(ValueKind.TEXT.order().compare("ab", "abc")).isNegative();
    assertThat(ValueKind.DOUBLE.order().compare(-0.0, 0.0)).isZero();
    assertThat(ValueKind.DOUBLE.order().compare(Double.NaN, Double.POSITIVE_INFINITY)).isPositive();
    assertThat(ValueKind.DECIMAL.order().compare(new BigDecimal("1.0"), BigDecimal.ONE)).isZero();
    assertThat(ValueKind.UUID.order().compare(new UUID(-1, 0), new UUID(1, 0))).isPositive();
    assertThat(ValueKind.UUID.order().compare(new UUID(1, -1), new UUID(1, 1))).isPositive();
  }
}
