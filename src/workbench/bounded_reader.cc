#include "workbench/bounded_reader.h"

#include "oree/plan.h"

namespace oree::workbench {

BoundedReader::BoundedReader(const std::filesystem::path& model, EngineOptions options, int length) {
  if (options.context == 0) {
    options.context = length;
  }
  if (options.cache.evict_at_end && options.cache.policy != "none") {
    at_end_ = options.cache;
    options.record_queries = true;
    options.cache = {};
    options.memory.choose_policy = false;
  }
  settled_ = plan_memory(model, options).options;
  engine_.emplace(model, options);
  if (at_end_) {
    settled_.cache = *at_end_;
  }
}

Session BoundedReader::read(std::span<const TokenId> context) const {
  Session session = engine_->new_session();
  session.append(context);
  if (at_end_) {
    session.compress(*at_end_);
  }
  return session;
}

}  // namespace oree::workbench
