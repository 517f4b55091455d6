package io.tidemark.bank.cli.stream;

import io.tidemark.bank.Bank;
import io.tidemark.bank.cli.verb.Verb;
import io.tidemark.projection.Projection;
import io.tidemark.terminal.progress.ProgressBar;

/** A command that needs streams up to date. */
abstract class StreamWork extends Verb {
  /** Brings one up to the head, and tells how far it is. */
  final void bringUpToDate(Bank bank, Projection<?, ?> projection) {
    long head = bank.store().head();
    long begin = bank.projections().status(projection).position();
    if (begin == head) {
      return;
    }
    try (ProgressBar bar =
        new ProgressBar("Running " + projection.name(), ProgressBar.POSITIONS, console().err())) {
      bar.update(begin, head);
      bank.catchUp(projection, position -> bar.update(position, head));
      bar.finish(head, head);
    }
  }
}
