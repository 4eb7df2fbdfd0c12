#include "kernels/neon_dotprod/dot_products.h"
#include "kernels/targets.h"

namespace oree::kernels::neon_dotprod {

void fill_matmul_blocks(Table& table) noexcept { neon::fill_block_products<DotProducts>(table); }

}  // namespace oree::kernels::neon_dotprod
