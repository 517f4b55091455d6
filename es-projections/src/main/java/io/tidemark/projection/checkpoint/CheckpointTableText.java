package io.tidemark.projection.checkpoint;

import java.util.List;

/** How the table of checkpoints is made; {@code %1$s} is its name. */
final class CheckpointTableText {
  /** A table without it is older than this release. */
  static final String NEWEST_COLUMN = "split_by";

  static final String CREATE =
      """
      create table %1$s (
        name text not null,
        slot text not null,
        shard integer not null default 0,
        shards integer not null default 1,
        log_id uuid not null,
        position bigint not null check (position >= 0),
        event_id uuid,
        epoch bigint not null,
        handled bigint default 0,
        digest bigint default 0,
        definition text not null,
        fold text not null default '',
        split_by text not null default '',
        paused boolean not null default false,
        parked bigint not null default 0 check (parked >= 0),
        history_from bigint not null default 0,
        started_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        last_error text,
        check (shard >= 0 and shard < shards),
        primary key (name, slot, shard)
      )
      """;

  /**
   * What was handled before nobody has counted, and a null stays null whatever is added: nothing is
   * claimed of such rows until a rebuild makes them anew.
   */
  static final List<String> UPGRADE =
      List.of(
          "alter table %1$s drop constraint if exists projections_slot_check",
          "alter table %1$s drop constraint if exists projections_pkey",
          """
          alter table %1$s
            add column if not exists shard integer not null default 0,
            add column if not exists shards integer not null default 1,
            add column if not exists split_by text not null default '',
            add column if not exists handled bigint,
            add column if not exists digest bigint,
            add column if not exists fold text not null default '',
            add column if not exists paused boolean not null default false,
            add column if not exists parked bigint not null default 0 check (parked >= 0),
            add column if not exists history_from bigint not null default 0,
            add check (shard >= 0 and shard < shards),
            add primary key (name, slot, shard)
          """);

  private CheckpointTableText() {}
}
