package io.tidemark.admin.cli.projection;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredProjection;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.option.PointOptions;
import io.tidemark.admin.text.ParkedText;
import io.tidemark.projection.ParkedEvent;
import io.tidemark.terminal.CommandFailedException;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.Plural;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code admin discard NAME}. */
@Command(
    name = "discard",
    description = {
      "Decide that events which were put aside are never to be applied.",
      "Names them first, and discards them with --yes only. They stay in the list,",
      "with the reason, and in the log; a replay tries them again."
    },
    footer = {
      "",
      "Examples: ${COMMAND-FULL-NAME} overdrafts --position 12 --reason 'sent twice' --yes",
      "          ${COMMAND-FULL-NAME} overdrafts --key 42 --reason 'a test' --yes"
    })
final class DiscardParked extends ProjectionVerb {
  @ArgGroup(multiplicity = "1")
  Which which = new Which();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "why, for whoever asks later")
  String reason = "";

  @Option(names = "--yes", description = "do it")
  boolean yes;

  /** One event or those of one row. */
  static final class Which {
    @Option(
        names = "--position",
        paramLabel = "P",
        converter = PointOptions.Positive.class,
        description = "the event at this position, for whatever row it was put aside")
    @Nullable Long position;

    @Option(names = "--key", paramLabel = "K", description = "all events of the row with this key")
    @Nullable String key;
  }

  DiscardParked(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  public Integer call() {
    if (reason.isBlank()) {
      throw misuse("Empty reason: expected some words for whoever asks later");
    }
    return super.call();
  }

  @Override
  int run(Admin admin, AdministeredProjection<?, ?> projection) {
    Long position = which.position;
    String key = which.key == null ? null : requireKey(projection, which.key);
    List<ParkedEvent> chosen =
        (key == null ? projection.parked() : projection.parked(key))
            .filter(event -> event.state() != ParkedEvent.State.DISCARDED)
            .filter(event -> position == null || event.position() == position)
            .toList();
    if (chosen.isEmpty()) {
      throw new CommandFailedException(
          "Nothing to discard: expected an event of %s that was put aside %s, actual none"
              .formatted(
                  name,
                  key == null ? "at position " + position : "for the row '%s'".formatted(key)));
    }
    print(ParkedText.table(chosen));
    String events = Plural.of(chosen.size(), "event");
    if (!yes) {
      throw new CommandFailedException(
          "Nothing was discarded yet: --yes discards %s".formatted(events));
    }
    int discarded =
        position == null
            ? projection.discardAll(String.valueOf(key), reason)
            : projection.discard(position, reason);
    print("Discarded %s".formatted(Plural.of(discarded, "event")));
    hint("Apply those behind", "redrive " + name);
    return ExitCode.DONE;
  }
}
