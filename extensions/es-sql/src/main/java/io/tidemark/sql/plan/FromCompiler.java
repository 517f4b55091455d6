package io.tidemark.sql.plan;

import io.tidemark.sql.scope.Field;
import io.tidemark.sql.scope.Role;
import io.tidemark.sql.table.EventTable;
import io.tidemark.sql.table.SqlColumn;
import io.tidemark.sql.table.SqlTable;
import io.tidemark.sql.text.NearestName;
import io.tidemark.sql.text.Shown;
import io.tidemark.sql.text.StatementText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlMatchRecognize;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** What is in FROM: tables, queries, windows over them, and joins of all these. */
final class FromCompiler {
  private final Compilation compilation;
  private final StatementText text;
  private final QueryCompiler queries;

  FromCompiler(Compilation compilation, QueryCompiler queries) {
    this.compilation = compilation;
    this.text = compilation.text();
    this.queries = queries;
  }

  Relation relation(SqlNode node, NamedQueries known) {
    if (node instanceof SqlIdentifier identifier) {
      return table(identifier, known);
    }
    if (node instanceof SqlJoin join) {
      return new JoinCompiler(text, this).join(join, known);
    }
    if (node instanceof SqlCall call) {
      return switch (call.getKind()) {
        case AS -> named(call, known);
        case COLLECTION_TABLE -> relation(call.operand(0), known);
        case EXPLICIT_TABLE -> relation(call.operand(0), known);
        case SELECT, UNION, WITH, ORDER_BY, VALUES, INTERSECT, EXCEPT ->
            queries.open(call, known).named("");
        case MATCH_RECOGNIZE ->
            new MatchCompiler(compilation, this).relation((SqlMatchRecognize) call, known);
        case SNAPSHOT ->
            throw text.refuse(
                node,
                "FOR SYSTEM_TIME AS OF can only follow a read model that is joined: FROM deposited AS d JOIN owners FOR SYSTEM_TIME AS OF d.recorded_at AS o ON ...");
        default -> new WindowFunctions(text, this).relation(call, known);
      };
    }
    throw text.refuse(node, "expected a table, actual " + Shown.of(node));
  }

  /** One whose rows are there: not only cut into windows or counted from the first. */
  Relation settled(SqlNode node, NamedQueries known) {
    return settled(relation(node, known), node);
  }

  Relation settled(Relation relation, SqlNode node) {
    if (relation.window().isPresent()) {
      throw text.refuse(
          node,
          "expected rows, actual rows cut into windows; write GROUP BY window_start, window_end first, or join within the argument of %s"
              .formatted(relation.window().get().function()));
    }
    settledRanking(relation, node);
    return relation;
  }

  /** The same of places alone. */
  void settledRanking(Relation relation, SqlNode node) {
    if (relation.ranking().isPresent()) {
      throw text.refuse(
          node, "ROW_NUMBER() needs WHERE place <= n in the query around it, to be limited");
    }
  }

  private Relation table(SqlIdentifier identifier, NamedQueries known) {
    String name = identifier.names.get(identifier.names.size() - 1);
    if (identifier.names.size() == 1) {
      Relation query = known.find(name);
      if (query != null) {
        return query.named(name);
      }
      SqlTable table = compilation.tables().find(name).orElse(null);
      if (table != null) {
        return table(table);
      }
    }
    List<String> names = new ArrayList<>(known.names());
    names.addAll(compilation.tables().names());
    throw text.refuse(
        identifier, "unknown table %s%s".formatted(identifier, NearestName.hint(name, names)));
  }

  private Relation table(SqlTable table) {
    List<Field> fields = new ArrayList<>();
    for (SqlColumn column : table.columns()) {
      Role role = table instanceof EventTable ? roleOf(column.name()) : Role.NONE;
      fields.add(new Field(table.name(), column.name(), column.type(), fields.size(), role));
    }
    return new Relation(compilation.source(table), fields);
  }

  private static Role roleOf(String column) {
    return switch (column) {
      case "position" -> Role.POSITION;
      case "occurred_at" -> Role.EVENT_TIME;
      case "recorded_at" -> Role.RECORDED_TIME;
      default -> Role.NONE;
    };
  }

  private Relation named(SqlCall as, NamedQueries known) {
    if (as.operand(0).getKind() == SqlKind.SNAPSHOT) {
      return relation(as.operand(0), known);
    }
    Relation relation = relation(as.operand(0), known).named(as.operand(1).toString());
    return as.operandCount() == 2
        ? relation
        : renamed(relation, as.getOperandList().subList(2, as.operandCount()));
  }

  /** With other names for its columns. */
  Relation renamed(Relation relation, List<? extends @Nullable SqlNode> names) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < relation.fields().size(); i++) {
      Field field = relation.fields().get(i);
      SqlNode name = i < names.size() ? names.get(i) : null;
      fields.add(
          name == null
              ? field
              : new Field(
                  field.qualifier(), name.toString(), field.type(), field.index(), field.role()));
    }
    SqlNode last = names.get(names.size() - 1);
    if (last != null && names.size() != fields.size()) {
      throw text.refuse(
          last, "expected %d names of columns, actual %d".formatted(fields.size(), names.size()));
    }
    return new Relation(relation.plan(), fields, relation.window(), relation.ranking());
  }

  static String nameOf(SqlCall call) {
    return call.getOperator().getName().toUpperCase(Locale.ROOT);
  }
}
