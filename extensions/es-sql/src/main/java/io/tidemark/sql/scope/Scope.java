package io.tidemark.sql.scope;

import io.tidemark.sql.table.SqlException;
import io.tidemark.sql.text.NearestName;
import io.tidemark.sql.text.StatementText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;

/** Where the columns are found that an expression names. */
public record Scope(StatementText text, List<Field> fields) {
  private static final Set<String> CLOCKS =
      Set.of(
          "CURRENT_TIMESTAMP",
          "CURRENT_DATE",
          "CURRENT_TIME",
          "LOCALTIME",
          "LOCALTIMESTAMP",
          "NOW",
          "PROCTIME",
          "CURRENT_ROW_TIMESTAMP");

  /** The column of this name. */
  public Field find(SqlIdentifier identifier) {
    List<String> names = identifier.names;
    String name = names.get(names.size() - 1);
    if (names.size() > 2 || name.isEmpty()) {
      throw text.refuse(identifier, "expected column or table.column, actual " + identifier);
    }
    List<Field> visible =
        names.size() == 1
            ? fields
            : fields.stream().filter(field -> field.isOf(names.get(0))).toList();
    if (names.size() == 2 && visible.isEmpty()) {
      throw unknownTable(identifier);
    }
    List<Field> found = visible.stream().filter(field -> field.isNamed(name)).toList();
    if (found.isEmpty()) {
      throw unknownColumn(identifier, name, visible);
    }
    if (found.size() > 1) {
      throw text.refuse(
          identifier,
          "expected one column %s, actual %d; write %s"
              .formatted(
                  name,
                  found.size(),
                  String.join(
                      " or ",
                      found.stream().map(field -> field.qualifier() + "." + name).toList())));
    }
    return found.get(0);
  }

  /** Whether a function or word of this name reads a clock. */
  public static boolean isClock(String name) {
    return CLOCKS.contains(name.toUpperCase(Locale.ROOT));
  }

  /** Why no clock is read. */
  public static String clockRefusal(String name) {
    return "%s is another at each reading, so the answer would not follow from the log; compare columns such as occurred_at or recorded_at, or write a TIMESTAMP '2026-03-01 10:00:00'"
        .formatted(name);
  }

  private SqlException unknownColumn(SqlIdentifier identifier, String name, List<Field> visible) {
    if (isClock(name)) {
      return text.refuse(identifier, clockRefusal(name));
    }
    Set<String> names = new LinkedHashSet<>();
    visible.forEach(field -> names.add(field.name()));
    return text.refuse(
        identifier, "unknown column %s%s".formatted(name, NearestName.hint(name, names)));
  }

  private SqlException unknownTable(SqlIdentifier identifier) {
    Set<String> names = new LinkedHashSet<>();
    fields.stream().map(Field::qualifier).filter(each -> !each.isEmpty()).forEach(names::add);
    String wrong = identifier.names.get(0);
    return text.refuse(
        identifier,
        "unknown table %s in FROM%s; a query within another cannot name tables of the outer one"
            .formatted(wrong, NearestName.hint(wrong, names)));
  }
}
