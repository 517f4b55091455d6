package io.tidemark.projection.postgres.state;

import io.tidemark.dataflow.MemoryState;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.Tuple;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.table.StateTable;
import io.tidemark.projection.table.StateTable.Place;
import io.tidemark.subscription.Checkpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the stages of one shard of a projection remember. What was read or changed is held in
 * memory, as long as the rows are where this left them, and what was changed is written in the
 * transaction that moves their checkpoint. Whoever reads outside of that transaction sees the state
 * of another checkpoint only if his own cannot be moved any more. Not thread-safe.
 */
public final class StoredState implements OperatorState {
  private static final int SHARE_OF_MEMORY = 16;
  private static final long MOST_MEMORY = 512 << 20;
  private static final int DUE_AT_ONCE = 1_000;
  private static final int MOST_EXPECTED = 1_024;

  private final Jdbc jdbc;
  private final StateTable table;
  private final int shard;
  private final long memory;
  private MemoryState entries = new MemoryState();
  private final Map<Group, KnownSpots> known = new HashMap<>();
  private final ExpectedReads expected;

  /** What has changed since the last commit, and whether it is new: the table does not have it. */
  private final Map<Place, Boolean> changed = new LinkedHashMap<>();

  /** By operator: when the first one is due of those that are in the table and not here. */
  private final Map<Integer, Long> nextDue = new HashMap<>();

  /** Whether all that there is, is here. */
  private boolean isComplete;

  private long count;
  private EntryWeight weight = new EntryWeight();
  private @Nullable Checkpoint at;
  private @Nullable Session transaction;

  /** Of this shard. */
  public StoredState(Jdbc jdbc, StateTable table, int shard) {
    this(jdbc, table, shard, MOST_EXPECTED);
  }

  /** The same that reads at most so many entries of a stretch before somebody asks for them. */
  StoredState(Jdbc jdbc, StateTable table, int shard, int most) {
    this.expected = new ExpectedReads(most);
    this.jdbc = jdbc;
    this.table = table;
    this.shard = shard;
    this.memory = Math.min(MOST_MEMORY, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY);
  }

  /** Takes it up where the rows are, without what was changed and not committed. */
  public void begin(Checkpoint from) {
    transaction = null;
    if (!from.equals(at) || !changed.isEmpty()) {
      forget();
      isComplete = from.position() == 0;
      at = from;
    }
  }

  /**
   * The same as this transaction sees it, of which nobody knows here whether it will be committed.
   */
  public void begin(Checkpoint from, Session own) {
    forget();
    isComplete = from.position() == 0;
    transaction = own;
  }

  /** Asks within this transaction from now on, until it is taken up anew. */
  public void within(Session own) {
    transaction = own;
  }

  private <T> T ask(Function<Session, T> query) {
    return transaction == null ? jdbc.inSession(query) : query.apply(transaction);
  }

  private void forget() {
    entries = new MemoryState();
    known.clear();
    expected.clear();
    changed.clear();
    nextDue.clear();
    isComplete = false;
    count = 0;
    weight = new EntryWeight();
    at = null;
  }

  /** Writes what has changed. */
  public void write(Session session) {
    List<Entry> added = new ArrayList<>();
    List<Entry> put = new ArrayList<>();
    List<Place> removed = new ArrayList<>();
    changed.forEach(
        (place, isNew) ->
            here(place).ifPresentOrElse(isNew ? added::add : put::add, () -> removed.add(place)));
    table.remove(session, shard, removed);
    table.put(session, shard, put);
    table.add(session, shard, added);
  }

  /** After the commit: what was written is what the table has at this checkpoint. */
  public void committed(Checkpoint to) {
    changed.clear();
    if (count > weight.most(memory)) {
      forget();
    }
    at = to;
    transaction = null;
  }

  @Override
  public void expect(int operator, Tuple group, long from, long through) {
    if (!isComplete) {
      expected.add(new StateTable.Stretch(operator, group, from, through));
    }
  }

  @Override
  public void expectFirst(int operator, Tuple group, int count) {
    if (!isComplete) {
      expected.addFirst(new Group(operator, group), count);
    }
  }

  @Override
  public Optional<Entry> find(int operator, Tuple group, long at, long tie) {
    Spot spot = new Spot(at, tie);
    if (!isKnown(operator, group, spot, spot)) {
      load(List.of(new StateTable.Stretch(operator, group, at, at)), Integer.MAX_VALUE);
    }
    return entries.find(operator, group, at, tie);
  }

  @Override
  public List<Entry> range(int operator, Tuple group, long from, long through) {
    if (!isKnown(operator, group, Spot.firstAt(from), Spot.lastAt(through))) {
      StateTable.Stretch stretch = new StateTable.Stretch(operator, group, from, through);
      if (from == through) {
        load(List.of(stretch), Integer.MAX_VALUE);
      } else {
        loadAhead(stretch);
      }
    }
    return entries.range(operator, group, from, through);
  }

  /**
   * Of a group that is read on and on, as of the end of a window that slides, more and more at
   * once; so not everything that is in the window has to be here.
   */
  private void loadAhead(StateTable.Stretch stretch) {
    int more = expected.more(new Group(stretch.operator(), stretch.group()));
    load(
        List.of(
            new StateTable.Stretch(
                stretch.operator(), stretch.group(), stretch.from(), Long.MAX_VALUE)),
        more);
    if (!known(stretch.operator(), stretch.group())
        .cover(Spot.firstAt(stretch.from()), Spot.lastAt(stretch.through()))) {
      load(List.of(stretch), Integer.MAX_VALUE);
    }
  }

  private boolean isKnown(int operator, Tuple group, Spot first, Spot last) {
    loadExpected();
    return isComplete || known(operator, group).cover(first, last);
  }

  private KnownSpots known(int operator, Tuple group) {
    return known(new Group(operator, group));
  }

  private KnownSpots known(Group group) {
    return known.computeIfAbsent(group, any -> new KnownSpots());
  }

  @Override
  public Optional<Entry> before(int operator, Tuple group, long at, long tie) {
    return next(operator, group, at, tie, true);
  }

  @Override
  public Optional<Entry> after(int operator, Tuple group, long at, long tie) {
    return next(operator, group, at, tie, false);
  }

  private Optional<Entry> next(int operator, Tuple group, long at, long tie, boolean isBefore) {
    loadExpected();
    if (isComplete) {
      return here(operator, group, at, tie, isBefore);
    }
    KnownSpots spots = known(operator, group);
    Spot from = new Spot(at, tie);
    Spot end = isBefore ? Spot.FIRST : Spot.LAST;
    while (!from.equals(end)) {
      Spot nearest = isBefore ? from.below() : from.above();
      Optional<KnownSpots.Stretch> stretch = spots.around(nearest);
      if (stretch.isEmpty()) {
        look(operator, group, from, nearest, isBefore);
        continue;
      }
      Spot far = isBefore ? stretch.get().first() : stretch.get().last();
      Optional<Entry> found = here(operator, group, at, tie, isBefore);
      if (found.isPresent() && isWithin(spot(found.get()), far, isBefore)) {
        return found;
      }
      from = far;
    }
    return Optional.empty();
  }

  private static boolean isWithin(Spot spot, Spot far, boolean isBefore) {
    return isBefore ? spot.compareTo(far) >= 0 : spot.compareTo(far) <= 0;
  }

  private Optional<Entry> here(int operator, Tuple group, long at, long tie, boolean isBefore) {
    return isBefore
        ? entries.before(operator, group, at, tie)
        : entries.after(operator, group, at, tie);
  }

  /** Looks up the next entry in the table, and so knows the spots up to there. */
  private void look(int operator, Tuple group, Spot from, Spot nearest, boolean isBefore) {
    Optional<Entry> found =
        ask(
            session ->
                table.next(session, shard, operator, group, from.at(), from.tie(), isBefore));
    found.ifPresent(this::add);
    KnownSpots spots = known(operator, group);
    if (isBefore) {
      spots.add(found.map(StoredState::spot).orElse(Spot.FIRST), nearest);
    } else {
      spots.add(nearest, found.map(StoredState::spot).orElse(Spot.LAST));
    }
  }

  private void loadExpected() {
    int first = expected.mostOfFirst();
    List<StateTable.Stretch> begins = expected.takeBegins(this::known);
    if (!begins.isEmpty()) {
      load(begins, first);
    }
    List<StateTable.Stretch> stretches = expected.takeStretches(this::known);
    if (!stretches.isEmpty()) {
      load(stretches, expected.share(weight.most(memory), stretches.size()));
    }
  }

  /**
   * Loads the first entries of some stretches.
   *
   * @param most how many of each at the most; what is behind them stays unknown
   */
  private void load(List<StateTable.Stretch> stretches, int most) {
    Map<Group, NavigableSet<Spot>> loaded = new HashMap<>();
    for (Entry entry : ask(session -> table.load(session, shard, stretches, most))) {
      add(entry);
      loaded
          .computeIfAbsent(new Group(entry.operator(), entry.group()), any -> new TreeSet<>())
          .add(spot(entry));
    }
    for (StateTable.Stretch each : stretches) {
      NavigableSet<Spot> all =
          loaded.getOrDefault(new Group(each.operator(), each.group()), new TreeSet<>());
      Spot before = all.lower(Spot.firstAt(each.from()));
      known(each.operator(), each.group())
          .add(before == null ? Spot.FIRST : before, lastRead(each, all, most));
    }
  }

  /**
   * Through where a stretch was read. Behind that there may be entries of it that came with others,
   * as the last one before another stretch does: they do not count.
   */
  private static Spot lastRead(StateTable.Stretch stretch, NavigableSet<Spot> all, int most) {
    Spot last = Spot.lastAt(stretch.through());
    return all.subSet(Spot.firstAt(stretch.from()), true, last, true).stream()
        .skip(most - 1L)
        .findFirst()
        .orElse(last);
  }

  /** What is known already may have changed here since. */
  private void add(Entry entry) {
    KnownSpots spots = known(entry.operator(), entry.group());
    Spot spot = spot(entry);
    if (spots.around(spot).isEmpty()) {
      spots.add(spot, spot);
      entries.put(entry);
      count++;
      weight.tell(entry);
    }
  }

  private static Spot spot(Entry entry) {
    return new Spot(entry.at(), entry.tie());
  }

  @Override
  public List<Entry> due(int operator, long through) {
    while (true) {
      long next = isComplete ? NEVER : nextDue.computeIfAbsent(operator, this::firstDue);
      List<Entry> here = entries.due(operator, next > through ? through : next - 1);
      if (!here.isEmpty() || next > through) {
        return here;
      }
      List<Entry> there = ask(session -> table.due(session, shard, operator, next, DUE_AT_ONCE));
      there.forEach(this::add);
      long last = there.stream().mapToLong(Entry::due).max().orElse(next);
      nextDue.put(operator, dueAfter(operator, last));
    }
  }

  private long firstDue(int operator) {
    return dueAfter(operator, null);
  }

  private long dueAfter(int operator, @Nullable Long last) {
    OptionalLong next = ask(session -> table.nextDue(session, shard, operator, last));
    return next.orElse(NEVER);
  }

  @Override
  public void put(Entry entry) {
    Place place = new Place(entry.operator(), entry.group(), entry.at(), entry.tie());
    boolean isNew = here(place).isEmpty();
    if (isNew) {
      count++;
      weight.tell(entry);
    }
    if (!changed.containsKey(place)) {
      changed.put(place, isNew && isHereIfAnywhere(place));
      know(place);
    }
    entries.put(entry);
  }

  @Override
  public void remove(int operator, Tuple group, long at, long tie) {
    Place place = new Place(operator, group, at, tie);
    if (here(place).isPresent()) {
      count--;
    }
    if (Boolean.TRUE.equals(changed.get(place))) {
      changed.remove(place); // nobody has seen it
    } else {
      changed.put(place, false);
      know(place);
    }
    entries.remove(operator, group, at, tie);
  }

  private Optional<Entry> here(Place place) {
    return entries.find(place.operator(), place.group(), place.at(), place.tie());
  }

  private boolean isHereIfAnywhere(Place place) {
    Spot spot = new Spot(place.at(), place.tie());
    return isComplete || known(place.operator(), place.group()).around(spot).isPresent();
  }

  private void know(Place place) {
    if (!isComplete) {
      Spot spot = new Spot(place.at(), place.tie());
      known(place.operator(), place.group()).add(spot, spot);
    }
  }

  /** Of an operator. */
  record Group(int operator, Tuple group) {}
}
