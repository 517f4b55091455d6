package io.tidemark.dataflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * State in memory, for as long as it is referred to. Not thread-safe.
 *
 * <p>Not API.
 */
public final class MemoryState implements OperatorState {
  private static final OrderedEntries NONE = new OrderedEntries();

  private final List<Remembered> operators = new ArrayList<>();

  /** Without entries. */
  public MemoryState() {}

  @Override
  public Optional<Entry> find(int operator, Tuple group, long at, long tie) {
    return Optional.ofNullable(entries(operator, group).find(at, tie));
  }

  @Override
  public List<Entry> range(int operator, Tuple group, long from, long through) {
    return entries(operator, group).range(from, through);
  }

  @Override
  public Optional<Entry> before(int operator, Tuple group, long at, long tie) {
    return Optional.ofNullable(entries(operator, group).before(at, tie));
  }

  @Override
  public Optional<Entry> after(int operator, Tuple group, long at, long tie) {
    return Optional.ofNullable(entries(operator, group).after(at, tie));
  }

  @Override
  public List<Entry> due(int operator, long through) {
    return remembered(operator).due(through);
  }

  @Override
  public void put(Entry entry) {
    remembered(entry.operator()).put(entry);
  }

  @Override
  public void remove(int operator, Tuple group, long at, long tie) {
    remembered(operator).remove(group, at, tie);
  }

  private OrderedEntries entries(int operator, Tuple group) {
    return remembered(operator).entries(group);
  }

  private Remembered remembered(int operator) {
    while (operators.size() <= operator) {
      operators.add(new Remembered());
    }
    return operators.get(operator);
  }

  /** What one operator remembers. */
  private static final class Remembered {
    private final Map<Tuple, OrderedEntries> groups = new HashMap<>();

    /**
     * Of each entry that waits, it as it is or as it was when it was due earlier; and some that
     * wait no more: these are found out when their time has come.
     */
    private final WaitingEntries waiting = new WaitingEntries();

    /** The group that was asked for last, which is asked for again most of the time. */
    private Tuple last = Tuple.EMPTY;

    private OrderedEntries lastEntries = NONE;

    OrderedEntries entries(Tuple group) {
      if (lastEntries.isEmpty() || !group.equals(last)) {
        last = group;
        lastEntries = groups.getOrDefault(group, NONE);
      }
      return lastEntries;
    }

    List<Entry> due(long through) {
      Entry first = waiting.first();
      while (first != null && first.due() <= through) {
        Entry now = current(first);
        if (now != null && now.due() == first.due()) {
          return waiting.inOrderFrom(now, through, this::current);
        }
        waiting.removeFirst();
        if (now != null && now.due() != NEVER && now.due() > first.due()) {
          waiting.add(now);
        }
        first = waiting.first();
      }
      return List.of();
    }

    private @Nullable Entry current(Entry waiting) {
      return entries(waiting.group()).find(waiting.at(), waiting.tie());
    }

    void put(Entry entry) {
      OrderedEntries entries = entries(entry.group());
      if (entries.isEmpty()) {
        entries = new OrderedEntries();
        groups.put(entry.group(), entries);
        lastEntries = entries;
      }
      @Nullable Entry old = entries.put(entry);
      boolean isAwaited = old != null && old.due() <= entry.due();
      if (entry.due() != NEVER && !isAwaited) {
        waiting.add(entry);
      } else if (entry.due() == NEVER && old != null && old.due() != NEVER) {
        waiting.forgetIfFirst(old); // what was told to be due is settled next, most of the time
      }
    }

    void remove(Tuple group, long at, long tie) {
      OrderedEntries entries = entries(group);
      entries.remove(at, tie);
      if (entries.isEmpty()) {
        groups.remove(group);
      }
    }
  }
}
