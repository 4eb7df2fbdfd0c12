// A picture of a number for each head of each layer.
#pragma once

#include <string>
#include <vector>

namespace oree::workbench {

struct HeadMap {
  std::string title;   // any bytes
  std::string row;     // what a row is, "layer"
  std::string column;  // what a column is, "head"
  int n_columns = 0;
  std::vector<double> values;  // [n_rows, n_columns], from -1 to 1; what lies outside has the colour of the nearer end
};

// An SVG document on white: a cell for each value with its number as a tooltip, rows from the top, and a legend. Blue
// is positive, orange negative, pale near 0. Values that are not finite are grey.
std::string head_map_svg(const HeadMap& map);

}  // namespace oree::workbench
