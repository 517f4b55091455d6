package io.tidemark.replay.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Trails;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.LogPlace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlotBuilderTest {
  private static final Projection<String, Trails.Trail> TRAILS =
      Trails.byStream("trails", Trails.nothing());

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void one_that_has_lost_its_lock_does_not_go_on_with_what_another_has_begun_since() {
    Trails.append(lab.store(), 5, 20);
    lab.projections().catchUp(TRAILS);
    try (SlotBuilder<?, ?> first = builder();
        SlotBuilder<?, ?> second = builder()) {
      lab.jdbc().inSession(first::startedOver);
      first.to(place(10), new Silent());
      lab.jdbc()
          .inSession(
              session -> {
                first.drop(session);
                return second.startedOver(session);
              });
      second.to(place(10), new Silent());

      assertThatThrownBy(() -> first.to(place(20), new Silent())).hasMessage("overtaken");

      second.to(place(20), new Silent());
      assertThat(second.checkpoint().position()).isEqualTo(20);
    }
  }

  private SlotBuilder<?, ?> builder() {
    return SlotBuilder.of(lab.projections().schema(), TRAILS, Slot.SCRATCH, BuildPlan.PLAIN);
  }

  private LogPlace place(long position) {
    return Point.placeOf(AsOf.position(position), lab.store());
  }

  private static final class Silent implements BuildListener {
    @Override
    public void reached(long position, long target) {}

    @Override
    public RuntimeException overtaken() {
      return new IllegalStateException("overtaken");
    }

    @Override
    public RuntimeException interrupted(long position, long target) {
      return new IllegalStateException("interrupted");
    }
  }
}
