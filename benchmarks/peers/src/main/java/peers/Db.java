package peers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;

final class Db {
  static final String HOST = env("PGHOST", "127.0.0.1"),
      PORT = env("PGPORT", "5432"),
      USER = env("PGUSER", "postgres");

  static String env(String k, String d) {
    return System.getenv().getOrDefault(k, d);
  }

  static String url(String database) {
    return "jdbc:postgresql://" + HOST + ":" + PORT + "/" + database + "?user=" + USER;
  }

  static HikariDataSource pool(String database, boolean autoCommit, int size, String extra) {
    var c = new HikariConfig();
    c.setJdbcUrl(url(database) + extra);
    c.setAutoCommit(autoCommit);
    c.setMaximumPoolSize(size);
    return new HikariDataSource(c);
  }

  static void execute(String database, String... sql) throws Exception {
    try (Connection c = DriverManager.getConnection(url(database));
        var s = c.createStatement()) {
      for (String q : sql) s.execute(q);
    }
  }

  static void executeFile(String database, Path file) throws Exception {
    execute(database, Files.readString(file));
  }
}
