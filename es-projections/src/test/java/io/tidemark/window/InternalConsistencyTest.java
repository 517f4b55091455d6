package io.tidemark.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.history.RowOrigin;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModel;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import io.tidemark.window.Transfers.Balance;
import io.tidemark.window.Transfers.Minute;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whoever asks while rows are made sees what some first part of the log gives: of transfers between
 * accounts, that all accounts together have nothing.
 */
class InternalConsistencyTest {
  private static final int SHARDS = 3;
  private static final List<Projection<?, ?>> ALL =
      List.of(Transfers.FOLDED, Transfers.STAGED, Transfers.MINUTES);

  private final ProjectionLab lab = new ProjectionLab();
  private final Transfers transfers = new Transfers(lab.store());

  /** At which a reader found the rows. */
  private final Set<Long> seen = new HashSet<>();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void all_accounts_together_have_nothing_whenever_one_asks() {
    whole(4_000, 200, 20);
  }

  @Test
  void and_so_they_do_over_shards_as_of_the_position_that_these_say() {
    sharded(2_000, 100, 20);
  }

  @Test
  @Tag("chaos")
  void all_accounts_together_have_nothing_in_ten_thousand_reads_amid_a_million_transfers() {
    whole(1_000_000, 10_000, 500);
  }

  @Test
  @Tag("chaos")
  void and_so_they_do_over_shards_in_ten_thousand_reads_amid_a_million_transfers() {
    sharded(1_000_000, 10_000, 500);
  }

  private void whole(int count, int reads, int batchSize) {
    SubscriptionRunner.Builder runner = SubscriptionRunner.builder(lab.store());
    ALL.forEach(each -> runner.add(lab.projections().exactlyOnce(each)));
    read(
        runner.batchSize(batchSize),
        count,
        reads,
        () -> {
          assertServing(lab.asking().of(Transfers.FOLDED));
          assertServing(lab.asking().of(Transfers.STAGED));
          assertNothingInEachMinute(lab.asking().of(Transfers.MINUTES));
          assertAsOfOnePosition();
        });
  }

  private void sharded(int count, int reads, int batchSize) {
    SubscriptionRunner.Builder runner = SubscriptionRunner.builder(lab.store());
    ALL.forEach(each -> runner.add(lab.projections().sharded(each, SHARDS)));
    read(runner.batchSize(batchSize), count, reads, this::assertAsOfOnePosition);
  }

  /** Reads while a runner works, and appends some more between two reads. */
  private void read(SubscriptionRunner.Builder builder, int count, int reads, Runnable read) {
    try (SubscriptionRunner runner = builder.build()) {
      runner.start();
      for (int i = 0; i < reads; i++) {
        transfers.append(count / reads);
        read.run();
      }
      Processes.await("end of the log", () -> reached() == lab.store().head());
      read.run();
    }
    assertThat(lab.store().head()).isEqualTo(count);
    assertThat(seen).hasSizeGreaterThan(reads / 10).contains((long) count);
    assertThat(lab.stored(Transfers.MINUTES)).hasSizeGreaterThan(Transfers.ACCOUNTS);
  }

  private long reached() {
    return ALL.stream().mapToLong(each -> lab.asking().of(each).position()).min().orElseThrow();
  }

  private void assertServing(ReadModelRepository<String, Balance> balances) {
    long before = balances.position();
    List<Balance> rows = balances.findAll();
    assertThat(total(rows)).as("%s behind %d", rows, before).isZero();
    assertThat(moves(rows)).isEven().isBetween(2 * before, 2 * balances.position());
  }

  /** As of the furthest position that all three say they have reached. */
  private void assertAsOfOnePosition() {
    long position = reached();
    seen.add(position);
    assertAsOf(position, kept(Transfers.FOLDED, position).findAll());
    assertAsOf(position, kept(Transfers.STAGED, position).findAll());
    assertNothingInEachMinute(kept(Transfers.MINUTES, position));
  }

  private static void assertAsOf(long position, List<Balance> rows) {
    assertThat(total(rows)).as("%s as of %d", rows, position).isZero();
    assertThat(moves(rows)).as("two of each transfer up to there").isEqualTo(2 * position);
  }

  /** Not by a replay, which would be right whatever rows there are. */
  private <K, V> ReadModel<K, V> kept(Projection<K, V> projection, long position) {
    ReadModel<K, V> rows = lab.asking().of(projection).asOf(AsOf.position(position));
    assertThat(rows.origin().source())
        .isEqualTo(position == 0 ? rows.origin().source() : RowOrigin.Source.HISTORY);
    return rows;
  }

  private static void assertNothingInEachMinute(ReadModel<WindowKey<String>, Minute> minutes) {
    Map<Object, BigDecimal> sums = minutes.sumBy(Minute::begin, Minute::balance, Filter.all());
    assertThat(sums.values()).allSatisfy(sum -> assertThat(sum).isZero());
  }

  private static long total(List<Balance> rows) {
    return rows.stream().mapToLong(Balance::balance).sum();
  }

  private static long moves(List<Balance> rows) {
    return rows.stream().mapToLong(Balance::moves).sum();
  }
}
