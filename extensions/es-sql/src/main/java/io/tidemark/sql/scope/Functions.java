package io.tidemark.sql.scope;

import io.tidemark.sql.expression.Arithmetic;
import io.tidemark.sql.expression.Call;
import io.tidemark.sql.expression.Case;
import io.tidemark.sql.expression.Cast;
import io.tidemark.sql.expression.Coalesce;
import io.tidemark.sql.expression.Comparison;
import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.expression.Literal;
import io.tidemark.sql.expression.ScalarFunction;
import io.tidemark.sql.expression.Typing;
import io.tidemark.sql.table.SqlType;
import io.tidemark.sql.table.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Functions by name. What has no type is an IllegalArgumentException. */
public final class Functions {
  /** All that there are, for who mistypes one. */
  private static final List<String> NAMES =
      List.of(
          "ABS",
          "ROUND",
          "FLOOR",
          "CEIL",
          "CEILING",
          "MOD",
          "UPPER",
          "LOWER",
          "TRIM",
          "SUBSTRING",
          "CONCAT",
          "CHAR_LENGTH",
          "COALESCE",
          "NULLIF",
          "EXTRACT",
          "YEAR",
          "QUARTER",
          "MONTH",
          "DAYOFMONTH",
          "HOUR",
          "MINUTE",
          "SECOND",
          "COUNT",
          "SUM",
          "MIN",
          "MAX",
          "AVG",
          "FIRST_VALUE",
          "LAST_VALUE",
          "VAR_POP",
          "VAR_SAMP",
          "STDDEV_POP",
          "STDDEV_SAMP");

  /** These and those that other modules add. */
  static List<String> names() {
    List<String> all = new ArrayList<>(NAMES);
    AddedFunctions.names().forEach(all::add);
    return all;
  }

  private Functions() {}

  /** A call; empty if there is no function of this name. */
  public static Optional<Expr> call(String name, List<Expr> args) {
    return Optional.ofNullable(
        switch (name) {
          case "ABS" -> number(ScalarFunction.ABS, one(name, args));
          case "FLOOR" -> whole(ScalarFunction.FLOOR, one(name, args));
          case "CEIL", "CEILING" -> whole(ScalarFunction.CEIL, one(name, args));
          case "ROUND" -> rounded(args);
          case "MOD" -> remainder(args);
          case "UPPER" -> text(ScalarFunction.UPPER, one(name, args));
          case "LOWER" -> text(ScalarFunction.LOWER, one(name, args));
          case "SUBSTRING", "SUBSTR" -> substring(args);
          case "CONCAT" -> concatenated(args);
          case "CHAR_LENGTH", "CHARACTER_LENGTH" -> {
            Expr text = required(SqlType.VARCHAR, one(name, args));
            yield new Call(ScalarFunction.CHAR_LENGTH, List.of(text), SqlType.BIGINT);
          }
          case "COALESCE", "IFNULL" -> coalesced(args);
          case "NULLIF" -> nullIf(args);
          case "YEAR", "QUARTER", "MONTH", "HOUR", "MINUTE", "SECOND" ->
              part(ScalarFunction.valueOf(name), one(name, args));
          case "DAY", "DAYOFMONTH" -> part(ScalarFunction.DAY, one(name, args));
          default -> null;
        });
  }

  /** A part of a time. */
  public static Expr part(ScalarFunction function, Expr time) {
    Expr at =
        time.type().equals(SqlType.DATE)
            ? Cast.to(SqlType.TIMESTAMP, time)
            : required(SqlType.TIMESTAMP, time);
    return new Call(function, List.of(at), SqlType.BIGINT);
  }

  /** A text without characters at its ends. */
  public static Expr trimmed(ScalarFunction function, Expr text, Expr characters) {
    return new Call(
        function,
        List.of(required(SqlType.VARCHAR, text), required(SqlType.VARCHAR, characters)),
        SqlType.VARCHAR);
  }

  /** Texts behind each other; null if one of them is. */
  public static Expr concatenated(List<Expr> args) {
    Expr all = args.isEmpty() ? Literal.NULL : required(SqlType.VARCHAR, args.get(0));
    for (Expr next : args.subList(Math.min(1, args.size()), args.size())) {
      List<Expr> both = List.of(all, required(SqlType.VARCHAR, next));
      all = new Call(ScalarFunction.CONCAT, both, SqlType.VARCHAR);
    }
    return all;
  }

  private static Expr text(ScalarFunction function, Expr arg) {
    return new Call(function, List.of(required(SqlType.VARCHAR, arg)), SqlType.VARCHAR);
  }

  private static Expr number(ScalarFunction function, Expr arg) {
    return new Call(function, List.of(arg), Typing.negated(arg).type());
  }

  private static Expr whole(ScalarFunction function, Expr arg) {
    SqlType type = Typing.negated(arg).type();
    if (type.isWhole()) {
      return Cast.to(SqlType.BIGINT, arg);
    }
    return new Call(function, List.of(arg), withScale(type, 0));
  }

  private static SqlType withScale(SqlType type, int scale) {
    if (type.kind() != Kind.DECIMAL || type.isUnlimited() || scale >= type.scale()) {
      return type;
    }
    int digits = type.precision() - type.scale() + scale + 1;
    return SqlType.decimal(Math.min(SqlType.MAX_PRECISION, digits), scale);
  }

  private static Expr rounded(List<Expr> args) {
    Expr value = args.isEmpty() ? Literal.NULL : args.get(0);
    long digits = 0;
    if (args.size() == 2
        && args.get(1) instanceof Literal given
        && given.value() instanceof Long n) {
      digits = n;
    } else if (args.size() != 1) {
      throw new IllegalArgumentException(
          "expected ROUND(number) or ROUND(number, digits), the digits as a number, actual %s"
              .formatted(args));
    }
    SqlType type = Typing.negated(value).type();
    if (type.kind() == Kind.DOUBLE) {
      if (digits != 0) {
        throw new IllegalArgumentException(
            "expected a DECIMAL to round to digits, actual DOUBLE; write CAST(... AS DECIMAL(20, %d))"
                .formatted(Math.max(0, Math.min(20, digits))));
      }
      return new Call(ScalarFunction.ROUND_DOUBLE, List.of(value), type);
    }
    if (Math.abs(digits) > SqlType.MAX_PRECISION) {
      throw new IllegalArgumentException("expected digits from -38 to 38, actual " + digits);
    }
    if (type.isWhole() && digits >= 0) {
      return Cast.to(type, value);
    }
    List<Expr> both = List.of(value, new Literal(digits, SqlType.BIGINT));
    return new Call(ScalarFunction.ROUND, both, withScale(type, (int) Math.max(0, digits)));
  }

  private static Expr remainder(List<Expr> args) {
    requireCount("MOD(number, number)", args, 2, 2);
    return Typing.arithmetic(Arithmetic.Operator.MODULO, args.get(0), args.get(1));
  }

  private static Expr substring(List<Expr> args) {
    requireCount("SUBSTRING(text FROM number FOR number)", args, 2, 3);
    Expr text = required(SqlType.VARCHAR, args.get(0));
    Expr from = whole(args.get(1));
    return args.size() == 2
        ? new Call(ScalarFunction.SUBSTRING_FROM, List.of(text, from), SqlType.VARCHAR)
        : new Call(
            ScalarFunction.SUBSTRING, List.of(text, from, whole(args.get(2))), SqlType.VARCHAR);
  }

  private static Expr whole(Expr arg) {
    return required(SqlType.BIGINT, arg.type().isWhole() ? Cast.to(SqlType.BIGINT, arg) : arg);
  }

  private static Expr coalesced(List<Expr> args) {
    requireCount("COALESCE(value, value, ...)", args, 1, Integer.MAX_VALUE);
    SqlType type = Typing.common(args);
    return new Coalesce(args.stream().map(arg -> Cast.to(type, arg)).toList(), type);
  }

  private static Expr nullIf(List<Expr> args) {
    requireCount("NULLIF(value, value)", args, 2, 2);
    Expr value = args.get(0);
    Expr equal = Typing.comparison(Comparison.Relation.EQUAL, value, args.get(1));
    Expr nothing = new Literal(null, value.type());
    return new Case(List.of(new Case.Branch(equal, nothing)), value, value.type());
  }

  /** The value itself, which must be of this type; a NULL becomes one of it. */
  public static Expr required(SqlType type, Expr arg) {
    if (arg.type().equals(SqlType.NULL)) {
      return new Literal(null, type);
    }
    if (!arg.type().equals(type)) {
      throw new IllegalArgumentException(
          "expected %s, actual %s of type %s".formatted(type, arg, arg.type()));
    }
    return arg;
  }

  private static Expr one(String name, List<Expr> args) {
    requireCount(name + "(value)", args, 1, 1);
    return args.get(0);
  }

  private static void requireCount(String form, List<Expr> args, int least, int most) {
    if (args.size() < least || args.size() > most) {
      throw new IllegalArgumentException(
          "expected %s, actual %d arguments".formatted(form, args.size()));
    }
  }
}
