package io.tidemark.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.projection.Projection;
import io.tidemark.projection.Trails;
import io.tidemark.projection.Trails.Trail;
import io.tidemark.projection.postgres.ProjectionLab;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows with history, and what people have made of the history, at a switch. */
class HistoryExchangeTest {
  private static final Projection<String, Trail> KEPT =
      Trails.byStream("kept", Trails.nothing()).withHistory();

  private final ProjectionLab lab = new ProjectionLab();
  private final String role = "reader_" + Long.toHexString(System.nanoTime());

  @BeforeEach
  void project() {
    lab.jdbc().update("create role " + role);
    Trails.append(lab.store(), 5, 20);
  }

  @AfterEach
  void close() {
    lab.jdbc().update("drop owned by " + role);
    lab.jdbc().update("drop role " + role);
    lab.close();
  }

  @Test
  void rows_with_history_that_do_not_differ_are_switched_to() {
    lab.projections().catchUp(KEPT);
    lab.replays().rebuild(KEPT, RebuildOptions.defaults().withoutSwitch(), progress -> {});

    assertThat(lab.replays().compare(KEPT).summary()).endsWith("0 changed");
    lab.replays().switchOver(KEPT, SwitchPolicy.noDifference());

    lab.assertTrueToTheLog(KEPT);
  }

  @Test
  void that_rows_had_history_is_no_other_column() {
    Projection<String, Trail> without = Trails.byStream("kept", Trails.nothing());
    lab.projections().catchUp(KEPT);
    lab.replays().rebuild(without, RebuildOptions.defaults().withoutSwitch(), progress -> {});

    assertThat(lab.replays().compare(without).isEmpty()).isTrue();
    lab.jdbc().update("alter table tidemark.kept add column more text");
    assertThat(lab.replays().compare(without).summary()).endsWith("0 changed, other columns");
  }

  @Test
  void grants_upon_the_history_go_over_with_those_upon_the_rows() {
    lab.projections().catchUp(KEPT);
    lab.jdbc().update("grant select on tidemark.kept, tidemark.kept_history to " + role);

    lab.replays().rebuild(KEPT, progress -> {});
    assertThat(readable()).containsExactly("kept", "kept_history");
    lab.replays().rollBack(KEPT);
    assertThat(readable()).containsExactly("kept", "kept_history");
  }

  @Test
  void a_right_in_the_history_that_was_taken_away_does_not_come_back() {
    lab.jdbc()
        .update("alter default privileges in schema tidemark grant select on tables to " + role);
    lab.projections().catchUp(KEPT);
    assertThat(readable()).containsExactly("kept", "kept_history");
    lab.jdbc().update("revoke select on tidemark.kept, tidemark.kept_history from " + role);

    lab.replays().rebuild(KEPT, progress -> {});

    assertThat(readable()).isEmpty();
  }

  @Test
  void a_view_upon_the_history_is_refused_like_one_upon_the_rows() {
    lab.projections().catchUp(KEPT);
    lab.replays().rebuild(KEPT, progress -> {});
    for (String table : List.of("kept_history", "kept_previous_history")) {
      lab.jdbc().update("create view tidemark.mine as select * from tidemark." + table);
      assertThatThrownBy(() -> lab.replays().rebuild(KEPT, progress -> {}))
          .isInstanceOf(RebuildBlockedException.class)
          .hasMessageContaining("mine");
      lab.jdbc().update("drop view tidemark.mine");
    }
    lab.replays().rebuild(KEPT, progress -> {});
  }

  private List<String> readable() {
    return List.of("kept", "kept_history").stream()
        .filter(
            table ->
                lab.jdbc()
                    .first(
                        "select has_table_privilege(?, 'tidemark.' || ?, 'select')",
                        row -> row.truth(1),
                        role,
                        table)
                    .orElseThrow())
        .toList();
  }
}
