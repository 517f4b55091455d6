package io.tidemark.pattern;

import io.tidemark.RecordedEvent;
import io.tidemark.codec.EventCodec;
import io.tidemark.dataflow.Matching;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.projection.KeySelector;
import io.tidemark.projection.NamedProjection;
import io.tidemark.projection.Projection;
import io.tidemark.projection.SourcedProjection;
import io.tidemark.projection.Stages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A pattern as the stages of a projection. The columns of the source are the key, then the time, of
 * what elements the event is, and the event as it is kept.
 */
record StagedPattern<E, G, V>(
    SourcedProjection<E, G, V> source,
    PatternRows<G, V> rows,
    KeySelector<E, G> keys,
    EventCodec<E> codec,
    Sequence sequence,
    Bound bound,
    Function<? super Match<G>, V> maker) {

  private int keySize() {
    return rows.named().key().components().size();
  }

  private int bits() {
    return keySize() + 1;
  }

  private KeptEvent<E> kept() {
    return new KeptEvent<>(codec, bits() + 1);
  }

  Projection<MatchKey<G>, V> projection() {
    List<Integer> groups = IntStream.range(0, keySize()).boxed().toList();
    Plan events = new Plan.Source(0, kept().end(), Optional.of(List.of(kept().first())), true);
    Plan plan = new Plan.Matches(events, groups, matching(), bound.clocking().emission());
    List<Object> code = new ArrayList<>(List.of(keys, maker));
    code.addAll(sequence.code());
    return NamedProjection.of(rows.keyed())
        .through(
            Stages.of(
                    plan,
                    List.of(source.input(this::row)),
                    row -> rows.row((Tuple) Objects.requireNonNull(row.get(keySize() + 3))))
                .clockedBy(bound.checked().clocking())
                .inWords(sequence.toString() + bound)
                .writtenWith(code));
  }

  private @Nullable Tuple row(E event, RecordedEvent recorded) {
    @Nullable G key = keys.key(event, recorded);
    long bits = sequence.bitsOf(event);
    if (key == null || (bits == 0 && sequence.isLoose())) {
      return null;
    }
    return rows.stateOf(key)
        .plus(bound.clocking().timeOf(recorded), bits)
        .plus(kept().of(event, recorded));
  }

  private Matching matching() {
    KeptEvent<E> kept = kept();
    return new Matching(
        keySize(),
        sequence.links().stream().map(this::element).toList(),
        sequence.absent().map(element -> sequence.isOf(element, bits())),
        bound.within(),
        bound.isOverlapping(),
        bound.clocking().clock(),
        kept::opened,
        List.of(this::found));
  }

  private Matching.Element element(Sequence.Link link) {
    Element<?> element = link.element();
    Optional<Matching.Condition> among =
        element.isAmong() ? Optional.of(matched -> isMet(element, matched)) : Optional.empty();
    return new Matching.Element(
        sequence.isOf(element, bits()),
        among,
        element.min(),
        element.max(),
        element.isGreedy(),
        sequence.passing(link, bits()));
  }

  private boolean isMet(Element<?> element, Matching.Matched matched) {
    FoundEvents events = new FoundEvents(sequence, matched);
    return element.isMet(FoundEvents.event(events.lastRow()), events);
  }

  @SuppressWarnings("unchecked") // the source has events of this type
  private Tuple found(Matching.Matched matched) {
    FoundEvents events = new FoundEvents(sequence, matched);
    Tuple first = matched.rows().get(0);
    RecordedEvent begin = FoundEvents.recorded(first);
    G key = Objects.requireNonNull(keys.key((E) FoundEvents.event(first), begin), "key");
    Instant from = bound.clocking().timeOf(begin);
    Instant to =
        sequence.absent().isPresent()
            ? bound.end(from)
            : bound.clocking().timeOf(FoundEvents.recorded(events.lastRow()));
    Match<G> match =
        new FoundMatch<>(rows.named().key().form(key), begin.position(), from, to, events);
    return rows.stateOf(Objects.requireNonNull(maker.apply(match), "row"), match);
  }
}
