package io.tidemark.bank.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
  @Test
  void an_amount_is_exact_and_written_with_two_decimals() {
    assertThat(Money.parse("0.1").add(Money.parse("0.2"))).isEqualByComparingTo("0.3");
    assertThat(Money.text(new BigDecimal("900"))).isEqualTo("900.00");
    assertThat(Money.text(new BigDecimal("-12.5"))).isEqualTo("-12.50");
    assertThat(Money.text(new BigDecimal("1E+3"))).isEqualTo("1000.00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.234", "1e3", "1,00", "NaN", " 1", "1.", ".5", "\u0661"})
  void text_that_is_no_amount_is_refused(String text) {
    assertThatThrownBy(() -> Money.parse(text))
        .isInstanceOf(InvalidAmountException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.00", "-0.01", "0.001", "1E+15", "1234567890123456"})
  void amounts_that_cannot_be_moved_are_refused(String amount) {
    assertThatThrownBy(() -> Money.requireMovable(new BigDecimal(amount)))
        .isInstanceOf(InvalidAmountException.class);
  }
}
