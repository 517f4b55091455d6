package io.tidemark.bank.cli.ask;

import java.util.List;

/** The commands that ask the bank and change nothing. */
public final class Questions {
  private Questions() {}

  /** New ones, in the order in which they are listed. */
  public static List<Object> commands() {
    return List.of(
        new ListAccounts(),
        new ShowAccount(),
        new ShowStatement(),
        new ExplainBalance(),
        new ShowOverview(),
        new ListOverdrafts(),
        new ShowDailyTotals());
  }
}
