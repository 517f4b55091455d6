package peers;

import java.util.HashMap;
import java.util.Map;

/** The trivial projection (and aggregate state): count and sum per account. */
public final class Totals {
  public final Map<String, long[]> byAccount = new HashMap<>();
  public long events;

  public void add(Event e) {
    long[] t = byAccount.computeIfAbsent(e.account(), k -> new long[2]);
    t[0]++;
    t[1] += e.amount();
    events++;
  }
}
