package io.tidemark.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComponentNameTest {
  interface Owned {
    Optional<String> owner();
  }

  record Holding(String key, long amount, Optional<String> owner, @Nullable String note)
      implements Owned {
    boolean isLarge() {
      return amount > 100;
    }

    static String keyOf(Holding holding) {
      return holding.key;
    }
  }

  record Other(String key, long amount) {}

  private static final RowType<Holding> HOLDINGS = RowType.of(Holding.class);

  @Test
  void a_reference_to_an_accessor_names_the_component_whatever_its_type() {
    assertThat(named(Holding::key)).isEqualTo("key");
    assertThat(named(Holding::amount)).isEqualTo("amount");
    assertThat(named(Holding::owner)).isEqualTo("owner");
    assertThat(named(Holding::note)).isEqualTo("note");
    assertThat(HOLDINGS.component(ComponentName.of("amount")).name()).isEqualTo("amount");
  }

  @Test
  void what_does_not_say_which_component_it_means_is_refused() {
    Holding one = new Holding("a", 1, Optional.empty(), null);
    assertRefused(row -> row.key());
    assertRefused(Holding::keyOf);
    assertRefused(row -> one.key());
    assertRefused(
        new Accessor<Holding, String>() {
          private static final long serialVersionUID = 1L;

          @Override
          public String of(Holding row) {
            return row.key();
          }
        });
  }

  private static void assertRefused(Accessor<Holding, ?> accessor) {
    assertThatThrownBy(() -> ComponentName.of(accessor))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "Invalid component: expected a reference to an accessor, as Balance::owner");
  }

  @Test
  void an_accessor_of_another_record_and_a_method_that_is_none_are_refused() {
    ComponentName other = ComponentName.of(accessor(Other::amount));
    assertThatThrownBy(() -> HOLDINGS.component(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Unknown component Other::amount: expected one of [key, amount, owner, note] of Holding");
    assertThatThrownBy(() -> named(Holding::isLarge))
        .hasMessageStartingWith("Unknown component Holding::isLarge: expected one of [key,");
    assertThatThrownBy(() -> HOLDINGS.component(ComponentName.of("isLarge")))
        .hasMessageStartingWith("Unknown component isLarge: expected one of [key,");
  }

  private static <V, T extends @Nullable Object> Accessor<V, T> accessor(Accessor<V, T> accessor) {
    return accessor;
  }

  private static String named(Accessor<Holding, ?> accessor) {
    return HOLDINGS.component(ComponentName.of(accessor)).name();
  }
}
