package io.tidemark.bank.cli;

import io.tidemark.RetryableException;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.bank.Bank;
import io.tidemark.bank.berka.BerkaImport;
import io.tidemark.bank.berka.BerkaReader;
import io.tidemark.bank.berka.ImportResult;
import io.tidemark.bank.berka.RejectionReport;
import io.tidemark.bank.cli.verb.Verb;
import io.tidemark.store.EventStore;
import io.tidemark.terminal.CommandFailedException;
import io.tidemark.terminal.DurationText;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.FailureText;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.Plural;
import io.tidemark.terminal.progress.ProgressBar;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bank import FILE}. */
@Command(
    name = "import",
    description = {
      "Record the transactions of a file in the Berka format, each as one event on its account.",
      "Rows that are stored already are left alone, so a file may be imported again.",
      "Lines that cannot be read as rows are reported and the rest is stored; exit code 3."
    },
    footer = {"", "Example: bank import trans.asc --data ~/bank"})
final class ImportFile extends Verb {
  private static final int BYTES_OF_ROW = 100;

  @Parameters(index = "0", paramLabel = "FILE", description = "for example trans.asc")
  Path file = Path.of("");

  @Mixin JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    Path path = path();
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw new CommandFailedException("No readable file " + file);
    }
    try (InputStream in = stream(path)) {
      new BerkaReader(in).requireFormat();
    } catch (IOException e) {
      throw unreadable(e);
    }
    return super.call();
  }

  @Override
  protected Bank.Opening opening() {
    return founding();
  }

  @Override
  protected int run(Bank bank) {
    try {
      return record(bank);
    } catch (RetryableException e) {
      throw new CommandFailedException(
          "Import stopped: %s. Importing the file again is safe: rows are stored once"
              .formatted(FailureText.of(e)),
          e);
    }
  }

  private int record(Bank bank) {
    long started = System.nanoTime();
    ImportResult result = read(bank);
    double seconds = (System.nanoTime() - started) / 1e9;
    project(bank);
    if (json.isAskedFor()) {
      out()
          .line(
              new JsonLine()
                  .with("stored", result.stored())
                  .with("alreadyThere", result.alreadyThere())
                  .with("rejected", result.rejected())
                  .toString());
    } else {
      out()
          .line(
              "%s stored, %,d already there, %,d rejected, in %s (%,.0f rows/s)"
                  .formatted(
                      Plural.of(result.stored(), "row"),
                      result.alreadyThere(),
                      result.rejected(),
                      DurationText.of(seconds),
                      result.total() / Math.max(1e-3, seconds)));
    }
    return result.rejected() == 0 ? ExitCode.DONE : ExitCode.SOME_REJECTED;
  }

  private void project(Bank bank) {
    long head = bank.store().head();
    try (ProgressBar bar = new ProgressBar("Projecting", ProgressBar.POSITIONS, console().err())) {
      bar.update(bank.projected(), head); // before any of it is done
      bank.catchUp(position -> bar.update(position, head));
      bar.finish(head, head);
    }
    settle(bank);
  }

  private ImportResult read(Bank bank) {
    try (InputStream in = stream(path());
        ProgressBar bar = new ProgressBar("Importing ", "rows", console().err())) {
      RejectionReport report = new RejectionReport(bar::above);
      try {
        return read(bank.store(), in, bar, report);
      } finally {
        report.finish();
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private ImportResult read(
      EventStore store, InputStream in, ProgressBar bar, RejectionReport report)
      throws IOException {
    long size = Math.max(1, Files.size(path()));
    BerkaReader reader = new BerkaReader(in);
    BerkaImport rows = new BerkaImport(store, reader, report);
    bar.update(0, Math.max(1, size / BYTES_OF_ROW)); // what is done from now on is ours
    ImportResult result =
        rows.run(
            () -> {
              long done = rows.soFar().total();
              double share = Math.max(1, reader.bytesRead()) / (double) size;
              bar.update(done, Math.max(done, Math.round(reader.lineNumber() / share)));
            });
    bar.finish(result.total(), result.total());
    return result;
  }

  private CommandFailedException unreadable(IOException e) {
    return new CommandFailedException("Cannot import %s: %s".formatted(file, reason(e)), e);
  }

  /** Without the name of the file, which is told already. */
  private static String reason(IOException e) {
    String text = FailureText.of(e);
    return e instanceof FileSystemException failure
        ? text.replace(failure.getFile() + ": ", "")
        : text;
  }

  private static InputStream stream(Path path) throws IOException {
    return new BufferedInputStream(Files.newInputStream(path), 1 << 16);
  }

  private Path path() {
    return console().directory().resolve(file);
  }
}
