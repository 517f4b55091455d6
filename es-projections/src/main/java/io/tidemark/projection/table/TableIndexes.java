package io.tidemark.projection.table;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.tidemark.Text;
import io.tidemark.TidemarkException;
import io.tidemark.jdbc.LimitViolation;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.StatementFailedException;
import io.tidemark.jdbc.UniqueViolation;
import io.tidemark.projection.NotUniqueException;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.table.Catalog.Index;
import io.tidemark.row.IndexEntryTooLargeException;
import io.tidemark.row.RowComponent;
import io.tidemark.row.RowIndex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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

  /** Whether they are as {@link #fitToServe} makes them. */
  public boolean areFitToServe(Session session) {
    List<Index> there = ours(session);
    return missing(there).isEmpty() && hindering(there).isEmpty();
  }

  /**
   * Makes those that are missing, and drops those that {@linkplain #dropHindering hinder}. Others
   * that are declared no more stay: another release, which is run beside this one, may declare
   * them. Within a transaction, which must not have touched the table. Who writes to the table
   * waits meanwhile; who reads it goes on, but waits for a moment if an index is dropped.
   *
   * @throws NotUniqueException if there are rows that an index does not allow
   * @throws IndexEntryTooLargeException if there are rows that an index cannot keep
   * @throws io.tidemark.StoreUnavailableException if an index is to be dropped, and somebody does
   *     not leave the table for a second
   */
  public void fitToServe(Session transaction) {
    change(transaction, this::hindering);
    create(transaction);
  }

  /**
   * The same for a table that nobody else uses yet: drops all that are declared no more.
   *
   * @throws NotUniqueException as {@link #fitToServe} does
   * @throws IndexEntryTooLargeException as there
   * @throws io.tidemark.StoreUnavailableException as there
   */
  public void align(Session transaction) {
    change(transaction, this::surplus);
    create(transaction);
  }

  /**
   * Drops those that are declared no more, in a transaction of its own: before rows come that they
   * would not allow.
   *
   * @throws io.tidemark.StoreUnavailableException if there are some, and somebody does not leave
   *     the table for a second
   */
  public void dropSurplus(Session session) {
    if (!surplus(ours(session)).isEmpty()) {
      session.inTransaction(
          () -> {
            change(session, this::surplus);
            return true;
          });
    }
  }

  /**
   * Drops unique ones that are declared no more, by which rows would be refused that are right, or
   * are right once a batch is written. Within a transaction.
   *
   * @throws io.tidemark.StoreUnavailableException as {@link #dropSurplus} does
   */
  public void dropHindering(Session transaction) {
    if (!hindering(ours(transaction)).isEmpty()) {
      change(transaction, this::hindering);
    }
  }

  /** Who else changes them has come first, or waits. */
  private void change(Session transaction, UnaryOperator<List<Index>> unwanted) {
    lock(transaction, !unwanted.apply(ours(transaction)).isEmpty());
    unwanted
        .apply(ours(transaction))
        .forEach(
            index ->
                transaction.update("drop index " + Identifier.qualified(schema, index.name())));
  }

  /** To drop one takes the strongest lock, for which others must not wait long behind a reader. */
  private void lock(Session transaction, boolean isDropping) {
    if (isDropping) {
      transaction.update("set local lock_timeout = '1s'");
    }
    transaction.update(
        "lock table %s in %s mode"
            .formatted(
                Identifier.qualified(schema, table),
                isDropping ? "access exclusive" : "share row exclusive"));
  }

  private List<Index> ours(Session session) {
    return Catalog.indexes(session, schema, table).stream()
        .filter(index -> OURS.matcher(index.name()).matches())
        .toList();
  }

  private List<RowIndex> missing(List<Index> there) {
    Set<String> known =
        there.stream().map(index -> declaredPart(index.name())).collect(toUnmodifiableSet());
    return projection.indexes().stream().filter(index -> !known.contains(stem(index))).toList();
  }

  /** One of several that do the same is surplus too. */
  private List<Index> surplus(List<Index> there) {
    Set<String> wanted = new HashSet<>(stems());
    List<Index> surplus = new ArrayList<>(there);
    surplus.removeIf(index -> wanted.remove(declaredPart(index.name())));
    return surplus;
  }

  /** One of several that do the same helps nobody. */
  private List<Index> hindering(List<Index> there) {
    Set<String> declared = stems();
    return surplus(there).stream()
        .filter(index -> index.isUnique() || declared.contains(declaredPart(index.name())))
        .toList();
  }

  private Set<String> stems() {
    return projection.indexes().stream().map(this::stem).collect(toUnmodifiableSet());
  }

  private static String declaredPart(String name) {
    return name.substring(0, name.length() - OWN_PART - 1);
  }

  private void create(Session transaction) {
    missing(ours(transaction)).forEach(index -> create(transaction, index));
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
    } catch (StatementFailedException e) {
      throw refusal(e, isMeant, e).orElse(e);
    }
  }

  Optional<TidemarkException> refusal(
      StatementFailedException refused, Predicate<RowIndex> isMeant, TidemarkException cause) {
    return UniqueViolation.in(refused)
        .filter(twice -> !isPrimaryKey(twice.index()))
        .map(twice -> notUnique(twice, cause))
        .or(() -> LimitViolation.in(refused).flatMap(limit -> tooLarge(limit, isMeant, cause)));
  }

  private static boolean isBeyondAny(RowIndex index, Object row) {
    return !index.isWithinJson()
        && index.components().stream()
                .map(component -> component.value(row))
                .mapToLong(value -> value instanceof String text ? Text.utf8Length(text) : 0)
                .sum()
            > LIMIT_OF_ANY;
  }

  private TidemarkException notUnique(UniqueViolation twice, TidemarkException cause) {
    return new NotUniqueException(projection.name(), inWords(twice.index()), twice.detail(), cause);
  }

  private Optional<TidemarkException> tooLarge(
      LimitViolation limit, Predicate<RowIndex> isMeant, TidemarkException cause) {
    return limit
        .index()
        .map(this::inWords)
        .or(() -> declared(isMeant))
        .map(
            index ->
                new IndexEntryTooLargeException(projection.name(), index, limit.reason(), cause));
  }

  /** Two rows of one key are no matter of an index, but of what has made them. */
  private boolean isPrimaryKey(String name) {
    return Arrays.stream(Slot.values())
        .map(slot -> TableLifecycle.primaryKey(slot.table(projection.name())))
        .anyMatch(pattern -> pattern.matcher(name).matches());
  }

  /** One that is not declared, as those that others have made, is known by its name. */
  private String inWords(String name) {
    return declared(index -> isNameOf(index, name)).orElse(name);
  }

  private Optional<String> declared(Predicate<RowIndex> isIt) {
    return projection.indexes().stream().filter(isIt).findFirst().map(RowIndex::toString);
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
