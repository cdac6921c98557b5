//! What the table of the console can't show: lists of names, marks, and bounds.

use std::cell::Cell;
use std::rc::Rc;

use super::call;
use super::table::FUNCTIONS;
use crate::load::terraform::language::unknown::{Open, Reference, Stands};
use crate::load::terraform::language::value::{Entries, Kind, Value};
use crate::model::Unknown;

fn open(stands: Stands, attribute: &str) -> Value {
    let reference =
        Reference { address: "data.aws_availability_zones.all".into(), attribute: attribute.into() };
    let why = Unknown::because("the zones of the region are not known");
    Value::open_as(Open { rests_on: vec![reference], ..Open::new(why, stands) })
}

fn names() -> Value {
    open(Stands::Names("zones".into()), "names")
}

fn attribute(name: &str) -> Value {
    open(Stands::Attribute, name)
}

fn run(name: &str, arguments: &[Value]) -> Value {
    call(name, arguments, &|_| Ok(())).unwrap().unwrap()
}

fn fault(name: &str, arguments: &[Value]) -> String {
    call(name, arguments, &|_| Ok(())).unwrap().unwrap_err().message
}

fn number(number: f64) -> Value {
    Value::number(number)
}

fn stands(value: &Value) -> &Stands {
    &value.open().unwrap().stands
}

fn secret(text: &str) -> Value {
    let mut value = Value::text(text);
    value.marks.sensitive = true;
    value
}

#[test]
fn a_slice_of_names_is_that_many_different_names() {
    let taken = run("slice", &[names(), number(1.0), number(3.0)]);
    let each: Vec<_> = taken.items().unwrap().iter().map(|name| stands(name).clone()).collect();
    assert_eq!(each, [Stands::Name("zones".into(), 1), Stands::Name("zones".into(), 2)]);
    assert_eq!(taken.items().unwrap()[0].open().unwrap().why, names().open().unwrap().why);
    assert!(fault("slice", &[names(), number(2.0), number(1.0)]).contains("behind its end"));
    assert!(run("slice", &[names(), number(0.0), names()]).open().is_some());
}

#[test]
fn an_element_of_names_beyond_the_first_may_be_any() {
    assert_eq!(*stands(&run("element", &[names(), number(0.0)])), Stands::Name("zones".into(), 0));
    let other = run("element", &[names(), number(2.0)]);
    assert_eq!(*stands(&other), Stands::Expression("element(zones, 2)".into()));
    assert_eq!(other, run("element", &[names(), number(2.0)]));
}

#[test]
fn names_in_another_order_are_another_list() {
    assert_eq!(*stands(&run("tolist", &[names()])), Stands::Names("zones".into()));
    assert_eq!(*stands(&run("distinct", &[names()])), Stands::Names("zones".into()));
    assert_eq!(*stands(&run("sort", &[names()])), Stands::Names("sort(zones)".into()));
    assert_eq!(*stands(&run("reverse", &[names()])), Stands::Names("reverse(zones)".into()));
    assert_eq!(*stands(&run("toset", &[names()])), Stands::Nothing);
    assert_eq!(*stands(&run("length", &[names()])), Stands::Nothing);
}

#[test]
fn an_unknown_result_rests_on_all_that_is_unknown() {
    let list = Value::tuple(vec![attribute("id"), Value::text("a"), attribute("arn")]);
    let joined = run("join", &[Value::text(","), list]);
    let rests_on: Vec<_> =
        joined.open().unwrap().rests_on.iter().map(|one| one.attribute.to_string()).collect();
    assert_eq!(rests_on, ["id", "arn"]);
}

#[test]
fn only_what_is_known_to_be_one_value_is_flattened() {
    let nested = |inner: Value| Value::tuple(vec![Value::tuple(vec![inner, Value::text("a")])]);
    assert_eq!(run("flatten", &[nested(attribute("id"))]).items().map(<[Value]>::len), Some(2));
    assert!(run("flatten", &[nested(attribute("subnet_ids"))]).open().is_some());
    let name = run("element", &[names(), number(0.0)]);
    assert_eq!(run("flatten", &[nested(name)]).items().map(<[Value]>::len), Some(2));
}

#[test]
fn elements_keep_their_own_marks_and_results_have_those_of_what_was_looked_at() {
    let list = Value::tuple(vec![secret("a"), Value::text("b")]);
    assert!(!run("length", std::slice::from_ref(&list)).marks.sensitive);
    assert!(!run("element", &[list.clone(), number(1.0)]).marks.sensitive);
    assert!(run("element", &[list.clone(), number(0.0)]).marks.sensitive);
    let concat = run("concat", &[list.clone(), list.clone()]);
    assert!(!concat.marks.sensitive && concat.items().unwrap()[2].marks.sensitive);
    assert!(run("join", &[Value::text(""), list.clone()]).marks.sensitive);
    assert!(run("contains", &[list, Value::text("c")]).marks.sensitive);
    let values = run("zipmap", &[Value::tuple(vec![Value::text("k")]), Value::tuple(vec![secret("a")])]);
    assert!(!values.marks.sensitive && values.entries().unwrap()["k"].marks.sensitive);
    assert!(run("upper", &[run("sensitive", &[attribute("id")])]).marks.sensitive);
}

#[test]
fn what_would_be_too_large_is_not_built() {
    let too_large = |name: &str, arguments: &[Value]| {
        let message = fault(name, arguments);
        assert!(message.ends_with("the result is too large"), "{message}");
    };
    let long = Value::text(&"a".repeat(1 << 19));
    let many = Value::tuple(vec![Value::text("a"); 60_000]);
    too_large("format", &[Value::text("%2000000s"), Value::text("a")]);
    too_large("format", &[Value::text("%.70000f"), number(1.0)]);
    too_large("format", &[Value::text("%s%s%s"), long.clone(), long.clone(), long.clone()]);
    too_large("replace", &[long.clone(), Value::text("a"), Value::text("bbb")]);
    too_large("replace", &[long.clone(), Value::text("/a/"), Value::text("bbb")]);
    too_large("join", &[long.clone(), Value::tuple(vec![Value::text("a"); 4])]);
    too_large("indent", &[number(2_000_000.0), Value::text("a\nb")]);
    too_large("split", &[Value::text(""), long.clone()]);
    too_large("jsonencode", &[Value::tuple(vec![long.clone(); 3])]);
    too_large("formatlist", &[Value::text("%s%s"), long, Value::tuple(vec![Value::text("a"); 100])]);
    too_large("concat", &[many.clone(), many.clone()]);
    too_large("flatten", &[Value::tuple(vec![many.clone(), many.clone()])]);
    too_large("setproduct", &[many.clone(), many]);
    too_large("slice", &[names(), number(0.0), number(4e9)]);
}

#[test]
fn a_fault_names_the_function_and_no_secret() {
    assert_eq!(fault("abs", &[secret("hunter2")]), "abs(): this text is not a number");
    assert_eq!(fault("upper", &[]), "upper() can't be called with 0 arguments");
    assert!(call("file", &[Value::text("a")], &|_| Ok(())).is_none());
    assert!(call("core::upper", &[Value::text("a")], &|_| Ok(())).is_some());
}

#[test]
fn patterns_of_re2_mean_what_they_mean_there() {
    let cases = [
        ("\\Qa.b\\E+", "a.bb", "a.bb"),
        ("a{,2}", "a{,2}", "a{,2}"),
        ("a{2}", "aaa", "aa"),
        ("[[]", "[", "["),
        ("[]a]+", "]a", "]a"),
        ("[^]a]", "]ab", "b"),
        ("[a&&b]+", "&", "&"),
        ("[[:alpha:]_]+", "1ab_2", "ab_"),
        ("\\s+", "a\u{a0} b", " "),
        ("\\d+", "\u{663}1", "1"),
        ("[^\\D]+", "ab12", "12"),
        ("\\bfoo\\b", "éfoo", "foo"),
        ("\\pL+", "1é2", "é"),
        ("\\Bb", "ab", "b"),
        ("(?i)É", "é", "é"),
    ];
    for (pattern, text, found) in cases {
        assert_eq!(run("regex", &[Value::text(pattern), Value::text(text)]), Value::text(found), "{pattern}");
    }
}

#[test]
fn maps_of_one_type_stay_maps() {
    let map = |key: &str, value: Value| Value::new(Kind::Map(Rc::new(Entries::from([(key.into(), value)]))));
    let texts = run("merge", &[map("a", Value::text("x")), map("b", Value::text("y"))]);
    assert!(matches!(texts.kind, Kind::Map(_)));
    let mixed = run("merge", &[map("a", Value::text("x")), map("b", number(1.0))]);
    assert!(matches!(mixed.kind, Kind::Object(_)));
}

/// The work that a call counts, whether or not it is refused.
fn work(name: &str, arguments: &[Value]) -> usize {
    let counted = Cell::new(0);
    let result = call(name, arguments, &|work| {
        counted.set(counted.get() + work);
        Ok(())
    });
    assert!(result.is_some(), "{name}");
    counted.get()
}

#[test]
fn every_function_counts_the_length_of_its_texts_and_lists() {
    let text = Value::text(&"a".repeat(100_000));
    let list = Value::list((0..1_000).map(|at| Value::text(&format!("{at}"))).collect());
    for function in FUNCTIONS {
        let (least, most) = function.arity;
        let count = least.clamp(1, most);
        let all = |value: &Value| vec![value.clone(); count];
        assert!(work(function.name, &all(&text)) >= 100_000 / 16, "{}", function.name);
        // What looks at the shape of a list alone costs little, however large what is in it; a pattern that is a
        // list is refused for what it is.
        let takes_none = matches!(function.name, "regex" | "regexall");
        assert!(takes_none || work(function.name, &all(&list)) >= 1_000 / 16, "{}", function.name);
    }
}

#[test]
fn a_search_counts_what_it_may_look_at_for_each_match() {
    let searched =
        |length: usize| work("regexall", &[Value::text("a.*b|a"), Value::text(&"a".repeat(length))]);
    let (short, long) = (searched(500), searched(2_000));
    assert!(short > 500 * 500 / 10 && long > 14 * short, "{short} {long}");
    let counted = work("regex", &[Value::text("(a{1,50}){1,50}"), Value::text("a")]);
    assert!(counted > work("regex", &[Value::text("(a{1,5}){1,5}"), Value::text("a")]) * 10, "{counted}");
    let long = work("regex", &[Value::text("(a{1,50}){1,50}"), Value::text(&"a".repeat(1_000))]);
    assert!(long > 10 * counted, "{long} {counted}");
}

#[test]
fn what_is_made_costs_more_than_what_is_looked_at() {
    let list = Value::list((0..1_000).map(|at| Value::number(f64::from(at))).collect());
    assert!(work("tolist", std::slice::from_ref(&list)) > 8_000);
    assert!(work("element", &[list.clone(), Value::number(0.0)]) < 100);
    assert!(work("length", &[list]) < 100);
}
