package io.tidemark.testdatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
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

  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
