package io.tidemark.bank.cli.verb;

import io.tidemark.AsOf;
import io.tidemark.admin.cli.option.PointOptions;
import io.tidemark.bank.Bank;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.FailureText;
import io.tidemark.terminal.Output;
import io.tidemark.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command on a bank: opens it, does its work, and closes it whatever happens. */
public abstract class Verb implements Callable<Integer> {
  /** What picocli knows of it. */
  @Spec protected CommandSpec spec = CommandSpec.create();

  /** Of a subclass. */
  protected Verb() {}

  @Override
  public Integer call() {
    try (Bank bank = opening().open()) {
      check(bank);
      return run(bank);
    }
  }

  /** Refuses to begin, rather than to fail half-way, if the bank is not as the command needs it. */
  protected void check(Bank bank) {
    OutdatedRows.refuse(bank, root());
  }

  /** How it opens the bank, which has to be there. */
  protected Bank.Opening opening() {
    return founding().existing();
  }

  /** How a command opens it that makes a bank where none is. */
  protected final Bank.Opening founding() {
    return Bank.at(root().location()).progress(this::note).warnings(this::warn);
  }

  /** Tells everybody, scripts too, what they would otherwise wonder about. */
  protected final void warn(String text) {
    console().err().text("bank: " + text);
  }

  /** Does the work; gives the exit code. */
  protected abstract int run(Bank bank);

  /** The command line as a whole. */
  protected final BankCommand root() {
    return (BankCommand) spec.root().userObject();
  }

  /** Where it is called. */
  protected final Console console() {
    return root().console();
  }

  /** Where its answer goes. */
  protected final Output out() {
    return console().out();
  }

  /** Tells a person who waits what is going on. */
  protected final void note(String text) {
    if (console().err().isTerminal()) {
      console().err().text(text);
    }
  }

  /** Prints rows as wide as there is room. */
  protected final void print(Table table) {
    console().print(table);
  }

  /**
   * The point in history at which a read model is asked. All are brought up to now first, so that
   * their history reaches there.
   *
   * @param asked the one; if it is paused and asked about now, the user is told how far it is
   */
  protected final AsOf point(Bank bank, PointOptions options, ReadModelDefinition<?, ?> asked) {
    bank.catchUp();
    AsOf point = pointOfStream(bank, options);
    if (point instanceof AsOf.Latest) {
      tellIfPaused(bank, asked);
    }
    return point;
  }

  /** Tells how far the rows are that answer, if they wait. */
  protected final void tellIfPaused(Bank bank, ReadModelDefinition<?, ?> asked) {
    bank.paused().stream()
        .filter(status -> status.name().equals(asked.name()))
        .forEach(status -> PausedRows.tell(status, "; this is what it knows", root()));
  }

  /**
   * What comes after a write. That is stored whatever becomes of this: a read model that does not
   * follow is told as a note, lest somebody repeats the command.
   */
  protected final void settle(Bank bank) {
    try {
      bank.settle();
      bank.paused()
          .forEach(
              status -> PausedRows.tell(status, " and does not yet show what was stored", root()));
    } catch (RuntimeException e) {
      tell("it is stored, do not repeat it; but not all read models show it: " + FailureText.of(e));
    }
  }

  /**
   * The point in history that was asked for, of a stream: read models are left as they are. If it
   * is yet to come, the user is told.
   */
  protected final AsOf pointOfStream(Bank bank, PointOptions options) {
    return options.asOf(bank.store()::head, this::tell);
  }

  /** What the user should know beside the answer. */
  protected final void tell(String text) {
    warn("note: " + text);
  }
}
