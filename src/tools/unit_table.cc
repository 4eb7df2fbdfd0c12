#include "tools/unit_table.h"

#include <array>

#include "tools/text_fold.h"

namespace oree::tools {
namespace {

struct NamedUnit {
  Unit unit;
  std::string_view names;  // folded, separated by '|'
};

// International yard and pound agreement of 1959; US liquid measures and imperial ones where they are named so; the
// International Steam Table calorie is not used, but the thermochemical one; horsepower is the metric one.
constexpr std::array kUnits = {
    NamedUnit{{"m", "length", 1, 0}, "metre|metres|meter|meters"},
    NamedUnit{{"km", "length", 1000, 0}, "kilometre|kilometres|kilometer|kilometers"},
    NamedUnit{{"cm", "length", 0.01, 0}, "centimetre|centimetres|centimeter|centimeters"},
    NamedUnit{{"mm", "length", 0.001, 0}, "millimetre|millimetres|millimeter|millimeters"},
    NamedUnit{{"mi", "length", 1609.344, 0}, "mile|miles"},
    NamedUnit{{"yd", "length", 0.9144, 0}, "yard|yards"},
    NamedUnit{{"ft", "length", 0.3048, 0}, "foot|feet|pied|pieds"},
    NamedUnit{{"in", "length", 0.0254, 0}, "inch|inches|pouce|pouces"},
    NamedUnit{{"nmi", "length", 1852, 0}, "nautical mile|nautical miles|mille marin|milles marins"},
    NamedUnit{{"kg", "mass", 1, 0}, "kilogram|kilograms|kilogramme|kilogrammes|kilo|kilos"},
    NamedUnit{{"g", "mass", 0.001, 0}, "gram|grams|gramme|grammes"},
    NamedUnit{{"mg", "mass", 1e-6, 0}, "milligram|milligrams|milligramme|milligrammes"},
    NamedUnit{{"t", "mass", 1000, 0}, "tonne|tonnes|metric ton|metric tons"},
    NamedUnit{{"lb", "mass", 0.45359237, 0}, "lbs|pound|pounds|livre|livres"},
    NamedUnit{{"oz", "mass", 0.028349523125, 0}, "ounce|ounces|once|onces"},
    NamedUnit{{"st", "mass", 6.35029318, 0}, "stone|stones"},
    NamedUnit{{"l", "volume", 0.001, 0}, "litre|litres|liter|liters"},
    NamedUnit{{"ml", "volume", 1e-6, 0}, "millilitre|millilitres|milliliter|milliliters"},
    NamedUnit{{"cl", "volume", 1e-5, 0}, "centilitre|centilitres|centiliter|centiliters"},
    NamedUnit{{"dl", "volume", 1e-4, 0}, "decilitre|decilitres|deciliter|deciliters"},
    NamedUnit{{"m3", "volume", 1, 0}, "cubic metre|cubic metres|cubic meter|cubic meters|metre cube|metres cubes"},
    NamedUnit{{"gal", "volume", 0.003785411784, 0}, "gallon|gallons|us gallon|us gallons"},
    NamedUnit{{"imp gal", "volume", 0.00454609, 0}, "imperial gallon|imperial gallons|uk gallon|uk gallons"},
    NamedUnit{{"pt", "volume", 0.000473176473, 0}, "pint|pints|us pint|us pints"},
    NamedUnit{{"imp pt", "volume", 0.00056826125, 0}, "imperial pint|imperial pints|uk pint|uk pints"},
    NamedUnit{{"cup", "volume", 0.0002365882365, 0}, "cups|us cup|us cups"},
    NamedUnit{{"tbsp", "volume", 1.478676478125e-5, 0}, "tablespoon|tablespoons"},
    NamedUnit{{"tsp", "volume", 4.92892159375e-6, 0}, "teaspoon|teaspoons"},
    NamedUnit{{"fl oz", "volume", 2.95735295625e-5, 0}, "fluid ounce|fluid ounces"},
    NamedUnit{{"m2", "area", 1, 0}, "square metre|square metres|square meter|square meters|metre carre|metres carres"},
    NamedUnit{{"km2", "area", 1e6, 0}, "square kilometre|square kilometres|square kilometer|square kilometers"},
    NamedUnit{{"ha", "area", 1e4, 0}, "hectare|hectares"},
    NamedUnit{{"acre", "area", 4046.8564224, 0}, "acres"},
    NamedUnit{{"ft2", "area", 0.09290304, 0}, "square foot|square feet|sq ft"},
    NamedUnit{{"°C", "temperature", 1, 273.15}, "c|celsius|degree celsius|degrees celsius|degres celsius|centigrade"},
    NamedUnit{{"°F", "temperature", 5.0 / 9.0, 459.67 * 5.0 / 9.0},
              "f|fahrenheit|degree fahrenheit|degrees fahrenheit|degres fahrenheit"},
    NamedUnit{{"K", "temperature", 1, 0}, "kelvin|kelvins"},
    NamedUnit{{"m/s", "speed", 1, 0}, "metres per second|meters per second"},
    NamedUnit{{"km/h", "speed", 1 / 3.6, 0}, "kmh|kph|kilometres per hour|kilometers per hour|kilometres heure"},
    NamedUnit{{"mph", "speed", 0.44704, 0}, "miles per hour"},
    NamedUnit{{"kn", "speed", 1852.0 / 3600.0, 0}, "knot|knots|noeud|noeuds"},
    NamedUnit{{"s", "time", 1, 0}, "second|seconds|sec|seconde|secondes"},
    NamedUnit{{"min", "time", 60, 0}, "minute|minutes"},
    NamedUnit{{"h", "time", 3600, 0}, "hour|hours|hr|hrs|heure|heures"},
    NamedUnit{{"d", "time", 86400, 0}, "day|days|jour|jours"},
    NamedUnit{{"week", "time", 604800, 0}, "weeks|semaine|semaines"},
    NamedUnit{{"J", "energy", 1, 0}, "joule|joules"},
    NamedUnit{{"kJ", "energy", 1000, 0}, "kilojoule|kilojoules"},
    NamedUnit{{"kcal", "energy", 4184, 0}, "kilocalorie|kilocalories"},
    NamedUnit{{"Wh", "energy", 3600, 0}, "watt hour|watt hours"},
    NamedUnit{{"kWh", "energy", 3.6e6, 0}, "kilowatt hour|kilowatt hours"},
    NamedUnit{{"W", "power", 1, 0}, "watt|watts"},
    NamedUnit{{"kW", "power", 1000, 0}, "kilowatt|kilowatts"},
    NamedUnit{{"hp", "power", 735.49875, 0}, "horsepower|ch|cheval|chevaux"},
    NamedUnit{{"Pa", "pressure", 1, 0}, "pascal|pascals"},
    NamedUnit{{"hPa", "pressure", 100, 0}, "hectopascal|hectopascals"},
    NamedUnit{{"bar", "pressure", 1e5, 0}, "bars"},
    NamedUnit{{"psi", "pressure", 6894.757293168, 0}, "pounds per square inch"},
    NamedUnit{{"atm", "pressure", 101325, 0}, "atmosphere|atmospheres"},
    NamedUnit{{"B", "data", 1, 0}, "byte|bytes|octet|octets"},
    NamedUnit{{"kB", "data", 1e3, 0}, "kilobyte|kilobytes"},
    NamedUnit{{"MB", "data", 1e6, 0}, "megabyte|megabytes"},
    NamedUnit{{"GB", "data", 1e9, 0}, "gigabyte|gigabytes"},
    NamedUnit{{"KiB", "data", 1024, 0}, "kibibyte|kibibytes"},
    NamedUnit{{"MiB", "data", 1048576, 0}, "mebibyte|mebibytes"},
    NamedUnit{{"GiB", "data", 1073741824, 0}, "gibibyte|gibibytes"},
};

bool is_among(std::string_view name, std::string_view names) {
  while (!names.empty()) {
    const std::size_t end = names.find('|');
    if (names.substr(0, end) == name) return true;
    names = end == std::string_view::npos ? std::string_view() : names.substr(end + 1);
  }
  return false;
}

}  // namespace

const Unit* find_unit(std::string_view name) {
  const std::string said = trim(name);
  for (const NamedUnit& candidate : kUnits) {
    if (candidate.unit.symbol == said) return &candidate.unit;
  }
  const std::string folded = fold(said);
  for (const NamedUnit& candidate : kUnits) {
    if (is_among(folded, candidate.names)) return &candidate.unit;
  }
  const Unit* found = nullptr;
  for (const NamedUnit& candidate : kUnits) {
    if (fold(candidate.unit.symbol) != folded) continue;
    if (found != nullptr) return nullptr;  // "mw" could be several
    found = &candidate.unit;
  }
  return found;
}

std::vector<std::string> unit_symbols(std::string_view quantity) {
  std::vector<std::string> symbols;
  for (const NamedUnit& candidate : kUnits) {
    if (quantity.empty() || candidate.unit.quantity == quantity) symbols.emplace_back(candidate.unit.symbol);
  }
  return symbols;
}

}  // namespace oree::tools
