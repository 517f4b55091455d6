package io.tidemark.bank;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.AccountEvent;
import io.tidemark.store.AppendRequest;
import io.tidemark.testdatabase.CuttingProxy;
import io.tidemark.testdatabase.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class OutageNoticeTest {
  private final List<String> told = new CopyOnWriteArrayList<>();

  @Test
  void an_outage_is_told_once_and_so_is_its_end() {
    try (TestServer server = TestServer.start();
        CuttingProxy network = CuttingProxy.to("127.0.0.1", server.port())) {
      String url = "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(network.port());
      Location location = new Location.Server(url, server.user(), server.password());
      try (Bank bank = Bank.at(location).warnings(told::add).open()) {
        bank.store().append(opened("1"));
        assertThat(told).isEmpty();

        network.cutAll();
        assertThat(bank.store().append(opened("2")).lastPosition()).isEqualTo(2);

        assertThat(told).hasSize(2).last().isEqualTo("database is back");
        String until =
            told.get(0)
                .replaceFirst(
                    "database away, trying every second until (\\d\\d:\\d\\d:\\d\\d) at least",
                    "$1");
        Duration left =
            Duration.between(LocalTime.now(ZoneId.systemDefault()), LocalTime.parse(until));
        assertThat((left.toSeconds() + 86_400) % 86_400).isLessThanOrEqualTo(10);
      }
    }
  }

  private static AppendRequest opened(String account) {
    EventData event =
        Account.CODEC.encode(new AccountEvent.Opened("Ada"), Metadata.empty(), Instant.now());
    return new AppendRequest(
        StreamId.of(Account.CATEGORY, account), ExpectedVersion.noStream(), List.of(event));
  }
}
