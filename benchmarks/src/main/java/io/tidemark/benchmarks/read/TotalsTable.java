package io.tidemark.benchmarks.read;

import io.tidemark.benchmarks.measure.Database;
import io.tidemark.projection.ReadModelDefinition;
import java.sql.SQLException;

/**
 * The tables of totals in one schema, made again and again.
 *
 * @param schema that of the log
 */
record TotalsTable(Database database, String schema) {

  /** Makes something of a log. */
  @FunctionalInterface
  interface Making {
    void run() throws Exception;
  }

  /** Events per second of something that makes this read model from nothing. */
  double perSecond(ReadModelDefinition<?, ?> readModel, long events, Making making)
      throws Exception {
    forget(readModel);
    return perSecond(readModel.name(), events, making);
  }

  /** Events per second of something that makes this table, which must then have so many of them. */
  double perSecond(String table, long events, Making making) throws Exception {
    long from = System.nanoTime();
    making.run();
    double rate = events * 1e9 / (System.nanoTime() - from);
    require(table, "sum(payments)", events);
    return rate;
  }

  /** Events per second of something that makes this read model from nothing, of so many rows. */
  double perSecond(ReadModelDefinition<?, ?> readModel, long events, long rows, Making making)
      throws Exception {
    double rate = perSecondUncounted(readModel, events, making);
    require(readModel.name(), "count(*)", rows);
    return rate;
  }

  private void require(String table, String what, long expected) throws SQLException {
    String actual = database.value("select %s from %s.%s".formatted(what, schema, table));
    if (!actual.equals("" + expected)) {
      throw new IllegalStateException(
          "Wrong %s in %s: expected %d, actual %s".formatted(what, table, expected, actual));
    }
  }

  /** Events per second of something that makes this read model from nothing, of any rows. */
  double perSecondUncounted(ReadModelDefinition<?, ?> readModel, long events, Making making)
      throws Exception {
    forget(readModel);
    long from = System.nanoTime();
    making.run();
    return events * 1e9 / (System.nanoTime() - from);
  }

  private void forget(ReadModelDefinition<?, ?> readModel) throws SQLException {
    String table = schema + "." + readModel.name();
    database.execute("drop table if exists %1$s, %1$s_history, %1$s_state".formatted(table));
    String begun = "select to_regclass('%s.projections') is not null".formatted(schema);
    if (database.value(begun).equals("t")) {
      database.execute(
          "delete from %s.projections where name = '%s'".formatted(schema, readModel.name()));
    }
  }
}
