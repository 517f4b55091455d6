package io.tidemark.projection.postgres;

import io.tidemark.projection.checkpoint.LeaseTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The shards that nobody takes though all members have had the time to: whose turn it is has no use
 * for them. What was taken over in their place is kept. For one thread at a time.
 */
final class FreeShards {
  private final Map<Integer, Integer> roundsFree = new HashMap<>();
  private final Set<Integer> takenOver = new HashSet<>();
  private List<UUID> members = List.of();

  /** At the beginning of a round; with other members all is shared anew. */
  void seen(List<UUID> present, List<LeaseTable.Lease> leases) {
    if (!present.equals(members)) {
      members = List.copyOf(present);
      roundsFree.clear();
      takenOver.clear();
    }
    for (LeaseTable.Lease lease : leases) {
      if (lease.isFree()) {
        roundsFree.merge(lease.shard(), 1, Integer::sum);
      } else {
        roundsFree.remove(lease.shard());
      }
    }
  }

  /** Whether it has been free for more rounds than anybody needs to take it. */
  boolean isLeftOver(int shard) {
    return roundsFree.getOrDefault(shard, 0) > ShardKeeper.ROUNDS_PER_LEASE;
  }

  /** It is this member's now. */
  void taken(int shard) {
    if (isLeftOver(shard)) {
      takenOver.add(shard);
    }
    roundsFree.remove(shard);
  }

  /** Whether it was taken because nobody else did. */
  boolean isTakenOver(int shard) {
    return takenOver.contains(shard);
  }
}
