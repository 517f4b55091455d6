package io.tidemark.projection.table;

import static java.util.stream.Collectors.joining;

import io.tidemark.Text;
import io.tidemark.TidemarkException;
import io.tidemark.jdbc.LimitViolation;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.UniqueViolation;
import io.tidemark.projection.NotUniqueException;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.row.IndexEntryTooLargeException;
import io.tidemark.row.RowComponent;
import io.tidemark.row.RowIndex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The indexes of one table that its projection declares. They are known by their names: what is
 * declared gives the name but for its last eight characters, which are of each index alone, since
 * all tables of a schema share the names of their indexes. Others are let be. Immutable and
 * thread-safe.
 */
public final class TableIndexes {
  private static final int MAX_BYTES = 63;
  private static final int OWN_PART = 8;

  /** No index of the server takes more in one entry, unless it can be compressed. */
  private static final int LIMIT_OF_ANY = 8_191;

  /** Of what is declared: its checksum, and then what is of each index alone. */
  private static final Pattern OURS = Pattern.compile(".*_ix[0-9a-f]{8}_[0-9a-f]{8}");

  private final String schema;
  private final String table;
  private final ReadModelDefinition<?, ?> projection;

  TableIndexes(String schema, String table, ReadModelDefinition<?, ?> projection) {
    this.schema = schema;
    this.table = table;
    this.projection = projection;
  }

  /** Whether it has those that are declared, and none that were. */
  public boolean areAsDeclared(Session session) {
    return missing(names(session)).isEmpty() && surplus(names(session)).isEmpty();
  }

  /**
   * Makes those that are missing and drops those that are declared no more. Within a transaction,
   * which must not have touched the table. Who writes to the table waits meanwhile; who reads it
   * goes on, but waits for a moment if an index is dropped.
   *
   * @throws NotUniqueException if there are rows that an index does not allow
   * @throws IndexEntryTooLargeException if there are rows that an index cannot keep
   * @throws io.tidemark.StoreUnavailableException if an index is to be dropped, and somebody does
   *     not leave the table for a second
   */
  public void align(Session transaction) {
    lock(transaction);
    List<String> there = names(transaction); // who else aligns it has come first, or waits
    drop(transaction, surplus(there));
    missing(there).forEach(index -> create(transaction, index));
  }

  /**
   * Drops those that are declared no more, in a transaction of its own: before rows come that they
   * would not allow.
   *
   * @throws io.tidemark.StoreUnavailableException if there are some, and somebody does not leave
   *     the table for a second
   */
  public void dropSurplus(Session session) {
    if (!surplus(names(session)).isEmpty()) {
      session.inTransaction(
          () -> {
            lock(session);
            drop(session, surplus(names(session)));
            return true;
          });
    }
  }

  private void drop(Session transaction, List<String> some) {
    some.forEach(name -> transaction.update("drop index " + Identifier.qualified(schema, name)));
  }

  /** To drop one takes the strongest lock, for which others must not wait long behind a reader. */
  private void lock(Session transaction) {
    boolean isDropping = !surplus(names(transaction)).isEmpty();
    if (isDropping) {
      transaction.update("set local lock_timeout = '1s'");
    }
    transaction.update(
        "lock table %s in %s mode"
            .formatted(
                Identifier.qualified(schema, table),
                isDropping ? "access exclusive" : "share row exclusive"));
  }

  private List<String> names(Session session) {
    return Catalog.indexes(session, schema, table).stream()
        .filter(name -> OURS.matcher(name).matches())
        .toList();
  }

  private List<RowIndex> missing(List<String> there) {
    Set<String> known = new HashSet<>(there.stream().map(TableIndexes::declaredPart).toList());
    return projection.indexes().stream().filter(index -> !known.contains(stem(index))).toList();
  }

  /** One of several that do the same is surplus too. */
  private List<String> surplus(List<String> there) {
    Set<String> wanted = new HashSet<>(projection.indexes().stream().map(this::stem).toList());
    List<String> surplus = new ArrayList<>(there);
    surplus.removeIf(name -> wanted.remove(declaredPart(name)));
    return surplus;
  }

  private static String declaredPart(String name) {
    return name.substring(0, name.length() - OWN_PART - 1);
  }

  private void create(Session transaction, RowIndex index) {
    String columns =
        index.components().stream()
            .map(component -> Identifier.quoted(Identifier.snakeCase(component.name())))
            .collect(joining(", "));
    String name = stem(index) + "_" + UUID.randomUUID().toString().substring(0, OWN_PART);
    String sql =
        "create %sindex %s on %s %s(%s%s)"
            .formatted(
                index.isUnique() ? "unique " : "",
                Identifier.quoted(name),
                Identifier.qualified(schema, table),
                index.isWithinJson() ? "using gin " : "",
                columns,
                index.isWithinJson() ? " jsonb_path_ops" : "");
    telling(index::equals, () -> transaction.update(sql));
  }

  /** Writes rows, and says of values that an index refuses which one that is. */
  <T> T telling(Collection<?> rows, Supplier<T> writing) {
    return telling(index -> rows.stream().anyMatch(row -> isBeyondAny(index, row)), writing);
  }

  /**
   * Of values beyond all limits the server does not tell the index.
   *
   * @param isMeant whether it is this one then
   */
  private <T> T telling(Predicate<RowIndex> isMeant, Supplier<T> writing) {
    try {
      return writing.get();
    } catch (TidemarkException e) {
      throw UniqueViolation.in(e)
          .flatMap(twice -> notUnique(twice, e))
          .or(() -> LimitViolation.in(e).flatMap(limit -> tooLarge(limit, isMeant, e)))
          .orElse(e);
    }
  }

  private static boolean isBeyondAny(RowIndex index, Object row) {
    return !index.isWithinJson()
        && index.components().stream()
                .map(component -> component.value(row))
                .mapToLong(value -> value instanceof String text ? Text.utf8Length(text) : 0)
                .sum()
            > LIMIT_OF_ANY;
  }

  private Optional<TidemarkException> notUnique(UniqueViolation twice, TidemarkException cause) {
    return projection.indexes().stream()
        .filter(RowIndex::isUnique)
        .filter(index -> isNameOf(index, twice.index()))
        .findFirst()
        .map(
            index ->
                new NotUniqueException(projection.name(), index.toString(), twice.detail(), cause));
  }

  private Optional<TidemarkException> tooLarge(
      LimitViolation limit, Predicate<RowIndex> isMeant, TidemarkException cause) {
    Predicate<RowIndex> isIt =
        limit
            .index()
            .<Predicate<RowIndex>>map(name -> index -> isNameOf(index, name))
            .orElse(isMeant);
    return projection.indexes().stream()
        .filter(isIt)
        .findFirst()
        .map(
            index ->
                new IndexEntryTooLargeException(
                    projection.name(), index.toString(), limit.reason(), cause));
  }

  private boolean isNameOf(RowIndex index, String name) {
    return name.startsWith(stem(index) + "_");
  }

  /** The readable part is cut, so that the whole name is not; the checksum is of what is uncut. */
  private String stem(RowIndex index) {
    CRC32 sum = new CRC32();
    sum.update(index.toString().getBytes(StandardCharsets.UTF_8));
    String end = "_ix%08x".formatted(sum.getValue());
    String readable =
        projection.name()
            + index.components().stream()
                .map(RowComponent::name)
                .map(name -> "_" + Identifier.snakeCase(name))
                .collect(joining());
    return cut(readable, MAX_BYTES - end.length() - 1 - OWN_PART) + end;
  }

  private static String cut(String text, int bytes) {
    String cut = text;
    while (Text.utf8Length(cut) > bytes) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return cut;
  }
}
