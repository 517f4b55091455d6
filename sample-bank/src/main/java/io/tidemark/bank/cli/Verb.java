package io.tidemark.bank.cli;

import io.tidemark.AsOf;
import io.tidemark.admin.cli.option.PointOptions;
import io.tidemark.bank.Bank;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.Output;
import io.tidemark.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command on a bank: opens it, does its work, and closes it whatever happens. */
abstract class Verb implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try (Bank bank = opening().open()) {
      return run(bank);
    }
  }

  /** How it opens the bank, which has to be there. */
  Bank.Opening opening() {
    return founding().existing();
  }

  /** How a command opens it that makes a bank where none is. */
  final Bank.Opening founding() {
    return Bank.at(root().location()).progress(this::note).warnings(this::warn);
  }

  /** Tells everybody, scripts too, what they would otherwise wonder about. */
  final void warn(String text) {
    console().err().line("bank: " + text);
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
    console().print(table);
  }

  /**
   * The point in history that was asked for. If that is now, the read models are brought up to it;
   * if it is yet to come, the user is told.
   */
  final AsOf point(Bank bank, PointOptions options) {
    AsOf asOf =
        options.asOf(bank.store()::head, text -> console().err().line("bank: note: " + text));
    if (asOf instanceof AsOf.Latest) {
      bank.catchUp();
    }
    return asOf;
  }
}
