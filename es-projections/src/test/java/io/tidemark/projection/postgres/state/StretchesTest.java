package io.tidemark.projection.postgres.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dataflow.Tuple;
import io.tidemark.projection.table.StateTable.Stretch;
import java.util.List;
import org.junit.jupiter.api.Test;

class StretchesTest {
  private static final Tuple GROUP = Tuple.of("g");

  private static Stretch of(long from, long through) {
    return new Stretch(0, GROUP, from, through);
  }

  @Test
  void those_that_overlap_or_touch_are_one() {
    assertThat(Stretches.together(List.of(of(5, 9), of(1, 4), of(8, 12), of(14, 15))))
        .containsExactly(of(1, 12), of(14, 15));
    assertThat(Stretches.together(List.of(of(1, 9), of(2, 3)))).containsExactly(of(1, 9));
  }

  @Test
  void those_of_other_groups_and_operators_are_apart() {
    List<Stretch> others =
        List.of(of(1, 4), new Stretch(1, GROUP, 2, 5), new Stretch(0, Tuple.of("h"), 3, 6));
    assertThat(Stretches.together(others)).isEqualTo(others);
  }

  @Test
  void the_ends_of_all_numbers_are_numbers() {
    assertThat(
            Stretches.together(
                List.of(of(Long.MIN_VALUE, 3), of(7, Long.MAX_VALUE), of(8, Long.MAX_VALUE))))
        .containsExactly(of(Long.MIN_VALUE, 3), of(7, Long.MAX_VALUE));
    assertThat(Stretches.together(List.of(of(Long.MAX_VALUE, Long.MAX_VALUE), of(0, 1))))
        .containsExactly(of(0, 1), of(Long.MAX_VALUE, Long.MAX_VALUE));
  }
}
