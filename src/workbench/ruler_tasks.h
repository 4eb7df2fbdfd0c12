// The tasks of `oree evaluate ruler`, one maker each.
#pragma once

#include <span>
#include <string_view>

#include "workbench/ruler_sample.h"

namespace oree::workbench {

// Samples of one task. The length is missed by a few tokens at most. Throws Error kInvalid: a length that is too small;
// too little hay, or none that serves; invalid UTF-8.
using MakeSample = RulerSample (*)(const Engine& engine, const RulerRequest& request);

// ruler_needles.cc: numbers of places, hidden in the hay.
RulerSample make_single(const Engine& engine, const RulerRequest& request);       // one place
RulerSample make_multi_key(const Engine& engine, const RulerRequest& request);    // one of several places
RulerSample make_multi_value(const Engine& engine, const RulerRequest& request);  // all numbers of one place
RulerSample make_multi_query(const Engine& engine, const RulerRequest& request);  // several places, one after another

// ruler_variables.cc: all names of a value that is handed on from name to name, beside another such chain.
RulerSample make_variable_tracking(const Engine& engine, const RulerRequest& request);

// ruler_words.cc: lists of words without hay.
RulerSample make_common_words(const Engine& engine, const RulerRequest& request);    // five among fifty rare ones
RulerSample make_frequent_words(const Engine& engine, const RulerRequest& request);  // three of a steep distribution

// ruler_cloze.cc: the last word of a sentence that stands in the hay.
RulerSample make_cloze(const Engine& engine, const RulerRequest& request);

struct RulerTask {
  std::string_view name;
  MakeSample make;
};

std::span<const RulerTask> ruler_tasks();

// Throws Error kInvalid, with the names there are.
const RulerTask& ruler_task(std::string_view name);

}  // namespace oree::workbench
