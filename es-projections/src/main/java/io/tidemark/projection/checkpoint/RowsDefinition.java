package io.tidemark.projection.checkpoint;

import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.table.ReadModelTable;
import io.tidemark.store.Shard;
import io.tidemark.subscription.Checkpoint;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the rows of a projection are by this code: their columns, what they are made of, and by
 * which version of the code. A checkpoint keeps what they were when they were begun, and this tells
 * whether that is still the same. Immutable and thread-safe.
 */
public final class RowsDefinition {
  /** No part of what rows are, but of what whoever brings them forward must do. */
  private static final String REACTING = " with reactions";

  private final ReadModelDefinition<?, ?> projection;
  private final String words;
  private final Optional<String> formerWords;

  private RowsDefinition(
      ReadModelDefinition<?, ?> projection, String words, Optional<String> formerWords) {
    this.projection = projection;
    this.words = words;
    this.formerWords = formerWords;
  }

  /** Of this projection. */
  public static RowsDefinition of(ReadModelDefinition<?, ?> projection) {
    String columns = ReadModelTable.columnsText(projection);
    return projection instanceof Projection<?, ?> folded
        ? ofFolded(folded, columns)
        : new RowsDefinition(
            projection,
            "columns (%s) by %s".formatted(columns, projection.foldVersion()),
            Optional.empty());
  }

  /** At first the columns alone were kept: every projection was made from one category then. */
  private static RowsDefinition ofFolded(Projection<?, ?> folded, String columns) {
    String words =
        "columns (%s) %s%s%s"
            .formatted(
                columns,
                folded.madeOfText(),
                folded.hasHistory() ? " with history" : "",
                folded.reactions().isPresent() ? REACTING : "");
    boolean isAsAtFirst =
        !folded.hasHistory() && folded.version().isEmpty() && folded.isOfOneCategory();
    return new RowsDefinition(folded, words, isAsAtFirst ? Optional.of(columns) : Optional.empty());
  }

  /** Whether others react to these rows, and this definition does not. */
  private boolean isUnheard(StoredCheckpoint stored) {
    return isReactedTo(stored) && !reacts(words);
  }

  /** The columns and what the rows are made of. */
  public String words() {
    return words;
  }

  /** The checkpoints of so many shards that begin with these rows. */
  public ShardCheckpoints first(int shards, Checkpoint beginning) {
    String fold = projection.foldVersion();
    return new ShardCheckpoints(
        IntStream.range(0, shards)
            .mapToObj(
                index -> StoredCheckpoint.first(new Shard(index, shards), beginning, words, fold))
            .toList());
  }

  /** Whether stored rows have the columns of the record, and were made in the same way. */
  public boolean isOf(StoredCheckpoint stored) {
    String before = withoutReactions(stored.definition());
    return before.equals(withoutReactions(words)) || formerWords.equals(Optional.of(before));
  }

  private static String withoutReactions(String words) {
    return reacts(words) ? words.substring(0, words.length() - REACTING.length()) : words;
  }

  private static boolean reacts(String words) {
    return words.endsWith(REACTING);
  }

  /** Whether whoever brings these rows forward reacts to them. */
  public static boolean isReactedTo(StoredCheckpoint stored) {
    return reacts(stored.definition());
  }

  /** Whether whoever brought these rows forward before must not any more. */
  public boolean beginsToReactTo(StoredCheckpoint stored) {
    return reacts(words) && !isReactedTo(stored);
  }

  /**
   * Refuses rows that this definition must not bring forward: those that {@link #require} refuses,
   * and those to which others react and it does not.
   *
   * @throws ProjectionChangedException if they are so
   */
  public void requireForward(StoredCheckpoint stored) {
    if (!isOf(stored) || isUnheard(stored)) {
      throw new ProjectionChangedException(projection.name(), words, stored.definition());
    }
  }

  /** The same of the rows of all shards. */
  public boolean isOf(ShardCheckpoints stored) {
    return stored.all().stream().allMatch(this::isOf);
  }

  /**
   * Refuses rows that have other columns than the record, or were made in another way.
   *
   * @throws ProjectionChangedException if they are so
   */
  public void require(StoredCheckpoint stored) {
    if (!isOf(stored)) {
      throw new ProjectionChangedException(projection.name(), words, stored.definition());
    }
  }

  /** The same of the rows of all shards. */
  public void require(ShardCheckpoints stored) {
    stored.all().forEach(this::require);
  }

  /** Whether this may bring rows forward in the place of whoever runs them. */
  public boolean mayForward(StoredCheckpoint stored) {
    return isByThisCode(stored) && !isUnheard(stored);
  }

  /** Whether stored rows were begun by the very code that this is, as far as that is known. */
  public boolean isByThisCode(StoredCheckpoint stored) {
    return isOf(stored)
        && !stored.fold().isEmpty()
        && stored.fold().equals(projection.foldVersion());
  }

  /** The same of the rows of all shards. */
  public boolean isByThisCode(ShardCheckpoints stored) {
    return stored.all().stream().allMatch(this::isByThisCode);
  }
}
