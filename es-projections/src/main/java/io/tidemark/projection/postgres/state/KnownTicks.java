package io.tidemark.projection.postgres.state;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.checkpoint.TickTable;
import io.tidemark.projection.table.Slot;
import io.tidemark.projection.tick.Tick;
import io.tidemark.subscription.Checkpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of one projection, as somebody needs them who goes on with a version of its rows. To be
 * told one again changes nothing, so those at the position where he stands are among them always.
 * Thread-safe.
 */
public final class KnownTicks {
  private final Jdbc jdbc;
  private final TickTable table;
  private final ReadModelDefinition<?, ?> projection;
  private final boolean isServing;

  /** There are none after it. */
  private volatile long last = Long.MAX_VALUE;

  /** In which that was asked last. */
  private volatile long epoch = -1;

  /** There are no others. */
  private volatile @Nullable List<Tick> only;

  /** For one version of the rows; there are none for rows that do not go through stages. */
  public KnownTicks(Jdbc jdbc, TickTable table, ReadModelDefinition<?, ?> projection, Slot slot) {
    this.jdbc = jdbc;
    this.table = table;
    this.projection = projection;
    this.isServing = slot == Slot.SERVING;
    this.only = projection.hasState() ? null : List.of();
  }

  /**
   * Looks which there are for rows that serve, in the epoch in which they are. Whoever adds a tick
   * begins another epoch of them, with the tick in their state; so most of the time there is
   * nothing to ask for.
   */
  public void look() {
    if (isServing && projection.hasState()) {
      last = jdbc.inSession(session -> table.lastPosition(session, projection.name()));
    }
  }

  /** Only those that this transaction sees; without one, all again. */
  public void see(@Nullable Session snapshot) {
    only = snapshot == null ? null : table.between(snapshot, projection.name(), 1, Long.MAX_VALUE);
  }

  /** Those from one position through another, in their order. */
  public List<Tick> between(long first, long through) {
    List<Tick> some = only;
    if (some != null) {
      return some.stream()
          .filter(tick -> tick.position() >= first && tick.position() <= through)
          .toList();
    }
    return first > last ? List.of() : jdbc.inSession(session -> between(session, first, through));
  }

  /** The same as this transaction sees it, which has locked a checkpoint that it goes on from. */
  public List<Tick> between(Session session, Checkpoint from, long through) {
    if (isServing && projection.hasState() && from.epoch() != epoch) {
      last = table.lastPosition(session, projection.name());
      epoch = from.epoch();
    }
    return from.position() > last ? List.of() : between(session, from.position(), through);
  }

  private List<Tick> between(Session session, long first, long through) {
    return projection.hasState()
        ? table.between(session, projection.name(), first, through)
        : List.of();
  }

  /**
   * Whether no other ones than these have come before a position since they were asked for. Asked
   * by who has locked the checkpoint, behind whose new position none can come any more; that of
   * rows that serve would have another epoch.
   */
  public boolean areAll(Session session, List<Tick> known, long first, long before) {
    return isServing
        || only != null
        || between(session, first, before - 1)
            .equals(known.stream().filter(tick -> tick.position() < before).toList());
  }
}
