package io.tidemark.dataflow;

class MemoryStateTest extends OperatorStateContract {
  @Override
  OperatorState state() {
    return new MemoryState();
  }
}
