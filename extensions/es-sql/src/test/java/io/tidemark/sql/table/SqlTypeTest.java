package io.tidemark.sql.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTypeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "VARCHAR",
        "BIGINT",
        "INTEGER",
        "DECIMAL",
        "DECIMAL(10, 2)",
        "DOUBLE",
        "BOOLEAN",
        "TIMESTAMP",
        "DATE",
        "UUID"
      })
  void a_type_is_read_as_it_is_written(String text) {
    assertThat(SqlType.parse(text)).hasToString(text);
  }

  @Test
  void other_names_of_types_are_known() {
    assertThat(SqlType.parse("timestamp(3)")).isEqualTo(SqlType.TIMESTAMP);
    assertThat(SqlType.parse("numeric(5)")).isEqualTo(SqlType.decimal(5, 0));
    assertThat(SqlType.parse("varchar(20)")).isEqualTo(SqlType.VARCHAR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "TEXT", "DECIMAL(0, 0)", "DECIMAL(3, 4)", "DECIMAL(39, 2)", "INT ARRAY"})
  void what_is_no_type_is_refused(String text) {
    assertThatThrownBy(() -> SqlType.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void equal_values_have_one_form() {
    assertThat(SqlType.decimal(5, 2).stored(new BigDecimal("1.5")))
        .isEqualTo(new BigDecimal("1.50"));
    assertThat(SqlType.DECIMAL.stored(new BigDecimal("100.00"))).isEqualTo(new BigDecimal("100"));
    assertThat(SqlType.INTEGER.stored(7)).isEqualTo(7L);
    assertThat(SqlType.TIMESTAMP.stored(Instant.ofEpochSecond(1, 1_999)))
        .isEqualTo(Instant.ofEpochSecond(1, 1_000));
    assertThat(SqlType.DATE.stored(null)).isNull();
  }

  @Test
  void what_does_not_fit_is_refused() {
    SqlType type = SqlType.decimal(4, 2);
    assertThatThrownBy(() -> type.stored(new BigDecimal("100")))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> type.stored(new BigDecimal("1.234")))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> SqlType.BIGINT.stored("1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(type.rounded(new BigDecimal("1.235"))).isEqualTo(new BigDecimal("1.24"));
  }
}
