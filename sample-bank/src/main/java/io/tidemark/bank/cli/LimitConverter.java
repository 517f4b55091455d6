package io.tidemark.bank.cli;

import io.tidemark.bank.overdraft.InvalidLimitException;
import io.tidemark.bank.overdraft.OverdraftLimit;
import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how far below zero an account may be. */
final class LimitConverter implements ITypeConverter<BigDecimal> {
  @Override
  public BigDecimal convert(String text) {
    try {
      return OverdraftLimit.parse(text);
    } catch (InvalidLimitException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
