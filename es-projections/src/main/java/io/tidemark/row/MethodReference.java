package io.tidemark.row;

import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * A reference to a method of an object yet to come, as {@code Balance::owner}, as far as the
 * language lets one know.
 *
 * <p>Not API.
 *
 * @param type name of the class before the colons
 * @param method name of the method behind them
 */
public record MethodReference(String type, String method) {

  /**
   * What this stands for; empty for a lambda, a reference to another kind of method, a class of its
   * own, and in a module that is closed to this one.
   */
  public static Optional<MethodReference> of(Serializable reference) {
    return described(reference)
        .filter(method -> method.getImplMethodKind() == MethodHandleInfo.REF_invokeVirtual)
        .filter(method -> method.getCapturedArgCount() == 0)
        .map(
            method ->
                new MethodReference(
                    method.getImplClass().replace('/', '.'), method.getImplMethodName()));
  }

  private static Optional<SerializedLambda> described(Serializable lambda) {
    try {
      Method replace = lambda.getClass().getDeclaredMethod("writeReplace");
      replace.setAccessible(true);
      return Optional.of(replace.invoke(lambda))
          .filter(SerializedLambda.class::isInstance)
          .map(SerializedLambda.class::cast);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
