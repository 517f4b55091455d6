package io.tidemark.architecture.violations.codec;

import picocli.CommandLine;

/** Planted: a codec that knows more than Jackson. */
final class Decoder {
  CommandLine foreignLibrary = new CommandLine(this);
}
