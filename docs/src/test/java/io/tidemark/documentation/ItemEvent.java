package io.tidemark.documentation;

sealed interface ItemEvent {
  record Received(int quantity, String supplier) implements ItemEvent {}

  record Picked(int quantity, String order) implements ItemEvent {}
}
