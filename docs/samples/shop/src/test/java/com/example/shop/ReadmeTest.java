package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's requests are answered as it says; but for the times, which pass. */
class ReadmeTest {
  private static final Pattern EXCHANGE =
      Pattern.compile("(?m)^\\$ (curl .*(?:\\n {2}.*)*)\\n((?:[^$`].*\\n)*)");
  private static final Pattern METHOD = Pattern.compile("-X (\\w+)");
  private static final Pattern ADDRESS = Pattern.compile("localhost:7070([^'\\s]*)");
  private static final Pattern BODY = Pattern.compile("-d '([^']*)'");
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void every_request_is_answered_as_the_readme_says(@TempDir Path directory)
      throws IOException, InterruptedException {
    List<MatchResult> exchanges =
        EXCHANGE.matcher(Files.readString(Path.of("README.md"))).results().toList();
    assertThat(exchanges).hasSizeGreaterThan(8);
    List<String> said = new ArrayList<>();
    List<String> answered = new ArrayList<>();
    try (OpenShop open = new OpenShop(directory)) {
      for (MatchResult exchange : exchanges) {
        said.add(exchange.group(1) + "\n" + withoutTimes(exchange.group(2).strip()));
        answered.add(
            exchange.group(1) + "\n" + withoutTimes(answer(exchange.group(1), open.server.port())));
        open.shop.catchUp(); // what a person who types is too slow to notice
        open.shop.catchUp();
      }
    }
    assertThat(answered).isEqualTo(said);
  }

  private String answer(String command, int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://localhost:%d%s".formatted(port, find(ADDRESS, command).orElseThrow())))
            .method(
                find(METHOD, command).orElse(find(BODY, command).isPresent() ? "POST" : "GET"),
                find(BODY, command).map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()))
            .build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    return response.body().strip();
  }

  private static Optional<String> find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static String withoutTimes(String text) {
    return TIME.matcher(text).replaceAll("<time>");
  }
}
