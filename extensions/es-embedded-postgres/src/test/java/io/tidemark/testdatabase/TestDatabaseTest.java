package io.tidemark.testdatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class TestDatabaseTest {
  @Test
  void two_databases_do_not_see_each_other() throws SQLException {
    try (TestDatabase one = TestDatabase.create();
        TestDatabase other = TestDatabase.create()) {
      execute(one, "CREATE TABLE mine (id int)");
      assertThatThrownBy(() -> execute(other, "SELECT * FROM mine"))
          .hasMessageContaining("does not exist");
      execute(one, "SELECT * FROM mine");
    }
  }

  @Test
  void a_copy_has_what_was_prepared_once_and_what_is_done_to_each() throws SQLException {
    AtomicInteger preparations = new AtomicInteger();
    TestDatabaseTemplate template =
        new TestDatabaseTemplate(
            empty -> {
              preparations.incrementAndGet();
              run(empty, "create table mine as select 1 as number");
            },
            copy -> run(copy, "insert into mine select 2"));
    try (TestDatabase one = template.copy();
        TestDatabase other = template.copy()) {
      execute(one, "insert into mine select 3");
      assertThat(numbers(one)).containsExactlyInAnyOrder(1, 2, 3);
      assertThat(numbers(other)).containsExactlyInAnyOrder(1, 2);
    }
    assertThat(preparations).hasValue(1);
  }

  @Test
  void the_url_leads_to_the_same_database_as_the_data_source() throws SQLException {
    try (TestDatabase database = TestDatabase.create();
        Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
      assertThat(connection.getCatalog()).isEqualTo(database.name());
    }
  }

  @Test
  void closing_drops_the_database_although_somebody_is_connected() throws SQLException {
    TestDatabase database = TestDatabase.create();
    try (Connection connection = database.dataSource().getConnection()) {
      database.close();
      assertThat(connection.isValid(5)).isFalse();
    }
    assertThatThrownBy(() -> database.dataSource().getConnection())
        .hasMessageContaining("does not exist");
  }

  private static List<Integer> numbers(TestDatabase database) throws SQLException {
    List<Integer> numbers = new ArrayList<>();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select number from mine")) {
      while (rows.next()) {
        numbers.add(rows.getInt(1));
      }
    }
    return numbers;
  }

  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** For those who may not throw what SQL throws. */
  private static void run(DataSource dataSource, String sql) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
