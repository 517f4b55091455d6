package io.tidemark.benchmarks.streams.goals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.measure.Options;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With few events each goal comes to a figure of each of its sides; how large it is, is not said.
 */
@TestInstance(Lifecycle.PER_CLASS)
class GoalsTest {
  private static final int EVENTS = 4_000;
  private static final Options ONE_ROUND = new Options(List.of(), 1, 0, 0, null, null);

  private Database database;

  @BeforeAll
  void open() throws Exception {
    database = Database.open(ONE_ROUND);
  }

  @AfterAll
  void close() throws Exception {
    database.close();
  }

  static List<String> names() {
    return Goals.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void is_measured_on_each_side_with_few_events(String name) throws Exception {
    List<String> lines =
        Goals.measure(database, ONE_ROUND, name::equals, EVENTS).lines().stream().skip(2).toList();

    assertThat(lines).hasSizeGreaterThan(2).first().asString().startsWith("| **" + name + "** |");
    assertThat(lines.subList(1, lines.size()))
        .allSatisfy(line -> assertThat(median(line)).as(line).isPositive());
  }

  private static double median(String line) {
    String[] cells = line.split("\\|", -1);
    return cells.length == 9
        ? Double.parseDouble(cells[4].strip().replace(",", ""))
        : fail("Not seven cells: " + line);
  }
}
