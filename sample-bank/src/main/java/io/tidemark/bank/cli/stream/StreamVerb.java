package io.tidemark.bank.cli.stream;

import io.tidemark.admin.cli.verb.Slip;
import io.tidemark.bank.Bank;
import io.tidemark.bank.cli.verb.Verb;
import io.tidemark.bank.stream.BankStream;
import io.tidemark.projection.Projection;
import io.tidemark.terminal.progress.ProgressBar;
import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** A command on one stream; a name that there is not is refused before anything is opened. */
abstract class StreamVerb extends Verb {
  @Parameters(index = "0", paramLabel = "NAME", description = "see bank stream list")
  String name = "";

  @Override
  public Integer call() {
    stream();
    return super.call();
  }

  /** The one that was named. */
  final BankStream stream() {
    return BankStream.ALL.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(this::unknown);
  }

  /** Makes the rows of all events that there are now. */
  final void bringUpToDate(Bank bank, Projection<?, ?> projection) {
    long head = bank.store().head();
    long begin = bank.projections().status(projection).position();
    if (begin == head) {
      return;
    }
    try (ProgressBar bar =
        new ProgressBar("Running " + name, ProgressBar.POSITIONS, console().err())) {
      bar.update(begin, head);
      bank.catchUp(projection, position -> bar.update(position, head));
      bar.finish(head, head);
    }
  }

  private ParameterException unknown() {
    List<String> names = BankStream.ALL.stream().map(BankStream::name).toList();
    List<String> near = Slip.meant(name, names);
    return new ParameterException(
        spec.commandLine(),
        near.isEmpty()
            ? "No stream %s: expected one of %s".formatted(name, String.join(", ", names))
            : "No stream %s, did you mean '%s'?".formatted(name, String.join("' or '", near)));
  }
}
