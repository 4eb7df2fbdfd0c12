// How surprised a model is by each token of a text.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "oree/engine.h"

namespace oree::workbench {

// The negative log-likelihood, in nats, of a token under these logits [vocabulary_size], summed in double.
double token_loss(std::span<const float> logits, TokenId token);

// Appends the tokens to the session, a part at a time so that no more than 64 MiB of logits exist, and takes the loss
// of each from the logits of the one before it: all but the first, [tokens.size() - 1]. What the session's cache evicts
// meanwhile it evicts as in any reading. To go on from a session, leave its last token to this call.
// on_progress: tokens appended, of these; may be empty. Throws Error as Session::append; kInvalid when a loss is not a
// finite number.
std::vector<double> token_losses(Session& session, std::span<const TokenId> tokens,
                                 const std::function<void(int done)>& on_progress = {});

}  // namespace oree::workbench
