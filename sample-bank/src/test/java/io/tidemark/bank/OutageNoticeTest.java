package io.tidemark.bank;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestServer;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class OutageNoticeTest {
  private final List<String> told = new CopyOnWriteArrayList<>();

  @Test
  void an_outage_is_told_once_with_the_time_until_which_it_is_tried_and_so_is_its_end() {
    try (TestServer server = TestServer.start()) {
      Location location =
          new Location.Server(server.jdbcUrl(), server.user(), server.password());
      try (Bank bank = Bank.at(location).warnings(told::add).open()) {
        bank.accounts().execute("1", account -> account.open("Ada"));
        assertThat(told).isEmpty();

        server.killNine();
        CompletableFuture<Void> deposit =
            CompletableFuture.runAsync(
                () -> bank.accounts().execute("1", account -> account.deposit(BigDecimal.TEN)));
        Processes.await("the notice", () -> !told.isEmpty());
        server.restart();
        deposit.join();

        assertThat(told).hasSize(2);
        assertThat(told.get(0)).matches("database away, trying until \\d\\d:\\d\\d:\\d\\d");
        assertThat(told.get(1)).isEqualTo("database is back");
      }
    }
  }
}
