package io.tidemark.sql.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The tables that statements may name, and nothing else. Where there are tables of events there is
 * also one named {@code events}, of all of them. Immutable and thread-safe.
 */
public final class SqlTables {
  private final Map<String, SqlTable> byName;

  private SqlTables(Map<String, SqlTable> byName) {
    this.byName = byName;
  }

  /**
   * These.
   *
   * @throws IllegalArgumentException if two have one name
   */
  public static SqlTables of(List<? extends SqlTable> tables) {
    Map<String, SqlTable> byName = new TreeMap<>();
    for (SqlTable table : tables) {
      if (byName.put(lower(table.name()), table) != null) {
        throw new IllegalArgumentException(
            "Invalid tables: expected different names, actual two named " + table.name());
      }
    }
    List<EventTable> events = new ArrayList<>();
    byName.values().forEach(table -> addEvents(table, events));
    if (!events.isEmpty()) {
      byName.putIfAbsent("events", EventTable.all(events));
    }
    return new SqlTables(byName);
  }

  private static void addEvents(SqlTable table, List<EventTable> events) {
    if (table instanceof EventTable each) {
      events.add(each);
    }
  }

  /** The table of this name, whatever the case of its letters. */
  public Optional<SqlTable> find(String name) {
    return Optional.ofNullable(byName.get(lower(name)));
  }

  /** Their names. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return byName.values().stream().map(SqlTable::toString).collect(Collectors.joining("\n"));
  }
}
