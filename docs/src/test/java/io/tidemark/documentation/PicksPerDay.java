package io.tidemark.documentation;

import io.tidemark.projection.set.SetProjection;
import java.time.LocalDate;

// region definition
record PicksPerDay(LocalDate day, long picks, long quantity) {
  static final SetProjection<LocalDate, PicksPerDay> PROJECTION =
      SetProjection.named("picks_per_day", PicksPerDay.class, PicksPerDay::day)
          .applyingResource(PicksPerDay.class, "picks_per_day.sql");
}
// end
