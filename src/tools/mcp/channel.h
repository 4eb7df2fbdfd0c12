// Lines to and from a server: over the pipes of a program, or scripted by tests.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "oree/cancel.h"
#include "oree/launcher.h"

namespace oree::mcp {

class Channel {
 public:
  virtual ~Channel() = default;

  // Throws Error kIo when the other side has ended, kCancelled when it reads nothing and `cancel` is set; kConflict
  // when an earlier line broke off so.
  virtual void send(const std::string& line, const CancelFlag* cancel) = 0;
  // The next line; nullopt when none came in time. Throws Error kIo when the other side has ended, kLimit.
  virtual std::optional<std::string> receive(std::chrono::milliseconds longest) = 0;
  // Says that nothing more will be sent, and gives the other side a moment to end by itself.
  virtual void close() noexcept = 0;
};

// name: of the server, for errors.
std::unique_ptr<Channel> make_pipe_channel(RunningProgram program, std::string name);

}  // namespace oree::mcp
