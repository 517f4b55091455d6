package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.tidemark.testdatabase.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was run is found out wherever the migrations come from. */
class MigrationHistoryTest {
  private final TestDatabase database = TestDatabase.create();

  @AfterEach
  void close() {
    database.close();
  }

  /**
   * As those of application servers and native images: resources are neither files nor in a jar.
   */
  private static final class OtherLoader extends ClassLoader {
    OtherLoader() {
      super(MigrationHistoryTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded == null && name.startsWith("io.tidemark.postgres.")) {
          try (InputStream in =
              getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
          } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
          }
        }
        return loaded == null ? super.loadClass(name, resolve) : loaded;
      }
    }

    @Override
    public URL getResource(String name) {
      URL there = getParent().getResource(name);
      if (there == null || !name.startsWith("io/tidemark/postgres/")) {
        return there;
      }
      try {
        return new URL(
            null,
            "vfs:/content/app.war/WEB-INF/lib/es-jdbc-store.jar/" + name,
            new URLStreamHandler() {
              @Override
              protected URLConnection openConnection(URL url) throws IOException {
                return there.openConnection();
              }
            });
      } catch (MalformedURLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void a_log_is_opened_a_second_time_wherever_the_classes_come_from() throws Exception {
    Class<?> migrations = new OtherLoader().loadClass(PostgresMigrations.class.getName());
    Method migrate = migrations.getMethod("migrate", DataSource.class, String.class);
    migrate.invoke(null, database.dataSource(), "tidemark");

    assertThatCode(
            () -> {
              try {
                migrate.invoke(null, database.dataSource(), "tidemark");
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            })
        .doesNotThrowAnyException();
  }
}
