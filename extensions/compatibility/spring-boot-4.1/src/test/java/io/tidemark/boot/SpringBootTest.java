package io.tidemark.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A plain application starts, works, stops, and starts again; on Boot's versions of all libraries.
 */
class SpringBootTest {
  private static ConfigurableApplicationContext start(TestDatabase database) {
    return SpringApplication.run(
        ShopApplication.class,
        "--server.port=0",
        "--spring.main.banner-mode=off",
        "--logging.level.root=warn",
        "--spring.datasource.url=" + database.jdbcUrl(),
        "--spring.datasource.username=" + database.user(),
        "--spring.datasource.password=" + database.password(),
        // Small enough to run dry if anything of Tidemark kept one.
        "--spring.datasource.hikari.maximum-pool-size=3",
        // A user with the name of the schema of the log would get that as his default schema.
        "--spring.flyway.schemas=public",
        "--spring.flyway.locations=classpath:shop-migration");
  }

  private static String call(ConfigurableApplicationContext application, String method, String path)
      throws IOException, InterruptedException {
    String port = application.getEnvironment().getRequiredProperty("local.server.port");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  @Test
  void a_plain_application_starts_and_shuts_down_and_starts_again() throws Exception {
    assertThat(SpringBootVersion.getVersion()).startsWith("4.");
    try (TestDatabase database = TestDatabase.create()) {
      try (ConfigurableApplicationContext application = start(database)) {
        assertThat(call(application, "POST", "/items/bolt/3"))
            .isEqualTo("{\"item\":\"bolt\",\"quantity\":3}");
      }
      assertNothingIsLeftOf(database);
      try (ConfigurableApplicationContext application = start(database)) {
        assertThat(call(application, "POST", "/items/bolt/4")).contains("\"quantity\":7");
        assertThat(call(application, "GET", "/items/bolt")).contains("\"quantity\":7");
      }
      assertNothingIsLeftOf(database);
      assertNeitherFlywayKnowsOfTheOther(new Jdbc(database.dataSource()));
    }
  }

  private static void assertNothingIsLeftOf(TestDatabase database) {
    Jdbc observer = new Jdbc(database.dataSource());
    Processes.await(
        "the end of all sessions",
        () ->
            observer
                .query(
                    "select pid from pg_stat_activity where datname = current_database()"
                        + " and backend_type = 'client backend' and pid <> pg_backend_pid()",
                    row -> 1)
                .isEmpty());
    Processes.await("the end of all threads", () -> threads().isEmpty());
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("tidemark") || name.startsWith("Hikari"))
        .toList();
  }

  private static void assertNeitherFlywayKnowsOfTheOther(Jdbc observer) {
    assertThat(scripts(observer, "public.flyway_schema_history"))
        .containsExactly("V1__customers.sql");
    assertThat(scripts(observer, "tidemark.log_history"))
        .contains("V1__log.sql")
        .doesNotContain("V1__customers.sql");
  }

  private static List<String> scripts(Jdbc observer, String history) {
    return observer.query(
        "select script from " + history + " where type = 'SQL' order by installed_rank",
        row -> row.text(1));
  }
}
