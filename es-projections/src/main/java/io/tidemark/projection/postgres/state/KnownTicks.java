package io.tidemark.projection.postgres.state;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.checkpoint.TickTable;
import io.tidemark.projection.tick.Tick;
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
  private final String projection;

  /** There are none after it. */
  private volatile long last = Long.MAX_VALUE;

  /** There are no others. */
  private volatile @Nullable List<Tick> only;

  public KnownTicks(Jdbc jdbc, TickTable table, String projection) {
    this.jdbc = jdbc;
    this.table = table;
    this.projection = projection;
  }

  /**
   * Of serving rows, in the epoch in which they are. Whoever adds a tick begins another epoch of
   * them, with the tick in their state; so most of the time there is nothing to ask for.
   */
  public void look() {
    last = jdbc.inSession(session -> table.lastPosition(session, projection));
  }

  /** Only those that this transaction sees; without one, all again. */
  public void see(@Nullable Session snapshot) {
    only = snapshot == null ? null : table.between(snapshot, projection, 1, Long.MAX_VALUE);
  }

  /** Those from one position through another, in their order. */
  public List<Tick> between(long first, long through) {
    List<Tick> some = only;
    if (some != null) {
      return some.stream()
          .filter(tick -> tick.position() >= first && tick.position() <= through)
          .toList();
    }
    return first > last
        ? List.of()
        : jdbc.inSession(session -> between(session, first, through));
  }

  /** The same as this transaction sees it. */
  public List<Tick> between(Session session, long first, long through) {
    return table.between(session, projection, first, through);
  }

  /**
   * Whether those are all that there are before a position: asked by who has locked a checkpoint
   * behind which none can come any more.
   */
  public boolean areAll(Session session, List<Tick> known, long first, long before) {
    return only != null
        || between(session, first, before - 1)
            .equals(known.stream().filter(tick -> tick.position() < before).toList());
  }
}
