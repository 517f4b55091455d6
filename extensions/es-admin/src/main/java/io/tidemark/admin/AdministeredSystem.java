package io.tidemark.admin;

import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.postgres.PostgresProjections;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An application as administration sees it: what its projections and aggregates are called, which
 * is known before anything is opened, and how to open it. Immutable, thread-safe.
 */
public final class AdministeredSystem {
  private final Function<Consumer<String>, OpenedSystem> opener;
  private final List<ReadModelDefinition<?, ?>> projections;
  private final Optional<StoredProjections> stored;
  private final List<NamedAggregate> aggregates;
  private final List<String> handlers;
  private final UnaryOperator<String> typed;

  private AdministeredSystem(Builder builder) {
    this.opener = builder.opener;
    this.projections = List.copyOf(builder.projections);
    this.stored = builder.stored;
    this.aggregates = List.copyOf(builder.aggregates);
    this.handlers = List.copyOf(builder.handlers);
    this.typed = builder.typed;
  }

  /**
   * One without projections and aggregates yet.
   *
   * @param opener opens the store anew at each call; is handed what to tell in a few words what
   *     takes time
   */
  public static Builder builder(Function<Consumer<String>, OpenedSystem> opener) {
    return new Builder(opener);
  }

  /** Its projections, without those that the database knows of. */
  public List<ReadModelDefinition<?, ?>> projections() {
    return projections;
  }

  /** Whether there can be other projections: the database then has to be asked for them. */
  public boolean hasStoredProjections() {
    return stored.isPresent();
  }

  /** All projections there are now. One of the program hides one of its name in the database. */
  List<ReadModelDefinition<?, ?>> projections(PostgresProjections database) {
    List<ReadModelDefinition<?, ?>> all = new ArrayList<>(projections);
    Set<String> names =
        projections.stream().map(ReadModelDefinition::name).collect(Collectors.toSet());
    stored.ifPresent(
        listed ->
            listed.in(database).stream()
                .filter(projection -> !names.contains(projection.name()))
                .forEach(all::add));
    return all;
  }

  /** Its aggregates. */
  public List<NamedAggregate> aggregates() {
    return aggregates;
  }

  /** The names of its handlers. */
  public List<String> handlers() {
    return handlers;
  }

  /** How a user types a command of the program that its help names like this. */
  public String typed(String command) {
    return typed.apply(command);
  }

  /**
   * Opens it.
   *
   * @param progress told in a few words what takes time
   */
  public Admin open(Consumer<String> progress) {
    return new Admin(this, opener.apply(progress));
  }

  /** The projections that come and go with a database, such as queries that users define. */
  @FunctionalInterface
  public interface StoredProjections {
    /** Those that there are now, each of another name. */
    List<? extends ReadModelDefinition<?, ?>> in(PostgresProjections database);
  }

  /** Collects what a system consists of. Not thread-safe. */
  public static final class Builder {
    private final Function<Consumer<String>, OpenedSystem> opener;
    private final List<ReadModelDefinition<?, ?>> projections = new ArrayList<>();
    private Optional<StoredProjections> stored = Optional.empty();
    private final List<NamedAggregate> aggregates = new ArrayList<>();
    private final List<String> handlers = new ArrayList<>();
    private UnaryOperator<String> typed = UnaryOperator.identity();

    private Builder(Function<Consumer<String>, OpenedSystem> opener) {
      this.opener = opener;
    }

    /** With these projections too. */
    public Builder projections(List<? extends ReadModelDefinition<?, ?>> more) {
      projections.addAll(more);
      return this;
    }

    /**
     * How a user types a command, for hints to be pasted: the path of the program as it was called,
     * and the options that say where the data is. Is handed the command by its names, for example
     * {@code bank admin compare balances}; unless told, it is typed so.
     */
    public Builder typed(UnaryOperator<String> command) {
      this.typed = command;
      return this;
    }

    /** With this projection too. */
    public Builder projection(ReadModelDefinition<?, ?> projection) {
      projections.add(projection);
      return this;
    }

    /** With the projections too that the database knows of, whichever these are at each call. */
    public Builder storedProjections(StoredProjections projectionsOfDatabase) {
      this.stored = Optional.of(projectionsOfDatabase);
      return this;
    }

    /** With this aggregate too. */
    public Builder aggregate(NamedAggregate aggregate) {
      aggregates.add(aggregate);
      return this;
    }

    /**
     * With the handler of this name too, which keeps its checkpoint where {@link
     * OpenedSystem#withCheckpoints} says.
     */
    public Builder handler(String name) {
      handlers.add(name);
      return this;
    }

    /**
     * The system.
     *
     * @throws IllegalArgumentException if two projections, two aggregates, or two handlers have one
     *     name
     */
    public AdministeredSystem build() {
      requireDistinct("projection", projections.stream().map(ReadModelDefinition::name));
      requireDistinct("aggregate", aggregates.stream().map(NamedAggregate::category));
      requireDistinct("handler", handlers.stream());
      return new AdministeredSystem(this);
    }

    private static void requireDistinct(String kind, Stream<String> names) {
      Set<String> seen = new HashSet<>();
      names
          .filter(name -> !seen.add(name))
          .findFirst()
          .ifPresent(
              name -> {
                throw new IllegalArgumentException(
                    "Duplicate %s: expected each name once, actual %s twice".formatted(kind, name));
              });
    }
  }
}
