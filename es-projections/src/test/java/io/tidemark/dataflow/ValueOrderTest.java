package io.tidemark.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValueOrderTest {
  /** Of each class values in their order, the smallest first. */
  static Stream<List<?>> ordered() {
    return Stream.of(
        List.of(Long.MIN_VALUE, -1L, 0L, 1L, Long.MAX_VALUE),
        List.of(
            new BigDecimal("-1E+400"),
            new BigDecimal("-1.0000001"),
            new BigDecimal("-1"),
            new BigDecimal("-0.00000001"),
            new BigDecimal("0"),
            new BigDecimal("0.1"),
            new BigDecimal("9223372036854.775807"),
            new BigDecimal("9223372036854.775808"),
            new BigDecimal("1E+400")),
        List.of(
            Double.NEGATIVE_INFINITY,
            -Double.MAX_VALUE,
            -1.5,
            -Double.MIN_VALUE,
            0.0,
            Double.MIN_VALUE,
            2.0,
            Double.POSITIVE_INFINITY,
            Double.NaN),
        List.of("", "a", "abcdefg", "abcdefgz", "abcdefg\uFFFD", "abcdefg\uD83D\uDE00", "b", "é"),
        List.of(new UUID(0, 1), new UUID(1, 0), new UUID(Long.MAX_VALUE, 0), new UUID(-1, 0)),
        List.of(
            Instant.MIN,
            Instant.parse("1969-12-31T23:59:59.9Z"),
            Instant.EPOCH,
            Instant.EPOCH.plusNanos(1_000),
            Instant.MAX),
        List.of(LocalDate.MIN, LocalDate.EPOCH, LocalDate.MAX),
        List.of(false, true));
  }

  @ParameterizedTest
  @MethodSource("ordered")
  void places_are_in_the_order_of_values(List<?> values) {
    for (int i = 1; i < values.size(); i++) {
      Object smaller = values.get(i - 1);
      Object greater = values.get(i);

      assertThat(ValueOrder.compare(smaller, greater)).as("%s, %s", smaller, greater).isNegative();
      assertThat(ValueOrder.place(smaller))
          .as("%s, %s", smaller, greater)
          .isLessThanOrEqualTo(ValueOrder.place(greater));
    }
    assertThat(ValueOrder.place(-0.0)).isEqualTo(ValueOrder.place(0.0));
  }
}
