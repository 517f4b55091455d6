package io.tidemark.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key has a type, all the way from the definition to the query. */
class WrongKeyDoesNotCompileTest {
  @TempDir Path classes;

  @Test
  void a_key_of_the_right_type_compiles() {
    assertThat(errors("repository.find(\"a\");")).isEmpty();
    assertThat(errors("memory.find(\"a\");")).isEmpty();
    assertThat(errors("String first = memory.rows().firstKey();")).isEmpty();
    assertThat(errors(definition("recorded.stream().key()"))).isEmpty();
  }

  @Test
  void a_key_of_another_type_does_not() {
    assertThat(errors("repository.find(7L);")).anyMatch(e -> e.contains("incompatible types"));
    assertThat(errors("memory.find(7L);")).anyMatch(e -> e.contains("incompatible types"));
    assertThat(errors("Long first = memory.rows().firstKey();"))
        .anyMatch(e -> e.contains("incompatible types"));
    assertThat(errors(definition("recorded.position()")))
        .anyMatch(e -> e.contains("incompatible types"));
  }

  @Test
  void what_needs_single_events_takes_no_set_based_projection() {
    assertThat(errors(set("projections.exactlyOnce(totals)"))).isEmpty();
    for (String call :
        List.of(
            "projections.sharded(totals, 2)",
            "projections.inline(totals)",
            "io.tidemark.replay.Replays.of(projections).whatIf(totals)",
            "io.tidemark.parking.Parking.of(projections).list(totals)",
            "LiveProjection.of(totals, null)",
            "InMemoryProjection.of(totals, null)")) {
      assertThat(errors(set(call)))
          .as(call)
          .anyMatch(e -> e.contains("SetProjection<") && e.contains("cannot be converted"));
    }
    assertThat(errors(set("totals.withHistory()"))).anyMatch(e -> e.contains("cannot find symbol"));
  }

  private static String set(String call) {
    return """
        io.tidemark.projection.postgres.PostgresProjections projections = null;
        io.tidemark.projection.set.SetProjection<String, Accounts.Balance> totals = null;
        %s;
        """
        .formatted(call);
  }

  private static String definition(String key) {
    return """
        Projection.named("x", Accounts.Balance.class, Accounts.Balance::account)
            .from("account", Accounts.CODEC)
            .keyedBy((event, recorded) -> %s)
            .fold((row, event, recorded) -> row);
        """
        .formatted(key);
  }

  private List<String> errors(String statement) {
    String source =
        """
        import io.tidemark.projection.*;
        import io.tidemark.projection.memory.*;
        import io.tidemark.readmodel.ReadModelRepository;
        class Snippet {
          void run(
              ReadModelRepository<String, Accounts.Balance> repository,
              InMemoryProjection<String, Accounts.Balance> memory) {
            %s
          }
        }
        """
            .formatted(statement);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-proc:none",
            "-d",
            classes.toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    compiler
        .getTask(new StringWriter(), null, found, options, null, List.of(new Source(source)))
        .call();
    return found.getDiagnostics().stream()
        .filter(d -> d.getKind() == javax.tools.Diagnostic.Kind.ERROR)
        .map(d -> d.getMessage(java.util.Locale.ROOT))
        .toList();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///Snippet.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
