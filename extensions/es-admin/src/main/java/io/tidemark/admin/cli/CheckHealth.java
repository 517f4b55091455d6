package io.tidemark.admin.cli;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.HealthReport;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.option.PointOptions;
import io.tidemark.admin.cli.verb.AdminVerb;
import io.tidemark.admin.text.HealthText;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.FailureText;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code admin health}. */
@Command(
    name = "health",
    description = {
      "Tell whether all is well, for people and for probes.",
      "The database answers, the log can be read, its server's clock is not behind it,",
      "an acknowledged append is durable, and no projection has failed, is too far",
      "behind, has parked events, or misses whoever ran it.",
      "One line; exit code 0 if all is well, 1 if not, 2 for wrong usage."
    },
    footer = {
      "",
      "Examples: ${COMMAND-FULL-NAME}",
      "          ${COMMAND-FULL-NAME} --max-lag 100 --timeout 3 --json"
    })
final class CheckHealth extends AdminVerb {
  @Option(
      names = "--max-lag",
      paramLabel = "N",
      converter = PointOptions.Count.class,
      description = "how many events a projection may be behind (default: 1000)")
  long maxLag = 1_000;

  @Option(
      names = "--require-runners",
      description = "a projection that nobody runs is wrong, even if nobody is missed")
  boolean requireRunners;

  @Option(
      names = "--timeout",
      paramLabel = "S",
      converter = PointOptions.Count.class,
      description = "for how many seconds to wait for an answer (default: 10)")
  long timeout = 10;

  @Mixin JsonOption json = new JsonOption();

  CheckHealth(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  public Integer call() {
    HealthReport report = report();
    out()
        .line(
            json.isAskedFor()
                ? HealthText.json(report).toString()
                : HealthText.line(report, console().style()));
    return report.isHealthy() ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** A server that hangs must not hang whoever asks, so it is asked on another thread. */
  private HealthReport report() {
    CompletableFuture<HealthReport> answer = new CompletableFuture<>();
    Thread asking = new Thread(() -> ask(answer), "health");
    asking.setDaemon(true);
    asking.start();
    try {
      HealthReport report = answer.get(timeout, TimeUnit.SECONDS);
      asking.join(Duration.ofSeconds(timeout).toMillis() + 1); // closes what it opened
      return report;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ParameterException misuse) {
        throw misuse;
      }
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return HealthReport.unreachable(FailureText.of(cause));
    } catch (TimeoutException e) {
      return HealthReport.unreachable(
          "expected an answer within %d s, actual none".formatted(timeout));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return HealthReport.unreachable("not known: the wait for it was interrupted");
    }
  }

  private void ask(CompletableFuture<HealthReport> answer) {
    try (Admin admin = open()) {
      answer.complete(admin.health(maxLag, requireRunners));
    } catch (RuntimeException | Error e) {
      answer.completeExceptionally(e);
    }
  }
}
