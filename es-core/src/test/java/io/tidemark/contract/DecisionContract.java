package io.tidemark.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.StreamId;
import io.tidemark.Tag;
import io.tidemark.contract.Shop.Claimed;
import io.tidemark.contract.Shop.Closed;
import io.tidemark.contract.Shop.CourseDefined;
import io.tidemark.contract.Shop.Ordered;
import io.tidemark.contract.Shop.PriceSet;
import io.tidemark.contract.Shop.Renamed;
import io.tidemark.contract.Shop.Subscribed;
import io.tidemark.contract.Shop.TokenConfirmed;
import io.tidemark.contract.Shop.TokenSent;
import io.tidemark.decision.Decided;
import io.tidemark.decision.DecisionModel;
import io.tidemark.decision.DecisionResult;
import io.tidemark.decision.DecisionRunner;
import io.tidemark.store.LogQuery;
import io.tidemark.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Decisions over many streams on a store: the examples of <a
 * href="https://dcb.events/examples/">dcb.events</a>, each with its rules.
 */
public abstract class DecisionContract extends StoreUnderTest {
  private static final int MAX_COURSES = 3;
  private static final Duration GRACE = Duration.ofMinutes(10);
  private static final Duration VALID = Duration.ofHours(1);

  private final ManualClock clock = ManualClock.at(NOON);
  private DecisionRunner<Shop> runner;

  @BeforeEach
  void openRunner() {
    runner = DecisionRunner.of(store, Shop.CODEC).withClock(clock);
  }

  @Test
  void a_course_has_so_many_places_and_a_student_so_many_courses() {
    for (int i = 1; i <= MAX_COURSES + 1; i++) {
      defineCourse("c" + i, 2);
      if (i <= MAX_COURSES) {
        subscribe("ann", "c" + i);
      }
    }
    subscribe("bob", "c1");

    assertRefused(() -> subscribe("cid", "c1"), "full");
    assertRefused(() -> subscribe("ann", "c2"), "already");
    assertRefused(() -> subscribe("ann", "c4"), "too many courses");
    assertRefused(() -> subscribe("cid", "c5"), "no course");
    assertRefused(() -> defineCourse("c1", 9), "defined already");
  }

  @Test
  void the_last_places_go_to_as_many_as_there_are_places() throws Exception {
    defineCourse("c1", 10);
    AtomicInteger student = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();

    inParallel(
        16,
        () -> {
          try {
            return subscribe("s" + student.getAndIncrement(), "c1");
          } catch (IllegalStateException full) {
            return refused.incrementAndGet();
          }
        });

    assertThat(refused).hasValue(6);
    assertThat(read(LogQuery.all())).hasSize(11);
  }

  @Test
  void decisions_on_other_tags_do_not_come_in_each_others_way() throws Exception {
    AtomicInteger course = new AtomicInteger();

    List<DecisionResult> results =
        inParallel(16, () -> defineCourse("c" + course.getAndIncrement(), 1));

    assertThat(results).extracting(DecisionResult::attempts).containsOnly(1);
    assertThat(store.head()).isEqualTo(16);
  }

  @Test
  void a_name_is_taken_once_and_free_again_when_it_is_given_up() {
    claim("u1", "ann");

    assertRefused(() -> claim("u2", "ann"), "taken");
    rename("u1", "ann", "anna");
    claim("u2", "ann");
    assertRefused(() -> claim("u3", "anna"), "taken");
    close("u1", "anna");
    claim("u3", "anna");
  }

  @Test
  void a_price_holds_for_ten_minutes_after_it_was_changed() {
    setPrice("p1", 100);
    setPrice("p2", 20);
    clock.advance(Duration.ofHours(1));
    setPrice("p1", 120);

    order(Map.of("p1", 100, "p2", 20));
    order(Map.of("p1", 120));
    clock.advance(GRACE.plusSeconds(1));
    assertRefused(() -> order(Map.of("p1", 100)), "price");
    assertRefused(() -> order(Map.of("p1", 120, "p2", 21)), "price");
    order(Map.of("p1", 120, "p2", 20));
    assertThat(runner.load(price("p1")).current()).isEqualTo(120);
  }

  @Test
  void a_token_is_good_once_and_for_an_hour() {
    send("t1", "ann@example.org", "123456");
    send("t2", "bob@example.org", "123456");

    assertRefused(() -> confirm("ann@example.org", "999999"), "unknown");
    confirm("ann@example.org", "123456");
    assertRefused(() -> confirm("ann@example.org", "123456"), "used");
    clock.advance(VALID.plusSeconds(1));
    assertRefused(() -> confirm("bob@example.org", "123456"), "expired");
  }

  @Test
  void nothing_decided_is_nothing_stored() {
    DecisionResult result = runner.decide(exists("c1"), defined -> List.of());

    assertThat(result).isEqualTo(new DecisionResult(List.of(), 0, 1));
    assertThat(store.head()).isZero();
  }

  @Test
  void what_comes_in_between_is_known_at_the_next_attempt() {
    AtomicInteger calls = new AtomicInteger();

    DecisionResult result =
        runner.decide(
            exists("c1"),
            defined -> {
              if (calls.incrementAndGet() == 1) {
                defineCourse("c1", 1);
              }
              String other = defined ? "c2" : "c1";
              return List.of(Decided.on(course(other), new CourseDefined(other, 1)));
            });

    assertThat(result.attempts()).isEqualTo(2);
    assertThat(read(LogQuery.all())).extracting(event -> event.stream()).doesNotHaveDuplicates();
  }

  @Test
  void several_events_of_a_decision_are_neighbours() {
    DecisionResult result =
        runner.decide(
            exists("c1"),
            defined ->
                List.of(
                    Decided.on(course("c1"), new CourseDefined("c1", 1)),
                    Decided.on(course("c1"), new Subscribed("ann", "c1")),
                    Decided.on(course("c2"), new CourseDefined("c2", 1))));

    assertThat(result.appends()).hasSize(2);
    assertThat(result.position()).isEqualTo(3);
  }

  // Courses

  private static StreamId course(String id) {
    return StreamId.of("course", id);
  }

  private static DecisionModel<Shop, Boolean> exists(String course) {
    return DecisionModel.of(Shop.class, false)
        .on(CourseDefined.class, (state, event) -> true)
        .tagged(Tag.of("course", course));
  }

  private static DecisionModel<Shop, Integer> freePlaces(String course) {
    return DecisionModel.of(Shop.class, 0)
        .on(CourseDefined.class, (free, event) -> event.places())
        .on(Subscribed.class, (free, event) -> free - 1)
        .tagged(Tag.of("course", course));
  }

  private static DecisionModel<Shop, Integer> coursesOf(String student) {
    return DecisionModel.of(Shop.class, 0)
        .on(Subscribed.class, (courses, event) -> courses + 1)
        .tagged(Tag.of("student", student));
  }

  private static DecisionModel<Shop, Boolean> isSubscribed(String student, String course) {
    return DecisionModel.of(Shop.class, false)
        .on(Subscribed.class, (state, event) -> true)
        .tagged(Tag.of("student", student), Tag.of("course", course));
  }

  private record Enrolment(boolean exists, int free, int courses, boolean subscribed) {
    void requirePlace() {
      require(exists, "there is no course");
      require(!subscribed, "already subscribed");
      require(free > 0, "the course is full");
      require(courses < MAX_COURSES, "too many courses");
    }
  }

  private DecisionResult defineCourse(String id, int places) {
    return runner.decide(
        exists(id),
        defined -> {
          require(!defined, "defined already");
          return List.of(Decided.on(course(id), new CourseDefined(id, places)));
        });
  }

  private DecisionResult subscribe(String student, String course) {
    DecisionModel<Shop, Enrolment> model =
        exists(course)
            .and(freePlaces(course), Map::entry)
            .and(coursesOf(student), Map::entry)
            .and(
                isSubscribed(student, course),
                (known, subscribed) ->
                    new Enrolment(
                        known.getKey().getKey(),
                        known.getKey().getValue(),
                        known.getValue(),
                        subscribed));
    return runner.decide(
        model,
        enrolment -> {
          enrolment.requirePlace();
          return List.of(Decided.on(course(course), new Subscribed(student, course)));
        });
  }

  // Names

  private static DecisionModel<Shop, Boolean> isTaken(String name) {
    return DecisionModel.of(Shop.class, false)
        .on(Claimed.class, (taken, event) -> true)
        .on(Renamed.class, (taken, event) -> event.name().equals(name))
        .on(Closed.class, (taken, event) -> false)
        .tagged(Tag.of("name", name));
  }

  private DecisionResult claim(String user, String name) {
    return unlessTaken(name, Decided.on(StreamId.of("user", user), new Claimed(name)));
  }

  private DecisionResult rename(String user, String former, String name) {
    return unlessTaken(name, Decided.on(StreamId.of("user", user), new Renamed(former, name)));
  }

  private DecisionResult unlessTaken(String name, Decided<Shop> event) {
    return runner.decide(
        isTaken(name),
        taken -> {
          require(!taken, "the name is taken");
          return List.of(event);
        });
  }

  private DecisionResult close(String user, String name) {
    Decided<Shop> closed = Decided.on(StreamId.of("user", user), new Closed(name));
    return runner.decide(isTaken(name), taken -> List.of(closed));
  }

  // Prices

  private record Price(int before, int current, Instant changed) {
    boolean isValid(int price, Instant now) {
      return price == current || (price == before && !now.isAfter(changed.plus(GRACE)));
    }
  }

  private static DecisionModel<Shop, Price> price(String product) {
    return DecisionModel.of(Shop.class, new Price(0, 0, Instant.EPOCH))
        .on(PriceSet.class, (price, set) -> new Price(price.current(), set.price(), set.from()))
        .tagged(Tag.of("product", product));
  }

  private DecisionResult setPrice(String product, int price) {
    StreamId stream = StreamId.of("product", product);
    Shop event = new PriceSet(product, price, clock.instant());
    return runner.decide(price(product), known -> List.of(Decided.on(stream, event)));
  }

  private DecisionResult order(Map<String, Integer> prices) {
    DecisionModel<Shop, List<Boolean>> valid = exists("none").as(none -> List.of(!none));
    for (Map.Entry<String, Integer> item : prices.entrySet()) {
      DecisionModel<Shop, Boolean> one =
          price(item.getKey()).as(price -> price.isValid(item.getValue(), clock.instant()));
      valid = valid.and(one, DecisionContract::with);
    }
    Decided<Shop> ordered =
        Decided.on(StreamId.of("order", "" + store.head()), new Ordered(prices));
    return runner.decide(
        valid,
        all -> {
          require(!all.contains(false), "the price is another");
          return List.of(ordered);
        });
  }

  private static List<Boolean> with(List<Boolean> some, boolean one) {
    List<Boolean> all = new ArrayList<>(some);
    all.add(one);
    return all;
  }

  // Tokens

  private record Token(boolean sent, boolean used, Instant at) {}

  private static DecisionModel<Shop, Token> token(String email, String code) {
    return DecisionModel.of(Shop.class, new Token(false, false, Instant.EPOCH))
        .on(TokenSent.class, (token, event) -> new Token(true, false, event.at()))
        .on(TokenConfirmed.class, (token, event) -> new Token(token.sent(), true, token.at()))
        .tagged(Tag.of("email", email), Tag.of("code", code));
  }

  private DecisionResult send(String id, String email, String code) {
    Shop event = new TokenSent(email, code, clock.instant());
    return runner.decide(
        token(email, code), known -> List.of(Decided.on(StreamId.of("token", id), event)));
  }

  private DecisionResult confirm(String email, String code) {
    return runner.decide(
        token(email, code),
        token -> {
          require(token.sent(), "unknown");
          require(!token.used(), "used already");
          require(!clock.instant().isAfter(token.at().plus(VALID)), "expired");
          return List.of(
              Decided.on(StreamId.of("account", email), new TokenConfirmed(email, code)));
        });
  }

  private static void require(boolean rule, String refusal) {
    if (!rule) {
      throw new IllegalStateException(refusal);
    }
  }

  private void assertRefused(Runnable command, String reason) {
    long before = store.head();
    assertThatThrownBy(command::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(reason);
    assertThat(store.head()).isEqualTo(before);
  }
}
