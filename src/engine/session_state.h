// The inside of a Session.
#pragma once

#include <optional>

#include "engine/sequence.h"
#include "oree/engine.h"

namespace oree {

struct Session::State {
  explicit State(const engine::LoadedModel& loaded) : model(&loaded), sequence(loaded) {}

  // Runs the sampled token that nothing has asked the logits of yet.
  void run_pending() {
    if (pending) {
      const TokenId token = *pending;
      pending.reset();
      sequence.append(std::span(&token, 1));
    }
  }

  const engine::LoadedModel* model;
  engine::Sequence sequence;
  std::optional<TokenId> pending;  // part of the sequence, not yet in its cache
  bool prompt_is_open = false;     // something was appended since the last generation
  double prefill_seconds = 0;      // since the last generation
};

}  // namespace oree
