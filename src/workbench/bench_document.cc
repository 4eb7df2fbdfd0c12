#include "workbench/bench_document.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>

#include "workbench/chart.h"

namespace oree::workbench {
namespace {

constexpr double kGiga = 1e9;
constexpr double kTera = 1e12;

// The entries of one kind.
Json list(std::span<const Measured> measurements, bool is_decode, const std::function<Json(const Measured&)>& entry) {
  Json result = Json::array();
  for (const Measured& measured : measurements) {
    if (measured.is_decode == is_decode) {
      Json one = {{"tokens", measured.n_tokens}, {"depth", measured.depth}};
      one.update(entry(measured));
      result.push_back(std::move(one));
    }
  }
  return result;
}

Json measurement(const Measured& measured, const MachineLimits& limits) {
  const double speed = median(measured.samples);
  const TokenCost& cost = measured.cost;
  const Bound bound = bound_of(cost, limits);
  return {{"tokens_per_second", speed},
          {"gigabytes_per_second", speed * cost.bytes() / kGiga},
          {"tops", speed * cost.operations() / kTera},
          {"read_share", speed * cost.bytes() / limits.read_bytes_per_second},
          {"int8_share", speed * cost.operations() / limits.int8_per_second},
          {"bound", bound.is_reading ? "read" : "int8"},
          {"bound_tokens_per_second", bound.tokens_per_second},
          {"bytes_per_token", {{"weights", cost.weight_bytes}, {"kv", cost.kv_bytes}}},
          {"operations_per_token", {{"matmul", cost.matmul_operations}, {"attention", cost.attention_operations}}},
          {"samples", measured.samples}};
}

// Tokens per second; null where the seconds are no more than 0, which says nothing.
Json peer_speed(const Measured& measured, double seconds) {
  return seconds > 0 ? Json(measured.n_tokens / seconds) : Json();
}

Json ratio(const Measured& measured) {
  std::vector<double> pairs;
  for (std::size_t index = 0; index < measured.samples.size(); ++index) {
    if (measured.peer_seconds[index] > 0) {
      pairs.push_back(measured.samples[index] * measured.peer_seconds[index] / measured.n_tokens);
    }
  }
  const double seconds = median(measured.peer_seconds);
  if (seconds <= 0) {
    return {{"ratio", nullptr}, {"low", nullptr}, {"high", nullptr}};
  }
  const auto [low, high] = std::minmax_element(pairs.begin(), pairs.end());
  return {{"ratio", median(measured.samples) * seconds / measured.n_tokens}, {"low", *low}, {"high", *high}};
}

std::string speed_text(double tokens_per_second) {
  char text[48];
  std::snprintf(text, sizeof text, tokens_per_second < 100 ? "%.1f tokens/s" : "%.0f tokens/s", tokens_per_second);
  return text;
}

}  // namespace

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

Bound bound_of(const TokenCost& cost, const MachineLimits& limits) {
  const double reading = limits.read_bytes_per_second / cost.bytes();
  const double multiplying = limits.int8_per_second / cost.operations();
  return {.tokens_per_second = std::min(reading, multiplying), .is_reading = reading <= multiplying};
}

Json bench_document(std::span<const Measured> measurements, const MachineLimits& limits) {
  const auto entry = [&limits](const Measured& measured) { return measurement(measured, limits); };
  return {{"prefill", list(measurements, false, entry)},
          {"decode", list(measurements, true, entry)},
          {"limits",
           {{"read_gigabytes_per_second", limits.read_bytes_per_second / kGiga},
            {"int8_tops", limits.int8_per_second / kTera},
            {"bf16_tflops", nullptr},  // no CPU target multiplies in bf16 by itself
            {"f32_tflops", limits.f32_per_second / kTera},
            {"read",
             {{"bytes", limits.read_memory},
              {"streams", limits.read_streams},
              {"prefetch", limits.read_prefetches},
              {"huge_pages", limits.read_huge_pages}}}}},
          {"peer", nullptr},
          {"ratio", nullptr}};
}

void add_peer(Json& document, std::span<const Measured> measurements, const Peer& peer,
              const std::filesystem::path& program, const std::vector<std::string>& arguments) {
  const auto entry = [&peer](const Measured& measured) -> Json {
    Json samples = Json::array();
    for (const double seconds : measured.peer_seconds) {
      samples.push_back(peer_speed(measured, seconds));
    }
    return {{"tokens_per_second", peer_speed(measured, median(measured.peer_seconds))},
            {"samples", std::move(samples)},
            {"by_difference", !measured.is_decode && measured.depth > 0 && peer.prefills_by_difference()}};
  };
  document["peer"] = {{"path", program.string()},
                      {"arguments", arguments},
                      {"build", peer.build().empty() ? Json() : Json(peer.build())},
                      {"prefill", list(measurements, false, entry)},
                      {"decode", list(measurements, true, entry)}};
  document["ratio"] = {{"prefill", list(measurements, false, ratio)}, {"decode", list(measurements, true, ratio)}};
}

std::string bench_picture(std::span<const Measured> measurements, const MachineLimits& limits, const std::string& model,
                          const std::filesystem::path& peer) {
  BarChart chart{.title = "What is reached of the machine's limit, " + model,
                 .x_label = "percent of the tokens per second that reading memory and int8 products allow",
                 .high = 100,
                 .series = {"Orée"},
                 .groups = {}};
  if (!peer.empty()) {
    chart.series.push_back(peer.filename().string());
  }
  for (const Measured& measured : measurements) {
    const double bound = bound_of(measured.cost, limits).tokens_per_second;
    BarGroup group{.name = (measured.is_decode ? "decode " : "prefill ") + std::to_string(measured.n_tokens) + " at " +
                           std::to_string(measured.depth),
                   .bars = {}};
    const auto add = [&](std::size_t series, double speed) {
      group.bars.push_back({.series = series, .value = 100 * speed / bound, .label = speed_text(speed)});
    };
    add(0, median(measured.samples));
    if (!measured.peer_seconds.empty() && median(measured.peer_seconds) > 0) {
      add(1, measured.n_tokens / median(measured.peer_seconds));
    }
    chart.groups.push_back(std::move(group));
  }
  return bar_chart(chart);
}

}  // namespace oree::workbench
