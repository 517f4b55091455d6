package io.tidemark.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.handler.CheckpointStore;
import io.tidemark.handler.OwnedCheckpoint;
import io.tidemark.subscription.Checkpoint;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A store that says yes to everything and keeps nothing breaks every promise. */
class DoNothingCheckpointStoreTest {
  @TestFactory
  Stream<DynamicTest> breaks_every_promise_of_a_checkpoint_store() {
    return tests().stream()
        .map(
            test ->
                DynamicTest.dynamicTest(
                    test.getName(), () -> assertThatThrownBy(() -> run(test)).isNotNull()));
  }

  @Test
  void the_contract_has_tests() {
    assertThat(tests()).hasSizeGreaterThan(7);
  }

  private static List<Method> tests() {
    return Stream.of(CheckpointStoreContract.class.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .toList();
  }

  private static void run(Method test) throws Throwable {
    CheckpointStoreContract contract = new ForgetfulContract();
    contract.createEmptyStore();
    try {
      test.setAccessible(true);
      test.invoke(contract);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Not discovered as a test class, because it is private. */
  private static final class ForgetfulContract extends CheckpointStoreContract {
    @Override
    protected CheckpointStore createStore() {
      return new ForgetfulStore();
    }
  }

  private static final class ForgetfulStore implements CheckpointStore {
    @Override
    public Optional<Checkpoint> find(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<OwnedCheckpoint> tryOwn(String name, Supplier<Checkpoint> first) {
      return Optional.of(new Forgetful(first.get()));
    }

    @Override
    public Optional<String> error(String name) {
      return Optional.empty();
    }
  }

  private record Forgetful(Checkpoint checkpoint) implements OwnedCheckpoint {
    @Override
    public boolean confirm() {
      return true;
    }

    @Override
    public boolean moveTo(Checkpoint to) {
      return true;
    }

    @Override
    public void keepError(String error) {}

    @Override
    public void close() {}
  }
}
