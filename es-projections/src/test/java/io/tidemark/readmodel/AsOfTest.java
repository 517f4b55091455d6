package io.tidemark.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.readmodel.MixedRows.Mixed;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Questions about the past mean the same as those about now. */
class AsOfTest {
  private static final Projection<String, Mixed> MIXED = MixedRows.named("mixed");

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void random_queries_give_the_same_rows_from_history_as_from_the_table() {
    for (String key : MixedRows.TEXTS) {
      for (int i = 0; i < 4; i++) {
        Accounts.append(lab.store(), "k" + i + key, new Accounts.Opened("Ann"));
      }
    }
    lab.projections().catchUp(MIXED);
    ReadModelRepository<String, Mixed> serving = lab.asking().of(MIXED);
    ReadModel<String, Mixed> replayed = serving.asOf(AsOf.position(lab.store().head()));
    assertThat(replayed).isNotSameAs(serving);
    assertThat(serving.findAll()).hasSize(52);

    for (int seed = 1; seed <= 500; seed++) {
      Random random = new Random(seed);
      Filter filter =
          MixedRows.filter(random)
              .and(random.nextInt(3) == 0 ? MixedRows.filter(random) : Filter.all());
      ReadModelQuery query = MixedRows.query(random).where(filter);
      assertThat(replayed.findAll(query))
          .as("query of seed %d", seed)
          .isEqualTo(serving.findAll(query));
      assertThat(replayed.count(filter))
          .as("count of seed %d", seed)
          .isEqualTo(serving.count(filter));
    }
    for (String key : MixedRows.TEXTS) {
      assertThat(replayed.find("k1" + key)).isEqualTo(serving.find("k1" + key)).isPresent();
    }
    assertThat(replayed.find("none")).isEmpty();
  }

  @Test
  void several_read_models_answer_at_one_same_position() {
    Accounts.append(lab.store(), "1", new Accounts.Moved(BigDecimal.ONE));
    Accounts.append(lab.store(), "1", new Accounts.Moved(BigDecimal.TEN));
    PointInTime point = lab.asking().asOf(AsOf.latest());
    PointInTime byTime = lab.asking().asOf(AsOf.occurredAt(Instant.parse("2030-01-01T00:00:00Z")));
    Accounts.append(lab.store(), "1", new Accounts.Moved(BigDecimal.TEN));

    for (PointInTime at : List.of(point, byTime)) {
      assertThat(at.position()).isEqualTo(2);
      assertThat(at.of(Accounts.BALANCES).find("1").orElseThrow().moves()).isEqualTo(2);
      assertThat(at.of(Accounts.STATEMENTS).count(Filter.all())).isEqualTo(2);
    }
    assertThat(lab.asking().asOf(AsOf.position(1)).of(Accounts.STATEMENTS).findAll()).hasSize(1);
    assertThat(lab.asking().asOf(AsOf.position(99)).position()).isEqualTo(3);
    assertThatThrownBy(() -> lab.asking().asOf(AsOf.version(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_latest_point_of_a_repository_is_what_serves() {
    ReadModelRepository<String, Accounts.Balance> balances = lab.asking().of(Accounts.BALANCES);
    Accounts.append(lab.store(), "1", new Accounts.Moved(BigDecimal.ONE));

    assertThat(balances.asOf(AsOf.latest())).isSameAs(balances);
    assertThat(balances.asOf(AsOf.latest()).find("1")).isEmpty();
    assertThat(balances.asOf(AsOf.recordedAt(Instant.now().plusSeconds(3_600))).find("1"))
        .isPresent();
  }

  @Test
  void values_of_another_kind_are_refused_in_both() {
    lab.projections().catchUp(MIXED);
    ReadModelRepository<String, Mixed> serving = lab.asking().of(MIXED);
    ReadModel<String, Mixed> replayed = serving.asOf(AsOf.position(0));
    for (ReadModel<String, Mixed> rows : List.of(serving, replayed)) {
      assertThatThrownBy(() -> rows.count(Filter.where("whole").equalTo("1")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Invalid value for component whole: expected Number, actual String 1");
      assertThatThrownBy(() -> rows.count(Filter.where("whole").equalTo(Double.NaN)))
          .hasMessageContaining("expected a finite number, actual NaN");
      assertThatThrownBy(() -> rows.count(Filter.where("whole").startsWith("1")))
          .hasMessage("Invalid filter on whole: expected text, actual LONG");
      assertThatThrownBy(() -> rows.count(Filter.where("text").equalTo("a\0")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Invalid value for component text: expected text, actual \\u0000");
      assertThatThrownBy(() -> rows.find("\uD83D")).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> rows.count(Filter.where("none").equalTo("a")))
          .hasMessageContaining("Unknown component none");
    }
  }
}
