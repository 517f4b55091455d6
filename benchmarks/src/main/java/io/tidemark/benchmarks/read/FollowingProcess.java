package io.tidemark.benchmarks.read;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.benchmarks.measure.Companion;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.postgres.PostgresEventStore;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Another process that follows when it is told to, and then says when each payment was handled. */
public final class FollowingProcess {
  static final String FOLLOW = "follow";
  static final String REPORT = "report";

  private final Database database;
  private final HikariDataSource pool;
  private final PostgresEventStore store;
  private HandledTimes times = new HandledTimes(0);
  private @Nullable AutoCloseable follower;

  private FollowingProcess(Database database, HikariDataSource pool, PostgresEventStore store) {
    this.database = database;
    this.pool = pool;
    this.store = store;
  }

  /** Takes what {@link Companion#start} gives, and the schema of the log. */
  public static void main(String[] arguments) throws Exception {
    Database database = Companion.database(arguments);
    try (HikariDataSource pool = database.pool(4);
        PostgresEventStore store =
            PostgresEventStore.builder(pool).schema(arguments[2]).withoutMigration().build()) {
      Companion.serve(new FollowingProcess(database, pool, store)::answer);
    }
  }

  /** {@code follow KIND PAYMENTS}, and then {@code report}. */
  private List<String> answer(String what) throws Exception {
    if (what.equals(REPORT)) {
      List<String> lines = Arrays.stream(times.awaitAll()).mapToObj(Long::toString).toList();
      if (follower != null) {
        follower.close();
        follower = null;
      }
      return lines;
    }
    String[] words = what.split(" ", 3);
    times = new HandledTimes(Integer.parseInt(words[2]));
    follower =
        Follower.begin(Follower.Kind.valueOf(words[1]), database, pool, store, times::handled);
    return List.of();
  }
}
