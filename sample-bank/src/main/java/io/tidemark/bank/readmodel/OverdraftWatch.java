package io.tidemark.bank.readmodel;

import io.tidemark.projection.ParkedEvent;
import java.util.List;
import java.util.Optional;

/**
 * Accounts beside their overdraft limits at one point in history, and what they lack.
 *
 * @param accounts the rows
 * @param waiting the events up to that point that could not be applied and wait, by account and
 *     then position
 */
public record OverdraftWatch(List<Overdraft> accounts, List<ParkedEvent> waiting) {

  /** How many of the rows there are that are so. */
  public long count(Overdraft.State state) {
    return accounts.stream().filter(overdraft -> overdraft.state() == state).count();
  }

  /** How many accounts are not up to date. */
  public long accountsWaiting() {
    return waiting.stream().map(ParkedEvent::key).distinct().count();
  }

  /** The first of the events that wait. */
  public Optional<ParkedEvent> firstWaiting() {
    return waiting.stream().findFirst();
  }
}
