package io.tidemark.architecture;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which package may import which of ours, beside the root package: a line for each, also for those
 * that are planned. The bank, the benchmarks and the manual are not here: they may import whatever
 * is API.
 */
final class ImportTable {
  private static final String CORE =
      """
      command: aggregate
      aggregate: codec snapshot store
      decision: codec store
      process: command subscription
      snapshot: codec
      codec:
      store:
      subscription: store lease
      handler: codec store subscription
      lease:
      privacy: codec store
      verify: codec store
      archive: store
      inmemory: command aggregate decision process snapshot codec store subscription handler lease \
      privacy verify archive
      testing: command aggregate decision process snapshot codec store subscription lease \
      privacy verify archive inmemory
      """;

  private static final String STORE =
      """
      jdbc:
      postgres: jdbc codec store snapshot subscription handler lease command privacy archive \
      postgres.append postgres.read
      postgres.append: jdbc codec store postgres.read
      postgres.read: jdbc codec store
      """;

  private static final String PROJECTIONS =
      """
      row: dataflow codec
      projection: dataflow dataflow.time dataflow.operator projection.tick row codec store subscription
      projection.tick:
      projection.memory: dataflow dataflow.operator.state projection projection.tick store subscription
      projection.set: projection row
      projection.table: dataflow dataflow.operator projection projection.set row codec jdbc
      projection.checkpoint: projection projection.table projection.tick store subscription jdbc
      projection.postgres: dataflow projection projection.set projection.table projection.checkpoint \
      projection.postgres.set projection.postgres.state projection.postgres.reaction projection.tick row store \
      subscription jdbc postgres postgres.append
      projection.postgres.reaction: projection store jdbc postgres postgres.append
      projection.postgres.state: dataflow projection projection.checkpoint projection.table projection.tick store \
      subscription jdbc
      projection.postgres.set: projection.set projection.table store subscription jdbc postgres
      history: projection projection.memory projection.postgres projection.checkpoint projection.table projection.tick \
      row store subscription jdbc
      readmodel: history projection projection.memory projection.set projection.postgres projection.postgres.set \
      projection.checkpoint projection.table row codec store subscription jdbc
      replay: projection projection.memory projection.set projection.postgres projection.postgres.set projection.checkpoint \
      projection.table replay.build replay.compare row store subscription jdbc
      replay.compare: projection projection.memory projection.postgres projection.checkpoint projection.table \
      projection.tick replay.build row store subscription jdbc
      replay.build: projection projection.memory projection.postgres projection.checkpoint \
      projection.table row store subscription jdbc
      parking: projection projection.postgres projection.checkpoint projection.table store subscription jdbc
      stage: dataflow dataflow.time projection row codec store
      window: window.accumulator stage reaction dataflow dataflow.time projection projection.memory projection.tick readmodel row codec \
      store inmemory testing
      window.accumulator:
      pattern: dataflow dataflow.time projection row codec
      dataflow:
      dataflow.time: dataflow
      dataflow.operator: dataflow dataflow.time store dataflow.operator.node dataflow.operator.window dataflow.operator.join \
      dataflow.operator.pattern dataflow.operator.state
      dataflow.operator.node: dataflow dataflow.operator.state
      dataflow.operator.window: dataflow dataflow.time dataflow.operator.node dataflow.operator.state
      dataflow.operator.join: dataflow dataflow.time dataflow.operator.node dataflow.operator.state
      dataflow.operator.pattern: dataflow dataflow.time dataflow.operator.node dataflow.operator.state
      dataflow.operator.state: dataflow
      reaction: dataflow projection projection.tick codec store subscription
      """;

  private static final String EXTENSIONS =
      """
      embedded:
      admin: verify aggregate codec store handler subscription projection postgres projection.postgres replay \
      replay.compare history parking readmodel row
      admin.text: admin terminal verify postgres projection projection.postgres replay replay.compare history parking \
      row store subscription
      admin.cli: admin admin.text admin.cli.option admin.cli.projection admin.cli.verb terminal \
      terminal.progress verify
      admin.cli.option: admin terminal
      admin.cli.projection: admin admin.text admin.cli.option admin.cli.verb terminal terminal.progress \
      projection projection.postgres replay replay.compare history parking store subscription
      admin.cli.verb: admin terminal projection
      terminal:
      terminal.progress: terminal
      console: admin terminal console.page verify store subscription projection postgres replay
      console.page: admin verify store subscription projection postgres replay
      sql: dataflow dataflow.time sql.plan sql.postgres sql.table sql.text
      sql.aggregate: dataflow sql.table
      sql.cli: admin admin.cli admin.cli.option admin.cli.verb dataflow projection projection.postgres \
      sql sql.query sql.table subscription terminal terminal.progress
      sql.expression: dataflow sql.table
      sql.match: dataflow sql.expression sql.scope sql.table sql.text
      sql.plan: dataflow dataflow.time sql.expression sql.match sql.scope sql.table sql.text
      sql.postgres: dataflow sql.expression sql.table
      sql.query: dataflow codec history projection projection.memory projection.postgres \
      readmodel row sql sql.table store subscription
      sql.scope: dataflow sql.aggregate sql.expression sql.table sql.text
      sql.table: codec dataflow row
      sql.text: sql.expression sql.table
      sketch: sketch.state window.accumulator
      sketch.state:
      sketch.sql: dataflow sketch.state sql.aggregate sql.table
      relay: subscription store
      kafka: relay subscription store
      nats: relay subscription store
      rabbitmq: relay subscription store
      flink: subscription store codec
      spring: aggregate command codec store subscription snapshot postgres projection \
      projection.postgres readmodel replay relay admin
      micrometer: store subscription
      opentelemetry: store subscription
      junit: store testing embedded
      """;

  /** Those of the lines whose package is not there yet; who makes it takes it off here. */
  private static final Set<String> PLANNED =
      Set.of(
          "command",
          "process",
          "lease",
          "privacy",
          "archive",
          "console",
          "console.page",
          "relay",
          "kafka",
          "nats",
          "rabbitmq",
          "flink",
          "spring",
          "micrometer",
          "opentelemetry",
          "junit");

  private ImportTable() {}

  /** Each package with those that it may import, both without the base package. */
  static Map<String, Set<String>> lines() {
    Map<String, Set<String>> lines = new LinkedHashMap<>();
    for (String part : List.of(CORE, STORE, PROJECTIONS, EXTENSIONS)) {
      lines.putAll(parse(part));
    }
    return lines;
  }

  /** The packages that have a line and are not there yet. */
  static Set<String> planned() {
    return PLANNED;
  }

  /** The packages that need no database, of which a new one is taken to be too. */
  static Set<String> core() {
    return parse(CORE).keySet();
  }

  /** The packages of modules that bring a dependency, a port or a process of their own. */
  static Set<String> extensions() {
    return parse(EXTENSIONS).keySet();
  }

  private static Map<String, Set<String>> parse(String text) {
    Map<String, Set<String>> lines = new LinkedHashMap<>();
    text.lines()
        .forEach(
            line -> {
              String[] parts = line.split(":\\s*", -1);
              String[] imports = parts[1].isEmpty() ? new String[0] : parts[1].split(" ");
              lines.put(parts[0], Set.copyOf(Arrays.asList(imports)));
            });
    return lines;
  }
}
