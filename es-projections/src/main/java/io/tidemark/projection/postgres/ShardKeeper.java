package io.tidemark.projection.postgres;

import io.tidemark.TidemarkException;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.Projection;
import io.tidemark.projection.checkpoint.CheckpointTable;
import io.tidemark.projection.checkpoint.LeaseTable;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.checkpoint.SplitBy;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.Shard;
import io.tidemark.subscription.Subscriber;
import io.tidemark.subscription.SubscriberGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of this process in a projection that is split: says again and again that it is there,
 * takes its fair share of the shards, and gives back what is more. A shard of a process that is not
 * heard from for the time of a lease is free, and so is one that has failed in its process: another
 * that has all it is to have takes it over too, if nobody else does. Leases only say who is to do
 * the work; that no event is applied twice does not hang on them, but on the epoch of each shard's
 * checkpoint.
 */
final class ShardKeeper<K, V> implements SubscriberGroup {
  private static final Logger LOG = LoggerFactory.getLogger(ShardKeeper.class);

  /** So that two lost rounds lose no lease, and nobody is missed who is there. */
  static final int ROUNDS_PER_LEASE = 3;

  private final ReadModelSchema schema;
  private final Projection<K, V> projection;
  private final int wantedShards;
  private final CheckpointTable checkpoints;
  private final LeaseTable leases;
  private final LeaseTable.Member member = LeaseTable.Member.ofThisProcess();
  private volatile List<ShardSubscriber<K, V>> shards = List.of();
  private final FreeShards free = new FreeShards();
  private volatile boolean standsBy;
  private @Nullable ScheduledExecutorService rounds;

  ShardKeeper(ReadModelSchema schema, Projection<K, V> projection, int wantedShards) {
    this.schema = schema;
    this.projection = projection;
    this.wantedShards = new Shard(0, wantedShards).count();
    this.checkpoints = schema.checkpoints();
    this.leases = new LeaseTable(schema.name());
  }

  @Override
  public String name() {
    return projection.name();
  }

  @Override
  public List<Subscriber> members() {
    return List.copyOf(shards);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // a round that fails says so itself
  public synchronized void join() {
    if (rounds != null) {
      return;
    }
    new Resharding<>(schema, projection).to(wantedShards);
    schema
        .jdbc()
        .inTransaction(
            session -> {
              checkpoints.lockCreation(session);
              leases.createIfMissing(session);
              leases.fit(session, name(), wantedShards);
              return true;
            });
    round();
    long pause = schema.leaseTime().toMillis() / ROUNDS_PER_LEASE;
    rounds = Executors.newSingleThreadScheduledExecutor(this::daemon);
    rounds.scheduleWithFixedDelay(this::tryRound, pause, pause, TimeUnit.MILLISECONDS);
  }

  private Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "leases-of-" + name());
    thread.setDaemon(true);
    return thread;
  }

  /** What went wrong once may go right the next time; leases run out meanwhile by themselves. */
  private void tryRound() {
    try {
      round();
    } catch (TidemarkException e) {
      LOG.warn("Leases of {} could not be renewed: {}", name(), e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.error("Leases of {} could not be renewed", name(), e);
    }
  }

  private void round() {
    long begun = System.nanoTime();
    Duration lease = schema.leaseTime();
    Round round = schema.jdbc().inTransaction(session -> round(session, lease));
    adopt(round, begun + lease.toNanos());
  }

  private Round round(Session session, Duration lease) {
    ShardCheckpoints stored = checkpoints.all(session, name(), Slot.SERVING);
    if (isSplitOtherwise(stored)) {
      leases.leave(session, name(), member);
      return new Round(stored, List.of());
    }
    List<UUID> members = leases.attend(session, name(), member, lease);
    List<LeaseTable.Lease> all = leases.renew(session, name(), member, lease);
    if (all.size() != stored.count()) {
      leases.fit(session, name(), stored.count());
      all = leases.renew(session, name(), member, lease);
    }
    return new Round(stored, shared(session, members, all, lease));
  }

  /** Whoever has joined with a definition that is split in another way takes all of it over. */
  private boolean isSplitOtherwise(ShardCheckpoints stored) {
    SplitBy mine = StoredProjection.splitBy(projection);
    Optional<SplitBy> other =
        stored.all().stream()
            .filter(each -> !each.shard().isWhole() && each.splitBy() != SplitBy.UNSAID)
            .map(StoredCheckpoint::splitBy)
            .filter(by -> by != mine)
            .findFirst();
    if (other.isPresent() && !standsBy) {
      LOG.warn(
          "Projection {} is split by {} now, and its definition here by {}: this process stands by",
          name(),
          other.get().text(),
          mine.text());
    }
    standsBy = other.isPresent();
    return standsBy;
  }

  /** The shards that are of this process after a round. */
  private List<Integer> shared(
      Session session, List<UUID> members, List<LeaseTable.Lease> all, Duration lease) {
    int share = share(members.indexOf(member.id()), members.size(), all.size());
    free.seen(members, all);
    List<Integer> mine = new ArrayList<>();
    for (LeaseTable.Lease each : owned(all)) {
      int shard = each.shard();
      boolean isTooMuch = mine.size() >= share && !free.isTakenOver(shard);
      if (isTooMuch || (members.size() > 1 && hasFailed(shard))) {
        leases.giveBack(session, name(), shard, member);
      } else {
        mine.add(shard);
      }
    }
    for (LeaseTable.Lease each : all) {
      int shard = each.shard();
      boolean isWanted = mine.size() < share || free.isLeftOver(shard);
      if (each.isFree()
          && isWanted
          && (members.size() == 1 || !hasFailed(shard))
          && leases.take(session, name(), shard, member, lease)) {
        free.taken(shard);
        mine.add(shard);
      }
    }
    return mine;
  }

  /** Those of this process; first what was taken over, which nobody else would take. */
  private List<LeaseTable.Lease> owned(List<LeaseTable.Lease> all) {
    return all.stream()
        .filter(each -> !each.isFree() && each.owner().equals(Optional.of(member.id())))
        .sorted(Comparator.comparing(each -> !free.isTakenOver(each.shard())))
        .toList();
  }

  /** Another process may have code that can do what this one's could not. */
  private boolean hasFailed(int shard) {
    List<ShardSubscriber<K, V>> known = shards;
    return shard < known.size() && known.get(shard).hasFailed();
  }

  /** As even as can be, and the same in the eyes of all members. */
  static int share(int index, int members, int shards) {
    return shards / members + (index < shards % members ? 1 : 0);
  }

  private synchronized void adopt(Round round, long until) {
    List<ShardSubscriber<K, V>> known = shards;
    int count = round.stored().count();
    List<ShardSubscriber<K, V>> adopted = new ArrayList<>();
    for (StoredCheckpoint stored : round.stored().all()) {
      int index = stored.shard().index();
      ShardSubscriber<K, V> each =
          known.size() == count
              ? known.get(index)
              : new ShardSubscriber<>(schema, projection, stored.shard());
      each.seen(stored, round.mine().contains(index) ? Optional.of(until) : Optional.empty());
      adopted.add(each);
    }
    shards = List.copyOf(adopted);
  }

  /** A round under way ends first, or it would take part again; whoever joins later begins anew. */
  @Override
  public void close() {
    ScheduledExecutorService begun = ended();
    if (begun == null) {
      return;
    }
    begun.shutdown();
    awaitEnd(begun);
    forgetShards();
    try {
      schema
          .jdbc()
          .inTransaction(
              session -> {
                leases.leave(session, name(), member);
                return true;
              });
    } catch (RuntimeException e) {
      LOG.warn("Leases of {} were not given back and run out: {}", name(), e.getMessage());
    }
  }

  private synchronized @Nullable ScheduledExecutorService ended() {
    ScheduledExecutorService begun = rounds;
    rounds = null;
    return begun;
  }

  private void awaitEnd(ScheduledExecutorService begun) {
    try {
      if (!begun.awaitTermination(schema.leaseTime().toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("A round of leases of {} hangs; its leases may run out by themselves", name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was claimed before is not claimed in the eyes of whoever has it next. */
  private synchronized void forgetShards() {
    shards.forEach(ShardSubscriber::lose);
    shards = List.of();
  }

  /**
   * What one round saw and did.
   *
   * @param stored the checkpoints of all shards
   * @param mine the shards that are this process's now
   */
  private record Round(ShardCheckpoints stored, List<Integer> mine) {}
}
