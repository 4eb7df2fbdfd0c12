// Flags that mean the same in every command.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>

#include "oree/engine.h"

namespace oree::cli {

struct ModelOptions {
  std::string model;  // "": the default one
  EngineOptions engine;
};

void add_model_options(CLI::App& command, ModelOptions& options);
// What bounds the KV cache; add_model_options has them.
void add_cache_options(CLI::App& command, CacheOptions& options);
// Of commands that hold conversations.
void add_chat_template_option(CLI::App& command, EngineOptions& options);
void add_sampling_options(CLI::App& command, SamplingOptions& options);

// -m, else $OREE_MODEL, else the agent's, else the shipped one. Throws Error kNotFound.
std::filesystem::path choose_model(const std::string& named, const std::string& of_agent = {});

// Makes the device's time zone that of the whole process. Call before any thread starts. Throws Error kInvalid.
std::string use_local_time_zone();

// The moment of --now, or the present when it is empty. Throws Error kUsage.
std::chrono::sys_seconds moment_of(const std::string& now);

}  // namespace oree::cli
