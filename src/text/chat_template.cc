#include "text/chat_template.h"

#include <ctime>

#include "oree/error.h"
#include "text/jinja/evaluator.h"
#include "text/jinja/parser.h"

namespace oree::text {
namespace {

std::chrono::local_seconds device_time() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return std::chrono::local_seconds(std::chrono::seconds(static_cast<std::int64_t>(now) + local.tm_gmtoff));
}

}  // namespace

struct ChatTemplate::Parsed {
  jinja::Body body;
};

ChatTemplate::ChatTemplate(std::string_view source)
    : parsed_(std::make_shared<const Parsed>(Parsed{jinja::parse(source)})) {}

std::string ChatTemplate::render(const Json& variables) const { return render(variables, device_time); }

std::string ChatTemplate::render(const Json& variables, const LocalClock& clock) const {
  try {
    if (!variables.is_object()) jinja::fail("the variables of a template are an object");
    jinja::Value values = jinja::from_json(variables);
    jinja::Context context;
    context.clock = clock;
    return jinja::Evaluator(context, values).render(parsed_->body);
  } catch (const jinja::Failure& failure) {
    throw Error(failure.code, failure.what, "the variables of the template", failure.hint);
  }
}

}  // namespace oree::text
