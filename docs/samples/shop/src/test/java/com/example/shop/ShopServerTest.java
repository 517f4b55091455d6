package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.subscription.SubscriberFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopServerTest {
  @TempDir static Path directory;
  private static OpenShop open;

  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void open() {
    open = new OpenShop(directory);
  }

  @AfterAll
  static void close() {
    open.close();
  }

  @Test
  void what_cannot_be_understood_is_a_bad_request() throws IOException, InterruptedException {
    assertThat(status("PUT", "/customers/a", "{\"name\":\"Ada\"}")).isEqualTo(400);
    assertThat(status("PUT", "/customers/a", "{\"name\":\"Ada\",\"email\":null}")).isEqualTo(400);
    assertThat(status("PUT", "/customers/a", "no JSON")).isEqualTo(400);
    assertThat(status("PUT", "/customers/a", "{\"name\":\"Ada\",\"email\":\"\"}")).isEqualTo(400);
    assertThat(status("PUT", "/customers/a", "null")).isEqualTo(400);
    assertThat(status("PUT", "/customers/a", "{\"name\":\"\\u0000\",\"email\":\"a@example.org\"}"))
        .isEqualTo(400);
    assertThat(status("PUT", "/orders/a", "{\"customer\":\"a\",\"lines\":[null]}")).isEqualTo(400);
    assertThat(
            status(
                "PUT",
                "/orders/a",
                "{\"customer\":\"a\",\"lines\":[{\"item\":\"mug\",\"quantity\":1.9,\"price\":1}]}"))
        .isEqualTo(400);
    assertThat(status("GET", "/orders/a?after=soon", "")).isEqualTo(400);
  }

  @Test
  void what_is_wrong_with_a_request_is_told_without_what_reads_it()
      throws IOException, InterruptedException {
    assertThat(answer(open, "PUT", "/customers/a", "{\"name\"").body())
        .startsWith("{\"error\":\"Unexpected end-of-input")
        .doesNotContain("Source", "Feature");
    assertThat(answer(open, "PUT", "/customers/a", "{\"name\":\"Ada\"}").body())
        .contains("email")
        .doesNotContain("Source", "Feature");
  }

  @Test
  void what_is_not_there_is_not_found() throws IOException, InterruptedException {
    assertThat(status("GET", "/orders/none", "")).isEqualTo(404);
    assertThat(status("DELETE", "/orders/none", "")).isEqualTo(404);
    assertThat(status("PUT", "/orders/none", "{\"customer\":\"none\",\"lines\":[]}"))
        .isEqualTo(404);
  }

  @Test
  void what_is_refused_is_a_conflict() throws IOException, InterruptedException {
    assertThat(status("PUT", "/customers/b", "{\"name\":\"Bob\",\"email\":\"b@example.org\"}"))
        .isEqualTo(200);
    assertThat(status("PUT", "/customers/c", "{\"name\":\"Carl\",\"email\":\"b@example.org\"}"))
        .isEqualTo(409);
    assertThat(status("PUT", "/orders/empty", "{\"customer\":\"b\",\"lines\":[]}")).isEqualTo(409);
    assertThat(
            status(
                "PUT",
                "/orders/dear",
                "{\"customer\":\"b\","
                    + "\"lines\":[{\"item\":\"sun\",\"quantity\":1,\"price\":1e131000}]}"))
        .isEqualTo(409);
  }

  @Test
  void whoever_asks_too_early_is_told_to_come_again() throws IOException, InterruptedException {
    assertThat(status("GET", "/orders/none?after=1000000", "")).isEqualTo(503);
  }

  @Test
  void a_shop_whose_subscribers_run_is_healthy() throws IOException, InterruptedException {
    assertThat(status("GET", "/health", "")).isEqualTo(200);
    assertThat(status("GET", "/metrics", "")).isEqualTo(200);
  }

  @Test
  void a_shop_with_a_subscriber_that_has_stopped_says_which_and_why(@TempDir Path other)
      throws IOException, InterruptedException {
    try (OpenShop broken = new OpenShop(other)) {
      broken
          .shop
          .store()
          .append(
              StreamId.of("customer", "bad"),
              ExpectedVersion.any(),
              List.of(EventData.of("Unheard", "{}")));
      assertThatThrownBy(broken.shop::catchUp).isInstanceOf(SubscriberFailedException.class);
      Instant deadline = Instant.now().plusSeconds(20);
      while (broken.shop.isHealthy() && Instant.now().isBefore(deadline)) {
        Thread.sleep(10); // it is told a moment before its thread ends
      }
      HttpResponse<String> health = answer(broken, "GET", "/health", "");
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.body()).contains("\"orders\":\"RUNNING\"").contains("Unheard");
    }
  }

  private int status(String method, String path, String body)
      throws IOException, InterruptedException {
    return answer(open, method, path, body).statusCode();
  }

  private HttpResponse<String> answer(OpenShop open, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:%d%s".formatted(open.server.port(), path)))
            .method(method, BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }
}
