// Whose words the results of built-in tools are (docs/trust.md).
#pragma once

#include "oree/tool.h"

namespace oree::tools {

// Sets untrusted, untrusted_description and personal. A tool that is not known here is taken to repeat what others
// wrote.
void mark_provenance(ToolDescription& tool);

}  // namespace oree::tools
