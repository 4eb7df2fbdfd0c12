// A sequence on disk: its tokens, its cache, and what both belong to.
#pragma once

#include <filesystem>

#include "engine/sequence.h"

namespace oree::engine {

// The file appears under its name when it is whole, for the user's eyes alone. Throws Error kNotFound (folder),
// kPermission, kLimit, kIo.
void save_sequence(const Sequence& sequence, bool prompt_is_open, const LoadedModel& model,
                   const std::filesystem::path& path);

struct SavedSequence {
  Sequence sequence;
  bool prompt_is_open = false;  // nothing was generated since the last token was appended
};

// The sequence goes on, bit for bit, as if it had never stopped. Throws Error: kNotFound, kPermission, kIo; kCorrupt (a
// byte differs from what was written); kInvalid (of another model, other cache options or another CPU target).
SavedSequence load_sequence(const LoadedModel& model, const std::filesystem::path& path);

}  // namespace oree::engine
