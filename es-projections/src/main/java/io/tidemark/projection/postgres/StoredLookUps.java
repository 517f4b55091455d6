package io.tidemark.projection.postgres;

import io.tidemark.projection.LookedUp;
import io.tidemark.projection.Projection;
import io.tidemark.projection.checkpoint.ReachedWait;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.table.ReadModelTable;
import io.tidemark.projection.table.Slot;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;

/**
 * Answers what a projection needs of other read models, by the history of their rows: each row as
 * it was after the event for which it is looked up. Versions of rows through where a read model is
 * do not change any more, so answers are the same whenever they are asked for. A read model that is
 * behind is waited for, and brought there if nobody does it. Thread-safe.
 */
public final class StoredLookUps implements LookedUp.Reader {
  /** Whoever runs it is a moment behind the log as a rule. */
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final ReadModelSchema schema;
  private final Projection<?, ?> projection;

  /** Of this projection. */
  public StoredLookUps(ReadModelSchema schema, Projection<?, ?> projection) {
    this.schema = schema;
    this.projection = projection;
  }

  /**
   * Answers all that is needed for a batch.
   *
   * @throws LookUpNotReadyException if a read model is not far enough, and cannot be brought there
   *     now
   */
  @Override
  public void answer(List<LookedUp.Request<?, ?>> requests) {
    Map<String, Projection<?, ?>> readModels = new LinkedHashMap<>();
    requests.forEach(each -> readModels.putIfAbsent(each.readModel().name(), each.readModel()));
    readModels.values().forEach(readModel -> answer(readModel, requests));
  }

  @SuppressWarnings("unchecked") // a request has the key and the row of its read model
  private <L, R> void answer(Projection<L, R> readModel, List<LookedUp.Request<?, ?>> all) {
    List<LookedUp.Request<L, R>> mine =
        all.stream()
            .filter(request -> request.readModel().name().equals(readModel.name()))
            .filter(request -> request.key().isPresent())
            .map(request -> (LookedUp.Request<L, R>) request)
            .toList();
    if (!mine.isEmpty()) {
      new OneReader<>(schema, projection.name(), readModel).answer(mine);
    }
  }

  /** Reads one read model. */
  private static final class OneReader<L, R> {
    private final ReadModelSchema schema;
    private final String asker;
    private final Projection<L, R> readModel;
    private final ServingShards<L, R> shards;
    private final StoredProjection<L, R> serving;

    OneReader(ReadModelSchema schema, String asker, Projection<L, R> readModel) {
      this.schema = schema;
      this.asker = asker;
      this.readModel = readModel;
      this.shards = new ServingShards<>(schema, readModel);
      this.serving = new StoredProjection<>(schema, readModel, Slot.SERVING);
    }

    void answer(List<LookedUp.Request<L, R>> requests) {
      LongSummaryStatistics positions =
          requests.stream().mapToLong(LookedUp.Request::position).summaryStatistics();
      reach(positions.getMax());
      ReadModelTable<L, R> table = serving.table();
      List<Optional<R>> rows =
          new ServingSnapshot(schema, readModel)
              .of(
                  (session, stored) -> {
                    requireReady(stored, positions.getMin(), positions.getMax());
                    return table
                        .history()
                        .asOfEach(
                            session,
                            requests.stream().map(each -> each.key().orElseThrow()).toList(),
                            requests.stream().map(LookedUp.Request::position).toList());
                  });
      for (int i = 0; i < rows.size(); i++) {
        requests.get(i).answer(rows.get(i));
      }
    }

    private void reach(long position) {
      ShardCheckpoints stored =
          new ReachedWait(schema.signal(), readModel.name(), shards::stored)
              .upTo(position, PATIENCE);
      while (!stored.haveReached(position)) {
        if (Thread.currentThread().isInterrupted()) {
          throw notReady("position " + position, "an interrupted thread");
        }
        bring(stored, position);
        stored = shards.stored();
      }
      serving.definition().require(stored); // else there may be no history to lock
    }

    private void bring(ShardCheckpoints stored, long position) {
      if (stored.isEmpty()) {
        serving.prepared();
      } else if (!shards.areOfThisCode(stored)) {
        throw notReady(
            "position " + position, "rows of other code, which whoever runs it brings on");
      }
      for (StoredCheckpoint shard : stored.all()) {
        serving.definition().require(shard);
        if (shard.isPaused()) {
          throw notReady("position " + position, "it is paused at " + shard.position());
        }
      }
      shards.catchUpUnlessPaused(position);
    }

    private void requireReady(ShardCheckpoints stored, long first, long position) {
      for (StoredCheckpoint shard : stored.all()) {
        serving.definition().require(shard);
        shard.checkpoint().requireSameLog(readModel.name(), schema.store());
        if (shard.parked() > 0) {
          throw notReady("rows of which none waits", shard.parked() + " events that are parked");
        }
        if (shard.historyFrom() > first) {
          throw new IllegalStateException(
              "Projection %s cannot look up in %s: expected history from position %d on, actual from %d on; it was pruned"
                  .formatted(asker, readModel.name(), first, shard.historyFrom()));
        }
      }
      if (!stored.haveReached(position)) {
        throw notReady("position " + position, "position " + stored.position());
      }
    }

    private LookUpNotReadyException notReady(String expected, String actual) {
      return new LookUpNotReadyException(asker, readModel.name(), expected, actual);
    }
  }
}
