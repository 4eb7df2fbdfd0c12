#include "workbench/calibration_report.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"

namespace oree::workbench {
namespace {

constexpr std::string_view kSuitsText = "suits";
constexpr std::string_view kWeakText = "weak";
constexpr std::string_view kDoesNotSuitText = "does not suit";

std::string decimal(double value, int digits = 2) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

std::string percent(double share) { return decimal(100 * share, 0) + "%"; }

std::string_view verdict_of(double correlation) {
  return correlation >= kSuits ? kSuitsText : correlation < kDoesNotSuit ? kDoesNotSuitText : kWeakText;
}

std::string correlation_reason(double correlation) {
  const std::string figure = "correlation " + decimal(correlation);
  if (correlation >= kSuits) {
    return "the filter orders keys as attention does: " + figure + ", suits from " + decimal(kSuits);
  }
  if (correlation < kDoesNotSuit) {
    return "the filter does not order keys as attention does: " + figure + ", does not suit below " +
           decimal(kDoesNotSuit);
  }
  return "the filter orders keys a little as attention does: " + figure + ", suits from " + decimal(kSuits);
}

std::vector<std::string> key_norm_reasons(const KeyCorrelations& correlations) {
  if (correlations.key_norm > correlations.filter + kAhead) {
    return {"key norms order them better: " + decimal(correlations.key_norm)};
  }
  if (correlations.key_norm <= -kDoesNotSuit) {
    return {"key norms order them the wrong way round: " + decimal(correlations.key_norm)};
  }
  return {};
}

std::vector<std::string> head_reasons(const FilterQuality& quality, const KeyCorrelations& correlations) {
  std::vector<std::string> reasons{correlation_reason(correlations.filter)};
  if (quality.variance < kLittleVariance) {
    reasons.push_back("little of the queries lies along one direction: " + percent(quality.variance));
  }
  if (quality.gap < kSmallGap) {
    reasons.push_back("no direction stands out: the first holds " + decimal(quality.gap) + " times the second");
  }
  if (quality.positive < kFewPositive) {
    reasons.push_back("queries lie on both sides of it: " + percent(quality.positive) + " on the filter's");
  }
  const std::vector<std::string> more = key_norm_reasons(correlations);
  reasons.insert(reasons.end(), more.begin(), more.end());
  return reasons;
}

struct Summary {
  double variance = 0;
  KeyCorrelations correlations;
  double positive = 0;
  std::size_t n_unsuited = 0;
  std::size_t n_heads = 0;
};

Summary summary_of(const ReportInput& input) {
  Summary summary;
  summary.n_heads = input.correlations.size();
  const double share = 1.0 / static_cast<double>(summary.n_heads);
  for (std::size_t i = 0; i < summary.n_heads; ++i) {
    summary.variance += share * input.qualities[i].variance;
    summary.positive += share * input.qualities[i].positive;
    summary.correlations.filter += share * input.correlations[i].filter;
    summary.correlations.key_norm += share * input.correlations[i].key_norm;
    summary.n_unsuited += input.correlations[i].filter < kDoesNotSuit ? 1 : 0;
  }
  return summary;
}

bool too_many_unsuited(const Summary& summary) {
  return static_cast<double>(summary.n_unsuited) > kMostUnsuited * static_cast<double>(summary.n_heads);
}

std::string_view model_verdict(const Summary& summary) {
  const std::string_view verdict = verdict_of(summary.correlations.filter);
  return verdict == kSuitsText && too_many_unsuited(summary) ? kWeakText : verdict;
}

std::vector<std::string> model_reasons(const ReportInput& input, const Summary& summary) {
  std::vector<std::string> reasons{"on average over heads " + correlation_reason(summary.correlations.filter)};
  if (summary.n_unsuited > 0) {
    reasons.push_back(std::to_string(summary.n_unsuited) + " of " + std::to_string(summary.n_heads) +
                      " heads do not suit" +
                      (too_many_unsuited(summary) ? ", more than " + percent(kMostUnsuited) : ""));
  }
  if (summary.positive < kFewPositive) {
    reasons.push_back("queries lie on both sides of the filters: " + percent(summary.positive) + " on theirs");
  }
  const std::vector<std::string> more = key_norm_reasons(summary.correlations);
  reasons.insert(reasons.end(), more.begin(), more.end());
  // Both change where queries and keys lie.
  if (input.query_key_norms) {
    reasons.push_back("has QK-norm");
  }
  if (input.query_key_biases) {
    reasons.push_back("has biases on queries/keys");
  }
  return reasons;
}

}  // namespace

Json calibration_report(const ReportInput& input) {
  check(!input.correlations.empty() && input.qualities.size() == input.correlations.size(),
        "calibration_report: the figures are of different heads");
  const Summary summary = summary_of(input);
  Json heads = Json::array();
  for (std::size_t i = 0; i < summary.n_heads; ++i) {
    const FilterQuality& quality = input.qualities[i];
    const KeyCorrelations& correlations = input.correlations[i];
    heads.push_back({{"layer", i / static_cast<std::size_t>(input.n_kv_heads)},
                     {"head", i % static_cast<std::size_t>(input.n_kv_heads)},
                     {"variance", quality.variance},
                     {"gap", quality.gap},
                     {"positive", quality.positive},
                     {"correlation", correlations.filter},
                     {"key_norm_correlation", correlations.key_norm},
                     {"verdict", verdict_of(correlations.filter)},
                     {"reasons", head_reasons(quality, correlations)}});
  }
  return {{"held_out_tokens", input.held_out_tokens},
          {"verdict", model_verdict(summary)},
          {"reasons", model_reasons(input, summary)},
          {"variance", summary.variance},
          {"correlation", summary.correlations.filter},
          {"key_norm_correlation", summary.correlations.key_norm},
          {"heads", std::move(heads)}};
}

}  // namespace oree::workbench
