package io.tidemark.admin.cli.option;

import io.tidemark.admin.EventFilter;
import io.tidemark.admin.EventSelection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which events count; a mixin. */
public final class FilterOptions {
  /** Not asked for yet. */
  public FilterOptions() {}

  @Option(
      names = "--category",
      paramLabel = "C",
      split = ",",
      description = "of streams of this category only, or these, separated by commas")
  Set<String> categories = new LinkedHashSet<>();

  @Option(
      names = "--type",
      paramLabel = "T",
      split = ",",
      description = "of this type only, or these")
  Set<String> types = new LinkedHashSet<>();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = WrittenTime.Converter.class,
      description = "stored then or later: an instant, or a date, of which the beginning is meant")
  @Nullable WrittenTime since;

  @Option(
      names = "--correlation",
      paramLabel = "ID",
      description = "caused by this one request: the correlationId of the metadata")
  @Nullable String correlationId;

  @Mixin ZoneOption zone = new ZoneOption();

  /** The categories that were told. */
  public Set<String> categories() {
    return Set.copyOf(categories);
  }

  /** The types that were told. */
  public Set<String> types() {
    return Set.copyOf(types);
  }

  /** Whether a time was told from which events count. */
  public boolean beginsAtTime() {
    return since != null;
  }

  /**
   * What was asked for.
   *
   * @param notes told which instant a date was taken for
   */
  public EventSelection selection(Consumer<String> notes) {
    EventFilter filter =
        EventFilter.all().categories(categories).types(types).correlatedBy(correlationId);
    return EventSelection.all()
        .filter(filter)
        .since(since == null ? null : since.beginning(zone, notes));
  }
}
