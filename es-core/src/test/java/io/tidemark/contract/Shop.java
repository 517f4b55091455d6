package io.tidemark.contract;

import io.tidemark.Tag;
import io.tidemark.codec.EventTypes;
import io.tidemark.codec.JacksonEventCodec;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The events of the examples, and the tags that they get. */
sealed interface Shop {
  JacksonEventCodec<Shop> CODEC =
      JacksonEventCodec.builder(EventTypes.ofSealed(Shop.class))
          .tags(OfCourse.class, event -> List.of(Tag.of("course", event.course())))
          .tags(Subscribed.class, event -> List.of(Tag.of("student", event.student())))
          .tags(OfName.class, event -> List.of(Tag.of("name", event.name())))
          .tags(Renamed.class, event -> List.of(Tag.of("name", event.former())))
          .tags(PriceSet.class, event -> List.of(Tag.of("product", event.product())))
          .tags(
              OfToken.class,
              event -> List.of(Tag.of("email", event.email()), Tag.of("code", event.code())))
          .build();

  /** Is about a course. */
  interface OfCourse {
    String course();
  }

  /** Is about a user's name. */
  interface OfName {
    String name();
  }

  /** Is about a token. */
  interface OfToken {
    String email();

    String code();
  }

  record CourseDefined(String course, int places) implements Shop, OfCourse {}

  record Subscribed(String student, String course) implements Shop, OfCourse {}

  record Claimed(String name) implements Shop, OfName {}

  record Renamed(String former, String name) implements Shop, OfName {}

  record Closed(String name) implements Shop, OfName {}

  record PriceSet(String product, int price, Instant from) implements Shop {}

  record Ordered(Map<String, Integer> prices) implements Shop {}

  record TokenSent(String email, String code, Instant at) implements Shop, OfToken {}

  record TokenConfirmed(String email, String code) implements Shop, OfToken {}
}
