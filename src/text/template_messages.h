// Messages as a chat template takes them.
#pragma once

#include <span>

#include "oree/json.h"
#include "text/conversation_format.h"

namespace oree::text {

// As the transformers library hands messages to a template: calls and results as parts of their own. Where the format
// has one call a turn, several of one turn become several turns.
Json template_messages(std::span<const Message> messages, const ToolFormat& format);

// For templates that know of no calls: calls stand in what the assistant said, results in what the user did. Users and
// assistants still take turns.
Json plain_messages(std::span<const Message> messages, const ToolFormat& format);

}  // namespace oree::text
