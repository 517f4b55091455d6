package io.tidemark.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class KeyTextTest {
  record Row(String name, LocalDate day, BigDecimal amount, int count) {}

  record Key(String name, LocalDate day, BigDecimal amount) {}

  private static final KeyType<Key> KEY = KeyType.recordOf(RowType.of(Row.class), Key.class);

  @Property
  void it_is_read_as_it_was_written(
      @ForAll @NotEmpty @Size(max = 5)
          List<@CharRange(from = '!', to = '.') @StringLength(max = 4) String> parts) {
    assertThat(KeyText.parts(KeyText.joined(parts))).isEqualTo(parts);
  }

  @Test
  void a_key_is_written_as_a_line_of_csv_and_read_in_its_one_form() {
    Key key = new Key("a, \"b\"", LocalDate.of(2026, 1, 31), new BigDecimal("1.5"));

    assertThat(KEY.text(key)).isEqualTo("\"a, \"\"b\"\"\",2026-01-31,1.5");
    assertThat(KEY.parse("\"a, \"\"b\"\"\",2026-01-31,1.50")).isEqualTo(key);
    assertThat(KEY.form(new Key("a", key.day(), new BigDecimal("1.500"))))
        .isEqualTo(KEY.form(new Key("a", key.day(), new BigDecimal("1.5"))));
  }

  @Test
  void what_is_none_is_refused_with_what_is_expected() {
    assertThatThrownBy(() -> KEY.parse("a,2026-01-31"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected 3 values with commas between them, of [name, day, amount], actual 2 in 'a,2026-01-31'");
    assertThatThrownBy(() -> KEY.parse("a,b,1"))
        .hasMessage("day: expected a date such as 2026-01-31, actual 'b'");
    assertThatThrownBy(() -> KEY.parse("\"a,2026-01-31,1"))
        .hasMessageContaining("expected a closing quote");
    assertThatThrownBy(() -> KEY.parse("\"a\"b,2026-01-31,1"))
        .hasMessage("expected a comma after the closing quote, actual 'b,2026-01-31,1'");
    assertThatThrownBy(() -> KEY.form(new Key("a\0", LocalDate.EPOCH, BigDecimal.ONE)))
        .hasMessageStartingWith("name: expected text");
  }

  @Test
  void keys_are_ordered_by_their_first_component_that_differs() {
    Key first = new Key("a", LocalDate.of(2026, 1, 2), BigDecimal.TEN);
    Key second = new Key("a", LocalDate.of(2026, 1, 3), BigDecimal.ONE);

    assertThat(KEY.order()).isNotNull();
    assertThat(KEY.order().compare(first, second)).isNegative();
    assertThat(KEY.order().compare(second, first)).isPositive();
    assertThat(KEY.order().compare(first, KEY.parse("a,2026-01-02,10.0"))).isZero();
  }
}
