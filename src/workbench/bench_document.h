// The results of `oree bench` as a document and as a picture.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "oree/json.h"
#include "workbench/bench_cost.h"
#include "workbench/bench_peer.h"
#include "workbench/machine_limits.h"

namespace oree::workbench {

struct Measured {
  bool is_decode = false;
  int n_tokens = 0;
  int depth = 0;
  TokenCost cost = {};
  std::vector<double> samples = {};       // tokens per second, one a repetition
  std::vector<double> peer_seconds = {};  // of the peer's repetitions, each right after ours; see Peer::prefill
};

// values: at least one.
double median(std::vector<double> values);

// The most tokens per second that the limits allow, and whether it is reading that sets them.
struct Bound {
  double tokens_per_second = 0;
  bool is_reading = false;
};
Bound bound_of(const TokenCost& cost, const MachineLimits& limits);

// {"prefill", "decode", "limits", "peer": null, "ratio": null} as measure_speed says.
Json bench_document(std::span<const Measured> measurements, const MachineLimits& limits);

// Sets "peer" and "ratio".
void add_peer(Json& document, std::span<const Measured> measurements, const Peer& peer,
              const std::filesystem::path& program, const std::vector<std::string>& arguments);

// What was reached of the bound, a bar a measurement, and the peer's beside it where there is one. As SVG.
std::string bench_picture(std::span<const Measured> measurements, const MachineLimits& limits, const std::string& model,
                          const std::filesystem::path& peer);

}  // namespace oree::workbench
