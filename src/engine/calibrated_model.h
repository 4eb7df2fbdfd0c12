// A model as filter files name it.
#pragma once

#include "cache/filter_file.h"
#include "gguf/file.h"
#include "model/model.h"

namespace oree::engine {

// Its name is the one in the file, or else the file's.
cache::CalibratedModel calibrated_model(const gguf::File& file, const model::Model& model);

}  // namespace oree::engine
