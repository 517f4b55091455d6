package io.tidemark.bank.cli;

import io.tidemark.bank.account.InvalidAmountException;
import io.tidemark.bank.account.Money;
import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an amount of money that can be moved. */
final class AmountConverter implements ITypeConverter<BigDecimal> {
  @Override
  public BigDecimal convert(String text) {
    try {
      return Money.requireMovable(Money.parse(text));
    } catch (InvalidAmountException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
