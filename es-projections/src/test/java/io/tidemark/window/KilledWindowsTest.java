package io.tidemark.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.testdatabase.Processes;
import io.tidemark.window.WindowCases.Case;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kill -9 of processes that share windows, and freezing them until others have taken over. */
class KilledWindowsTest {
  private static final long LONGER_THAN_A_LEASE = 1_500;

  private final ProjectionLab lab = new ProjectionLab();
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void close() {
    processes.forEach(Process::destroyForcibly);
    lab.close();
  }

  @Test
  void a_process_that_is_killed_and_one_that_is_frozen_lose_and_double_nothing() throws Exception {
    torment(2, 600, 3);
  }

  @Test
  @Tag("chaos")
  void a_minute_of_kills_and_freezes_loses_and_doubles_nothing() throws Exception {
    torment(24, 2_400, 11);
  }

  private void torment(int faults, int events, long seed) throws Exception {
    Random random = new Random(seed);
    WindowCases.append(lab.store(), 30, random);
    processes.add(WindowingProcess.start(lab.database()));
    processes.add(WindowingProcess.start(lab.database()));
    Processes.await("a first batch", () -> least() > 0);
    for (int i = 0; i < faults; i++) {
      WindowCases.append(lab.store(), events / faults, random);
      long reached = least();
      Processes.await("progress", () -> least() > reached);
      Thread.sleep(random.nextInt(200)); // anywhere amid a batch
      strike(i);
    }
    Processes.await("end of the log", () -> least() >= lab.store().head());
    WindowCases.all().forEach(each -> each.assertTrueToTheLog(lab.projections(), lab.store()));
    assertClosedAtTheSamePlaces(random);
  }

  /** Where windows were closed by the clock, a replay and a rebuild close them. */
  private void assertClosedAtTheSamePlaces(Random random) throws Exception {
    var idle = WindowCases.idle();
    var live = LiveProjection.of(idle, lab.store()).withTicks(lab.projections().ticks());
    for (Process process : List.copyOf(processes)) {
      Processes.await(
          "last window", () -> lab.stored(idle).size() == live.boundedRows(AsOf.latest()).size());
      WindowCases.append(lab.store(), 3, random);
      process.destroyForcibly().waitFor();
    }
    lab.projections().catchUp(idle);
    assertThat(lab.jdbc().first("select count(*) from tidemark.ticks", row -> row.integer(1)))
        .hasValueSatisfying(count -> assertThat(count).isGreaterThan(1));
    List<NaiveWindows.Stretch> rows = lab.stored(idle);
    for (long position = 0; position <= lab.store().head(); position += 7) {
      assertThat(lab.asking().of(idle).asOf(AsOf.position(position)).findAll())
          .as("as of %d", position)
          .containsExactlyElementsOf(live.rows(AsOf.position(position)).values());
    }
    assertThat(lab.replays().verify(idle).isClean()).isTrue();
    lab.replays().rebuild(idle, progress -> {});
    assertThat(lab.stored(idle)).containsExactlyElementsOf(rows);
  }

  private void strike(int i) throws Exception {
    if (i % 2 == 0) {
      processes.get(0).destroyForcibly().waitFor();
      processes.set(0, WindowingProcess.start(lab.database()));
    } else {
      signal("STOP", processes.get(1));
      Thread.sleep(LONGER_THAN_A_LEASE);
      signal("CONT", processes.get(1));
    }
  }

  private static void signal(String name, Process process)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  private long least() {
    return WindowCases.all().stream().mapToLong(this::position).min().orElseThrow();
  }

  private long position(Case<?, ?> some) {
    return lab.asking().of(some.projection()).position();
  }
}
