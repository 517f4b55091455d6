package io.tidemark.sql.match;

import io.tidemark.sql.text.Shown;
import io.tidemark.sql.text.StatementText;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlMatchRecognize;
import org.apache.calcite.sql.SqlNode;

/** What PATTERN says: variables one after the other, each so many times. */
public record MatchPattern(List<Part> parts, boolean isToEnd) {
  /**
   * A variable.
   *
   * @param max {@link Integer#MAX_VALUE} if there is none
   */
  public record Part(String variable, SqlNode node, int min, int max, boolean isGreedy) {
    /** Whatever the case of the letters. */
    public boolean isNamed(String other) {
      return variable.equalsIgnoreCase(other);
    }
  }

  /** That of a statement. */
  public static MatchPattern of(StatementText text, SqlMatchRecognize match) {
    SqlNode pattern = match.getPattern();
    if (match.getStrictStart().booleanValue()) {
      throw text.refuse(pattern, "no ^ can be in PATTERN: rows never begin, they go on coming");
    }
    List<Part> parts = new ArrayList<>();
    collect(text, pattern, parts);
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (parts.subList(0, i).stream().anyMatch(each -> each.isNamed(part.variable))) {
        throw text.refuse(
            part.node,
            "expected %s once in PATTERN; define another variable of the same condition"
                .formatted(part.variable));
      }
    }
    if (parts.stream().allMatch(part -> part.min == 0)) {
      throw text.refuse(
          pattern,
          "expected a variable with a row at least: each match begins with one, as in PATTERN (A B*)");
    }
    return new MatchPattern(List.copyOf(parts), match.getStrictEnd().booleanValue());
  }

  private static void collect(StatementText text, SqlNode node, List<Part> parts) {
    if (node instanceof SqlIdentifier identifier) {
      parts.add(new Part(identifier.toString(), node, 1, 1, true));
      return;
    }
    SqlCall call = (SqlCall) node;
    switch (call.getKind()) {
      case PATTERN_CONCAT -> call.getOperandList().forEach(each -> collect(text, each, parts));
      case PATTERN_QUANTIFIER -> parts.add(quantified(text, call));
      case PATTERN_ALTER ->
          throw text.refuse(
              call, "no | can be in PATTERN; define one variable of both conditions, with OR");
      case PATTERN_PERMUTE ->
          throw text.refuse(call, "PERMUTE is not there; write a query for each order, UNION ALL");
      case PATTERN_EXCLUDED ->
          throw text.refuse(
              call, "no {- -} can be in PATTERN: it leaves rows out of ALL ROWS PER MATCH");
      default -> throw text.refuse(call, "expected a pattern, actual " + Shown.of(call));
    }
  }

  private static Part quantified(StatementText text, SqlCall call) {
    if (!(call.operand(0) instanceof SqlIdentifier variable)) {
      throw text.refuse(
          call.operand(0), "only a variable can be repeated in PATTERN, and no group of them");
    }
    int min = Math.max(0, ((SqlLiteral) call.operand(1)).intValue(true));
    int max = ((SqlLiteral) call.operand(2)).intValue(true);
    boolean isGreedy = !((SqlLiteral) call.operand(3)).booleanValue();
    if (max == 0 || (max > 0 && max < min)) {
      throw text.refuse(call, "expected from so many rows to as many or more, and to 1 at least");
    }
    return new Part(variable.toString(), call, min, max < 0 ? Integer.MAX_VALUE : max, isGreedy);
  }

  /** Their names, in their order. */
  public List<String> variables() {
    return parts.stream().map(Part::variable).toList();
  }
}
