package io.tidemark.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ColumnTypesTest {
  record Price(
      String key,
      @Decimal(precision = 5, scale = 2) BigDecimal amount,
      @Decimal(precision = 3, scale = 3) Optional<BigDecimal> rate) {}

  private static final RowType<Price> PRICES = RowType.of(Price.class);

  private static Price price(String amount, String rate) {
    return new Price("k", new BigDecimal(amount), Optional.of(new BigDecimal(rate)));
  }

  @Test
  void a_decimal_of_declared_digits_has_its_scale_and_is_never_rounded() {
    assertThat(PRICES.stored(price("1.5", "0.5"))).isEqualTo(price("1.50", "0.500"));
    assertThat(PRICES.stored(price("-999.99", "0.999"))).isEqualTo(price("-999.99", "0.999"));
    assertThat(PRICES.stored(price("1.50000", "0E+9"))).isEqualTo(price("1.50", "0.000"));
    assertThat(PRICES.stored(price("1E+2", "0.1"))).isEqualTo(price("100.00", "0.100"));
    assertThat(PRICES.stored(new Price("k", BigDecimal.ONE, Optional.empty())).rate()).isEmpty();
    for (String bad : List.of("1.005", "1000", "1000.00", "1E+9", "0.001", "1E-1000000000")) {
      assertThatThrownBy(() -> PRICES.stored(price(bad, "0.1")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "Invalid amount in a row of Price: expected at most 3 digits before the decimal point and 2 after it");
    }
    assertThatThrownBy(() -> PRICES.stored(price("1", "1")))
        .hasMessageContaining("Invalid rate in a row of Price")
        .hasMessageContaining("actual 1 and 0");
  }

  @Test
  void keys_are_the_same_whatever_their_scale() {
    record Keyed(@Decimal(precision = 5, scale = 2) BigDecimal key) {}
    KeyType<BigDecimal> key = KeyType.firstOf(RowType.of(Keyed.class));
    assertThat(key.ofRow(new Keyed(new BigDecimal("1.50"))))
        .isEqualTo(key.ofRow(new Keyed(new BigDecimal("1.5"))));
  }

  record Whole(String key, @Decimal(precision = 5, scale = 2) long amount) {}

  record TooPrecise(String key, @Decimal(precision = 1_001, scale = 0) BigDecimal amount) {}

  record TooFine(String key, @Decimal(precision = 2, scale = 3) BigDecimal amount) {}

  record Within(String key, List<Price> prices) {}

  record Sets(String key, Set<String> values) {}

  record RawList(String key, @SuppressWarnings("rawtypes") List values) {}

  record Wild(String key, List<?> values) {}

  record ByNumber(String key, Map<Integer, String> values) {}

  record Times(String key, List<Duration> values) {}

  record Generic<T>(String key, List<T> values) {}

  record OptionalInList(String key, List<Optional<String>> values) {}

  record JsonKey(List<String> key) {}

  record Arrays(String key, List<String[]> values) {}

  @Test
  void what_could_not_be_kept_as_declared_is_refused_at_the_definition() {
    for (Class<?> bad :
        List.<Class<?>>of(
            Whole.class,
            TooPrecise.class,
            TooFine.class,
            Within.class,
            Sets.class,
            RawList.class,
            Wild.class,
            ByNumber.class,
            Times.class,
            Generic.class,
            OptionalInList.class,
            Arrays.class)) {
      assertThatThrownBy(() -> RowType.of(bad))
          .as(bad.getSimpleName())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Invalid row component")
          .hasMessageContaining("expected");
    }
    assertThatThrownBy(() -> KeyType.firstOf(RowType.of(JsonKey.class)))
        .hasMessage("Invalid key key: expected a component that has an order, actual JSON");
  }

  record Tree(String name, List<Tree> children, @Nullable String note, Optional<Long> size) {}

  record Forest(String key, Tree tree, Map<String, BigDecimal> heights) {}

  @Test
  void the_shape_of_json_names_all_that_is_within() {
    List<String> shapes =
        RowType.of(Forest.class).components().stream()
            .flatMap(component -> component.jsonShape().stream())
            .toList();
    assertThat(shapes)
        .containsExactly("{name text, children [^Tree], note text?, size long?}", "{*: decimal}");
    Forest forest =
        new Forest(
            "k",
            new Tree(
                "a",
                List.of(new Tree("b", List.of(), null, Optional.of(1L))),
                "n",
                Optional.empty()),
            Map.of());
    assertThat(RowType.of(Forest.class).stored(forest)).isEqualTo(forest);
  }
}
