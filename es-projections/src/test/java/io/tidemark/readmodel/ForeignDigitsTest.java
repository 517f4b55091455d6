package io.tidemark.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.ProjectionLab;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where numbers are written with digits of another script, those in SQL are not. */
class ForeignDigitsTest {
  private final Locale usual = Locale.getDefault();

  @BeforeEach
  void writeArabicDigits() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    assertThat("%d".formatted(1)).isEqualTo("\u0661");
  }

  @AfterEach
  void restore() {
    Locale.setDefault(usual);
  }

  @Test
  void rows_are_made_asked_for_rebuilt_and_verified() {
    try (ProjectionLab lab = new ProjectionLab()) {
      Projection<String, Baskets.Basket> projection = Baskets.named("baskets").withHistory();
      Accounts.history(lab.store(), 200, 1);
      lab.catchUp(projection, 50);
      lab.assertTrueToTheLog(projection);
      lab.replays().rebuild(projection, progress -> {});
      lab.assertTrueToTheLog(projection);
      ReadModelQuery page =
          ReadModelQuery.all().where(Filter.where("key").atLeast("")).orderBy("total").page(1, 2);
      assertThat(lab.asking().of(projection).findAll(page)).hasSize(2);
      assertThat(lab.asking().of(projection).asOf(AsOf.position(150)).findAll(page)).hasSize(2);
      assertThat(
              lab.asking()
                  .of(projection)
                  .asOf(AsOf.position(150))
                  .sumBy("key", "total", Filter.where("key").atLeast("")))
          .isNotEmpty();
    }
  }
}
