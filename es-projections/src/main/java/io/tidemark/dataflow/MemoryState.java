package io.tidemark.dataflow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** State in memory, for as long as it is referred to. Not thread-safe. */
public final class MemoryState implements OperatorState {
  private final List<Remembered> operators = new ArrayList<>();

  /** Without entries. */
  public MemoryState() {}

  @Override
  public Optional<Entry> find(int operator, Tuple group, long at, long tie) {
    return Optional.ofNullable(entries(operator, group).get(new Place(at, tie))).map(Cell::entry);
  }

  @Override
  public List<Entry> range(int operator, Tuple group, long from, long through) {
    if (from > through) {
      return List.of();
    }
    NavigableMap<Place, Cell> entries = entries(operator, group);
    if (entries.isEmpty() || entries.lastKey().at() < from) {
      return List.of();
    }
    List<Entry> found = new ArrayList<>();
    entries
        .subMap(new Place(from, Long.MIN_VALUE), true, new Place(through, Long.MAX_VALUE), true)
        .values()
        .forEach(cell -> found.add(cell.entry));
    return found;
  }

  @Override
  public Optional<Entry> before(int operator, Tuple group, long at, long tie) {
    return entry(entries(operator, group).lowerEntry(new Place(at, tie)));
  }

  @Override
  public Optional<Entry> after(int operator, Tuple group, long at, long tie) {
    return entry(entries(operator, group).higherEntry(new Place(at, tie)));
  }

  @Override
  public List<Entry> due(int operator, long through) {
    Map.Entry<Long, Set<Cell>> first = remembered(operator).waiting.firstEntry();
    if (first == null || first.getKey() > through) {
      return List.of();
    }
    return first.getValue().stream().map(Cell::entry).toList();
  }

  @Override
  public void put(Entry entry) {
    Remembered remembered = remembered(entry.operator());
    NavigableMap<Place, Cell> entries =
        remembered.groups.computeIfAbsent(entry.group(), group -> new TreeMap<>());
    Cell cell = entries.computeIfAbsent(new Place(entry.at(), entry.tie()), place -> new Cell());
    remembered.wait(cell, entry.due());
    cell.entry = entry;
  }

  @Override
  public void remove(int operator, Tuple group, long at, long tie) {
    Remembered remembered = remembered(operator);
    NavigableMap<Place, Cell> entries = entries(operator, group);
    Cell cell = entries.remove(new Place(at, tie));
    if (cell != null) {
      remembered.wait(cell, NEVER);
      if (entries.isEmpty()) {
        remembered.groups.remove(group);
      }
    }
  }

  private static Optional<Entry> entry(Map.@Nullable Entry<Place, Cell> found) {
    return found == null ? Optional.empty() : Optional.of(found.getValue().entry());
  }

  private NavigableMap<Place, Cell> entries(int operator, Tuple group) {
    NavigableMap<Place, Cell> entries = remembered(operator).groups.get(group);
    return entries == null ? Collections.emptyNavigableMap() : entries;
  }

  private Remembered remembered(int operator) {
    while (operators.size() <= operator) {
      operators.add(new Remembered());
    }
    return operators.get(operator);
  }

  /** Where in its group an entry is. */
  private record Place(long at, long tie) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return at == other.at ? Long.compare(tie, other.tie) : Long.compare(at, other.at);
    }
  }

  /**
   * Holds the entry that is at a place now: itself it stays the same as long as the place is taken.
   */
  private static final class Cell {
    private @Nullable Entry entry;

    Entry entry() {
      if (entry == null) {
        throw new IllegalStateException("A place without an entry");
      }
      return entry;
    }

    long due() {
      return entry == null ? NEVER : entry.due();
    }
  }

  /** What one operator remembers. */
  private static final class Remembered {
    private final Map<Tuple, NavigableMap<Place, Cell>> groups = new HashMap<>();
    private final NavigableMap<Long, Set<Cell>> waiting = new TreeMap<>();

    /** Lets a cell wait for something else than now. */
    void wait(Cell cell, long due) {
      if (cell.due() == due) {
        return;
      }
      if (cell.due() != NEVER) {
        waiting.computeIfPresent(
            cell.due(), (then, cells) -> cells.remove(cell) && cells.isEmpty() ? null : cells);
      }
      if (due != NEVER) {
        waiting.computeIfAbsent(due, then -> new LinkedHashSet<>()).add(cell);
      }
    }
  }
}
