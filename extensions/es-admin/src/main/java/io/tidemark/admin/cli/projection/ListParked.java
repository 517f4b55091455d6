package io.tidemark.admin.cli.projection;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredProjection;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.option.PageOptions;
import io.tidemark.admin.cli.option.WideOption;
import io.tidemark.admin.cli.verb.OpenedVerb;
import io.tidemark.admin.text.ParkedText;
import io.tidemark.parking.ParkedCounts;
import io.tidemark.projection.ParkedEvent;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin parked [NAME]}. */
@Command(
    name = "parked",
    description = {
      "List the events that projections have put aside instead of applying them.",
      "The first of a row has the error; those behind it wait. A page, on a terminal."
    },
    footer = {
      "",
      "Examples: ${COMMAND-FULL-NAME}",
      "          ${COMMAND-FULL-NAME} overdrafts --key 42 --wide"
    })
final class ListParked extends OpenedVerb {
  @Parameters(
      arity = "0..1",
      paramLabel = ProjectionCommands.NAME,
      description = "of this projection only (default: of all)")
  @Nullable String name;

  @Option(names = "--key", paramLabel = "K", description = "for the row with this key only")
  @Nullable String key;

  @Mixin WideOption wide = new WideOption();
  @Mixin JsonOption json = new JsonOption();

  ListParked(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  public Integer call() {
    if (name != null) {
      requireProjection(name);
    } else if (key != null) {
      throw misuse("Key without a projection: expected the name of one, actual none");
    }
    return super.call();
  }

  @Override
  protected int run(Admin admin) {
    if (name != null) {
      requireProjection(admin, name);
    }
    List<String> names = name == null ? admin.projectionNames() : List.of(name);
    if (json.isAskedFor()) {
      try (JsonList list = new JsonList(out())) {
        names.forEach(
            each ->
                parked(admin.projection(each))
                    .forEach(event -> list.add(ParkedText.json(each, event))));
      }
    } else {
      names.forEach(each -> print(admin.projection(each)));
    }
    return ExitCode.DONE;
  }

  private Stream<ParkedEvent> parked(AdministeredProjection<?, ?> projection) {
    if (key == null) {
      return projection.parked();
    }
    return projection.parked(ProjectionVerb.keyText(projection, key, this::misuse));
  }

  private void print(AdministeredProjection<?, ?> projection) {
    ParkedCounts counts = projection.parkedCounts();
    print(ParkedText.sentence(projection.name(), counts));
    boolean isPaged = out().isTerminal() && !wide.isAskedFor();
    List<ParkedEvent> events =
        parked(projection).limit(isPaged ? PageOptions.PAGE + 1L : Long.MAX_VALUE).toList();
    if (events.isEmpty()) {
      return;
    }
    List<ParkedEvent> page =
        isPaged ? events.subList(0, Math.min(PageOptions.PAGE, events.size())) : events;
    printCut(ParkedText.table(page).lines(console().style(), wide.columns(out())));
    if (page.size() < events.size()) {
      hint("More", "parked %s --wide".formatted(projection.name()));
    }
    if (counts.parked() > 0) {
      hint("After the fix", "redrive " + projection.name());
    }
  }
}
