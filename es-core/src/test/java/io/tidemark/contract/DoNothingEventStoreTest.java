package io.tidemark.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.snapshot.Snapshot;
import io.tidemark.snapshot.SnapshotStore;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogPlace;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A contract is worth something if a store that does nothing breaks every line of it. */
class DoNothingEventStoreTest {

  @TestFactory
  Stream<DynamicTest> breaks_every_promise_of_an_event_store() {
    return eachTestFails(DoNothingContract.class);
  }

  @TestFactory
  Stream<DynamicTest> breaks_every_promise_of_a_snapshot_store() {
    return eachTestFails(ForgetfulContract.class);
  }

  @Test
  void the_contracts_have_tests() {
    assertThat(testsOf(DoNothingContract.class)).hasSizeGreaterThan(50);
    assertThat(testsOf(ForgetfulContract.class)).hasSizeGreaterThan(5);
  }

  private static Stream<DynamicTest> eachTestFails(Class<?> contract) {
    return testsOf(contract).stream()
        .map(
            test ->
                DynamicTest.dynamicTest(
                    test.getName(),
                    () -> assertThatThrownBy(() -> run(test, contract)).isNotNull()));
  }

  private static void run(Method test, Class<?> contract) throws Throwable {
    Object instance = contract.getDeclaredConstructor().newInstance();
    if (instance instanceof StoreUnderTest events) {
      events.openStore();
    } else {
      ((SnapshotStoreContract) instance).createEmptyStore();
    }
    try {
      test.setAccessible(true);
      test.invoke(instance);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static List<Method> testsOf(Class<?> contract) {
    List<Method> tests = new ArrayList<>();
    for (Class<?> type = contract; type != Object.class; type = type.getSuperclass()) {
      Stream.of(type.getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(Test.class))
          .forEach(tests::add);
    }
    return tests;
  }

  /** Not discovered as a test class, because it is private. */
  private static final class DoNothingContract extends EventStoreContract {
    @Override
    protected EventStore createStore() {
      return new DoNothingEventStore();
    }
  }

  private static final class ForgetfulContract extends SnapshotStoreContract {
    @Override
    protected SnapshotStore createStore() {
      return new ForgetfulSnapshotStore();
    }
  }

  private static final class DoNothingEventStore implements EventStore {
    @Override
    public AppendResult append(AppendRequest request) {
      return new AppendResult(request.stream(), 0, 0, 0, 0, false);
    }

    @Override
    public List<AppendResult> appendAll(List<AppendRequest> requests) {
      return requests.stream().map(this::append).toList();
    }

    @Override
    public CompletionStage<AppendResult> appendAsync(AppendRequest request) {
      return CompletableFuture.completedFuture(append(request));
    }

    @Override
    public Stream<RecordedEvent> readStream(StreamQuery query) {
      return Stream.empty();
    }

    @Override
    public Stream<RecordedEvent> readAll(LogQuery query) {
      return Stream.empty();
    }

    @Override
    public long head() {
      return 0;
    }

    @Override
    public EventBatch readBatch(LogQuery query) {
      return EventBatch.none(LogPlace.start());
    }

    @Override
    public boolean awaitBeyond(long position, Duration timeout) {
      return false;
    }

    @Override
    public UUID logId() {
      return new UUID(0, 0);
    }

    @Override
    public void close() {}
  }

  private static final class ForgetfulSnapshotStore implements SnapshotStore {
    @Override
    public Optional<Snapshot> find(StreamId stream) {
      return Optional.empty();
    }

    @Override
    public void save(Snapshot snapshot) {}

    @Override
    public void delete(StreamId stream) {}
  }
}
