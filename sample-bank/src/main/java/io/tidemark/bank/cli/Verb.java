package io.tidemark.bank.cli;

import io.tidemark.AsOf;
import io.tidemark.bank.Bank;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command on a bank: opens it, does its work, and closes it whatever happens. */
abstract class Verb implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try (Bank bank = Bank.open(root().location(), this::note)) {
      return run(bank);
    }
  }

  /** Does the work; gives the exit code. */
  abstract int run(Bank bank);

  final BankCommand root() {
    return (BankCommand) spec.root().userObject();
  }

  final Console console() {
    return root().console;
  }

  final Output out() {
    return console().out();
  }

  /** Tells a person who waits what is going on. */
  final void note(String text) {
    if (console().err().isTerminal()) {
      console().err().line(text);
    }
  }

  final void print(Table table) {
    table.lines(console().style()).forEach(out()::line);
  }

  /**
   * The point in history that was asked for. If that is now, the read models are brought up to it;
   * if it is yet to come, the user is told.
   */
  final AsOf point(Bank bank, @Nullable AsOfOptions options) {
    AsOf asOf = options == null ? AsOf.latest() : options.asOf();
    if (asOf instanceof AsOf.Latest) {
      bank.catchUp();
    } else if (asOf instanceof AsOf.Position wanted && wanted.position() > bank.store().head()) {
      warn("the log ends at position %d".formatted(bank.store().head()));
    } else if (asOf instanceof AsOf.RecordedAt wanted && wanted.instant().isAfter(Instant.now())) {
      warn("%s is yet to come, so the answer may still change".formatted(wanted.instant()));
    }
    return asOf;
  }

  private void warn(String text) {
    console().err().line("bank: note: " + text);
  }

  /** The option of everything that lists. */
  static final class JsonOption {
    @Option(names = "--json", description = "print JSON")
    boolean json;
  }
}
