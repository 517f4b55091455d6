package io.tidemark.postgres.append;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many schedules of a group commit whose writer fails in every way. Of each: every append is
 * answered once, those of one caller are written in their order, one batch at a time, nobody waits
 * for ever, and closing comes to an end.
 */
class GroupCommitSchedulesTest {
  private static final int BOUNDED = 150;
  private static final int MANY = 30_000;
  private static final int TO_FIND = 60;

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private List<String> faults(long seed, GroupCommitSchedule.Planted planted) throws Exception {
    return new GroupCommitSchedule(seed, threads, planted).run();
  }

  @Test
  void keep_what_is_promised() throws Exception {
    for (long seed = 0; seed < BOUNDED; seed++) {
      assertThat(faults(seed, GroupCommitSchedule.Planted.NONE)).isEmpty();
    }
  }

  @Tag("chaos")
  @Test
  void keep_what_is_promised_however_many() throws Exception {
    for (long seed = BOUNDED; seed < MANY; seed++) {
      assertThat(faults(seed, GroupCommitSchedule.Planted.NONE)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void find_a_mistake_that_is_made_on_purpose(GroupCommitSchedule.Planted planted)
      throws Exception {
    for (long seed = 0; seed < TO_FIND; seed++) {
      if (!faults(seed, planted).isEmpty()) {
        return;
      }
    }
    throw new AssertionError("Not found: " + planted);
  }
}
