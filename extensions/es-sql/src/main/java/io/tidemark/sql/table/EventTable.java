package io.tidemark.sql.table;

import io.tidemark.RecordedEvent;
import io.tidemark.codec.EventCodec;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The events of one type as a table: the parts of the event, then {@code position}, {@code stream},
 * {@code occurred_at} and {@code recorded_at}. Each event has one row at the most. Immutable and
 * thread-safe, as long as its codec is.
 */
public final class EventTable implements SqlTable {
  private static final List<SqlColumn> COMMON =
      List.of(
          new SqlColumn("position", SqlType.BIGINT),
          new SqlColumn("stream", SqlType.VARCHAR),
          new SqlColumn("occurred_at", SqlType.TIMESTAMP),
          new SqlColumn("recorded_at", SqlType.TIMESTAMP));

  private static final List<SqlColumn> KINDS =
      List.of(new SqlColumn("type", SqlType.VARCHAR), new SqlColumn("category", SqlType.VARCHAR));

  private final String name;
  private final Set<String> categories;
  private final Set<String> types;
  private final List<SqlColumn> columns;
  private final Function<RecordedEvent, Optional<Tuple>> parts;

  private EventTable(
      String name,
      Set<String> categories,
      Set<String> types,
      List<SqlColumn> parts,
      Function<RecordedEvent, Optional<Tuple>> reader) {
    this.name = name;
    this.categories = Set.copyOf(categories);
    this.types = Set.copyOf(types);
    this.columns = Stream.concat(parts.stream(), COMMON.stream()).toList();
    this.parts = reader;
    Names.requireDistinct(name, columns);
  }

  /**
   * The events that a codec reads as one record: {@code OwnerNamed} is the table {@code
   * owner_named}, its component {@code newOwner} the column {@code new_owner}. Components that are
   * no single value are no columns.
   *
   * @param <E> what all events of the codec have in common
   * @throws IllegalArgumentException if it is no record, or has a component that is named as a
   *     column that every table has
   */
  public static <E> EventTable of(String category, EventCodec<E> codec, Class<? extends E> record) {
    Objects.requireNonNull(codec, "codec");
    RecordColumns components = RecordColumns.of(record);
    return new EventTable(
        Names.snakeCase(record.getSimpleName()),
        Set.of(category),
        codec.types(),
        components.columns(),
        event -> onlyOf(record, codec.decode(event), event).map(components::row));
  }

  /**
   * A table for each record of a sealed family, as {@link #of}.
   *
   * @param <E> what all events of the codec have in common
   */
  public static <E> List<EventTable> ofSealed(
      String category, EventCodec<E> codec, Class<? extends E> family) {
    if (!family.isSealed()) {
      return List.of(of(category, codec, family));
    }
    return Arrays.stream(family.getPermittedSubclasses())
        .flatMap(type -> ofSealed(category, codec, type.<E>asSubclass(erased(family))).stream())
        .toList();
  }

  @SuppressWarnings("unchecked") // a class below one of E is one of E
  private static <E> Class<E> erased(Class<? extends E> family) {
    return (Class<E>) family;
  }

  /**
   * The events of one type, of which these properties of their JSON are columns: null where they
   * are missing.
   *
   * @param type of the events, and the name of the table
   */
  public static EventTable ofJson(String category, String type, List<SqlColumn> columns) {
    JsonColumns properties = new JsonColumns(columns);
    return new EventTable(
        type,
        Set.of(category),
        Set.of(type),
        columns,
        event -> Optional.of(properties.row(event.data())));
  }

  /**
   * The table {@code events} of all events of some tables: the columns {@code type} and {@code
   * category}, and those that every table has.
   */
  public static EventTable all(List<EventTable> tables) {
    Set<String> categories = new HashSet<>();
    Set<String> types = new HashSet<>();
    for (EventTable table : tables) {
      categories.addAll(table.categories);
      types.addAll(table.types);
    }
    return new EventTable(
        "events",
        categories,
        types,
        KINDS,
        event -> Optional.of(Tuple.of(event.type(), event.stream().category())));
  }

  /** The same under another name. */
  public EventTable named(String other) {
    List<SqlColumn> own = columns.subList(0, columns.size() - COMMON.size());
    return new EventTable(other, categories, types, own, parts);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<SqlColumn> columns() {
    return columns;
  }

  /** Categories of the events that may be in it. */
  public Set<String> categories() {
    return categories;
  }

  /** Types of the events that may be in it. */
  public Set<String> types() {
    return types;
  }

  /** Rows are told apart by the position of their event. */
  @Override
  public Plan.Source source(int number) {
    int position = columns.size() - COMMON.size();
    return new Plan.Source(number, columns.size(), Optional.of(List.of(position)), true);
  }

  /**
   * The row of an event; none if it is not of this table.
   *
   * @throws io.tidemark.EventDecodingException if it cannot be read
   * @throws IllegalArgumentException if a value is not of the type of its column
   */
  public List<Tuple> rows(RecordedEvent event) {
    if (!types.contains(event.type()) || !categories.contains(event.stream().category())) {
      return List.of();
    }
    return parts.apply(event).map(own -> own.plus(common(event))).map(List::of).orElse(List.of());
  }

  private static Tuple common(RecordedEvent event) {
    return Tuple.of(
        event.position(),
        event.stream().toString(),
        event.occurredAt().truncatedTo(ChronoUnit.MICROS),
        event.recordedAt().truncatedTo(ChronoUnit.MICROS));
  }

  private static <E> Optional<Record> onlyOf(
      Class<? extends E> record, List<E> decoded, RecordedEvent event) {
    List<@Nullable Record> found = new ArrayList<>();
    for (E each : decoded) {
      if (record.isInstance(each)) {
        found.add((Record) each);
      }
    }
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          "Invalid event at position %d: expected one %s at the most, because rows are told apart by position, actual %d"
              .formatted(event.position(), record.getSimpleName(), found.size()));
    }
    return found.stream().findFirst();
  }

  @Override
  public String toString() {
    return name + columns;
  }
}
