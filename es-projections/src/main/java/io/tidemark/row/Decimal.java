package io.tidemark.row;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares how many digits the values of a {@link java.math.BigDecimal} component have: its column
 * is then {@code numeric(precision, scale)}. Every value has this scale, 1.5 becomes 1.50; one that
 * does not fit without rounding is refused. If one SQL statement makes the rows, that takes a check
 * on a column of {@code numeric}, in which SQL sees 1.5 as it was written.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Decimal {
  /** Digits in all, 1 to 1,000. */
  int precision();

  /** Digits after the decimal point, 0 to {@link #precision}. */
  int scale();
}
