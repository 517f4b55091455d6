package io.tidemark.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreListenersTest {
  private static final AppendRequest REQUEST =
      new AppendRequest(
          StreamId.of("s", "1"), ExpectedVersion.any(), List.of(EventData.of("T", "{}")));

  private final List<String> heard = new ArrayList<>();

  /** Gives its name as context of each append. */
  private StoreListener named(String name) {
    return new StoreListener() {
      @Override
      public Object appendStarted(AppendRequest request) {
        return name;
      }

      @Override
      public void appendFinished(FinishedAppend append) {
        heard.add(name + " finished " + append.context());
      }

      @Override
      public Scope batchStarted(AppendBatch batch) {
        heard.add(name + " began " + batch.contexts());
        return () -> heard.add(name + " ended");
      }

      @Override
      public void clockBehind(Duration by) {
        heard.add(name + " behind " + by);
      }
    };
  }

  private static StoreListener failing() {
    return new StoreListener() {
      @Override
      public Object appendStarted(AppendRequest request) {
        throw new AssertionError("planted");
      }

      @Override
      public Scope batchStarted(AppendBatch batch) {
        throw new IllegalStateException("planted");
      }

      @Override
      public void clockBehind(Duration by) {
        throw new StackOverflowError("planted");
      }
    };
  }

  @Test
  void each_gets_its_own_contexts_and_the_last_scope_ends_first() {
    StoreListener all = StoreListener.all(List.of(named("a"), failing(), named("b")));
    Object context = all.appendStarted(REQUEST);
    AppendBatch batch = new AppendBatch(Collections.nCopies(2, context), 2, 4);
    StoreListener.Scope scope = all.batchStarted(batch);
    assertThat(scope).isNotNull();
    heard.add("written");
    scope.close();
    all.appendFinished(new FinishedAppend(REQUEST, context, null, null, Duration.ZERO));
    all.clockBehind(Duration.ofHours(1));
    assertThat(heard)
        .containsExactly(
            "a began [a, a]",
            "b began [b, b]",
            "written",
            "b ended",
            "a ended",
            "a finished a",
            "b finished b",
            "a behind PT1H",
            "b behind PT1H");
  }
}
