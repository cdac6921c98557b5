//! The table of all functions that are evaluated.

use super::function::Looks::{self, AtAll, Itself};
use super::function::{Cost, Counted, Function, Plain, Run};
use super::{conversion, encoding, format, list, map, number, pattern, sequence, sets, text};

/// As many arguments as there are.
const ANY: usize = usize::MAX;

/// The functions, by name.
pub(super) const FUNCTIONS: &[Function] = &[
    function("abs", (1, 1), AtAll, number::abs),
    function("alltrue", (1, 1), Itself, list::alltrue),
    function("anytrue", (1, 1), Itself, list::anytrue),
    function("base64decode", (1, 1), AtAll, encoding::base64decode),
    function("base64encode", (1, 1), AtAll, encoding::base64encode),
    function("basename", (1, 1), AtAll, text::basename),
    function("ceil", (1, 1), AtAll, number::ceil),
    function("chomp", (1, 1), AtAll, text::chomp),
    function("chunklist", (2, 2), Itself, sequence::chunklist),
    function("coalesce", (1, ANY), Itself, conversion::coalesce),
    shape("coalescelist", (1, ANY), Itself, sequence::coalescelist),
    function("compact", (1, 1), AtAll, list::compact),
    function("concat", (1, ANY), Itself, sequence::concat),
    function("contains", (2, 2), Itself, list::contains),
    function("dirname", (1, 1), AtAll, text::dirname),
    keyed("distinct", (1, 1), Itself, list::distinct),
    shape("element", (2, 2), Itself, sequence::element),
    function("endswith", (2, 2), AtAll, text::endswith),
    function("flatten", (1, 1), Itself, sequence::flatten),
    function("floor", (1, 1), AtAll, number::floor),
    counted("format", (1, ANY), Itself, format::format),
    counted("formatlist", (1, ANY), Itself, format::formatlist),
    function("indent", (2, 2), AtAll, text::indent),
    function("index", (2, 2), Itself, list::index),
    function("issensitive", (1, 1), Itself, conversion::issensitive),
    function("join", (2, ANY), Itself, text::join),
    parsed("jsondecode", (1, 1), AtAll, encoding::jsondecode),
    function("jsonencode", (1, 1), Itself, encoding::jsonencode),
    shape("keys", (1, 1), Itself, map::keys),
    shape("length", (1, 1), Itself, sequence::length),
    function("log", (2, 2), AtAll, number::log),
    counted("lookup", (2, 3), Itself, map::lookup),
    function("lower", (1, 1), AtAll, text::lower),
    keyed("matchkeys", (3, 3), AtAll, list::matchkeys),
    function("max", (1, ANY), AtAll, number::max),
    function("merge", (0, ANY), Itself, map::merge),
    function("min", (1, ANY), AtAll, number::min),
    shape("nonsensitive", (1, 1), Itself, conversion::nonsensitive),
    shape("one", (1, 1), Itself, sequence::one),
    keyed("parseint", (2, 2), AtAll, number::parseint),
    function("pow", (2, 2), AtAll, number::pow),
    function("range", (1, 3), AtAll, list::range),
    counted("regex", (2, 2), AtAll, pattern::regex),
    counted("regexall", (2, 2), AtAll, pattern::regexall),
    counted("replace", (3, 3), AtAll, pattern::replace),
    shape("reverse", (1, 1), Itself, sequence::reverse),
    shape("sensitive", (1, 1), Itself, conversion::sensitive),
    keyed("setintersection", (1, ANY), AtAll, sets::setintersection),
    function("setproduct", (2, ANY), Itself, sets::setproduct),
    keyed("setsubtract", (2, 2), AtAll, sets::setsubtract),
    keyed("setunion", (1, ANY), AtAll, sets::setunion),
    function("signum", (1, 1), AtAll, number::signum),
    shape("slice", (3, 3), Itself, sequence::slice),
    keyed("sort", (1, 1), Itself, list::sort),
    function("split", (2, 2), AtAll, text::split),
    function("startswith", (2, 2), AtAll, text::startswith),
    function("strcontains", (2, 2), AtAll, text::strcontains),
    function("strrev", (1, 1), AtAll, text::strrev),
    function("substr", (3, 3), AtAll, text::substr),
    function("sum", (1, 1), AtAll, number::sum),
    function("title", (1, 1), AtAll, text::title),
    function("tobool", (1, 1), Itself, conversion::tobool),
    function("tolist", (1, 1), Itself, conversion::tolist),
    function("tomap", (1, 1), Itself, conversion::tomap),
    function("tonumber", (1, 1), Itself, conversion::tonumber),
    keyed("toset", (1, 1), Itself, conversion::toset),
    function("tostring", (1, 1), Itself, conversion::tostring),
    keyed("transpose", (1, 1), AtAll, map::transpose),
    function("trim", (2, 2), AtAll, text::trim),
    function("trimprefix", (2, 2), AtAll, text::trimprefix),
    function("trimspace", (1, 1), AtAll, text::trimspace),
    function("trimsuffix", (2, 2), AtAll, text::trimsuffix),
    function("upper", (1, 1), AtAll, text::upper),
    function("urlencode", (1, 1), AtAll, encoding::urlencode),
    shape("values", (1, 1), Itself, map::values),
    parsed("yamldecode", (1, 1), AtAll, encoding::yamldecode),
    function("zipmap", (2, 2), Itself, map::zipmap),
];

/// A function that goes through everything in its arguments.
const fn function(name: &'static str, arity: (usize, usize), looks: Looks, run: Plain) -> Function {
    Function { name, arity, looks, cost: Cost::All, run: Run::Plain(run) }
}

/// A function that goes through the elements of its arguments, and not through what is in those.
const fn shape(name: &'static str, arity: (usize, usize), looks: Looks, run: Plain) -> Function {
    Function { name, arity, looks, cost: Cost::Shape, run: Run::Plain(run) }
}

/// A function that makes a key of each value, or converts all of them more than once.
const fn keyed(name: &'static str, arity: (usize, usize), looks: Looks, run: Plain) -> Function {
    Function { name, arity, looks, cost: Cost::Keyed, run: Run::Plain(run) }
}

/// A function that reads a text as a language of its own.
const fn parsed(name: &'static str, arity: (usize, usize), looks: Looks, run: Plain) -> Function {
    Function { name, arity, looks, cost: Cost::Parsed, run: Run::Plain(run) }
}

/// A function that counts its work itself.
const fn counted(name: &'static str, arity: (usize, usize), looks: Looks, run: Counted) -> Function {
    Function { name, arity, looks, cost: Cost::Own, run: Run::Counted(run) }
}
