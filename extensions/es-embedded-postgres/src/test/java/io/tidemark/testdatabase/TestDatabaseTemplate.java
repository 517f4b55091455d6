package io.tidemark.testdatabase;

import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database that is prepared once in this JVM, and copied for each test: most of what a test on an
 * empty database waits for is the same each time. Thread-safe.
 */
public final class TestDatabaseTemplate {
  private final Consumer<DataSource> preparation;
  private final Consumer<DataSource> each;
  private @Nullable TestDatabase prepared;

  /**
   * Nothing is done before the first copy.
   *
   * @param preparation what is done once; no connection may be left open
   * @param each what is done to each copy
   */
  public TestDatabaseTemplate(Consumer<DataSource> preparation, Consumer<DataSource> each) {
    this.preparation = preparation;
    this.each = each;
  }

  /** A database of one's own that is as the prepared one was; close it to drop it. */
  public TestDatabase copy() {
    TestDatabase copy = TestDatabase.copyOf(prepared());
    each.accept(copy.dataSource());
    return copy;
  }

  private synchronized TestDatabase prepared() {
    if (prepared == null) {
      TestDatabase database = TestDatabase.create();
      preparation.accept(database.dataSource());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> drop(database)));
      prepared = database;
    }
    return prepared;
  }

  /** A server of this JVM goes at the same time. */
  private static void drop(TestDatabase database) {
    try {
      database.close();
    } catch (IllegalStateException e) {
      // it went first, and the database with it
    }
  }
}
