//! Configuration that asks for too much: it ends soon, with a clear word.

use super::support::{Told, at, check_in, check_text, folder, group, group_in};

const GROUP: &str = "aws_elasticache_replication_group.this";

fn reason(told: &Told) -> String {
    let [(reason, _)] = &told.blockers("shard-without-replica", GROUP)[..] else { panic!("{told:?}") };
    reason.clone()
}

/// Locals from `l0`, each made of the next, and the last.
fn locals(depth: usize, each: impl Fn(&str) -> String, last: &str) -> String {
    let lines = (0..depth).map(|at| format!("  l{at} = {}\n", each(&format!("local.l{}", at + 1))));
    format!("locals {{\n{}  l{depth} = {last}\n}}\n", lines.collect::<String>())
}

/// Modules in folders `m1` to `m30`, each calling the next as often as there are names; the last has a group.
fn tree(names: &[&str], depth: usize, extra: &str) -> tempfile::TempDir {
    let calls = |at: usize| {
        let source = if at == 0 { "./m1".to_owned() } else { format!("../m{}", at + 1) };
        let call = |name: &&str| format!("module \"{name}\" {{\n  source = \"{source}\"\n}}\n");
        names.iter().map(call).collect::<String>() + extra
    };
    let name = |at: usize| if at == 0 { "main.tf".to_owned() } else { format!("m{at}/main.tf") };
    let mut files: Vec<(String, String)> = (0..depth).map(|at| (name(at), calls(at))).collect();
    files.push((name(depth), group_in("\"deep\"") + "output \"o\" {\n  value = 1\n}\n"));
    folder(&files)
}

#[test]
fn a_chain_of_120_locals_is_followed() {
    let text = locals(120, str::to_owned, "\"z\"") + &group_in("local.l0");
    assert_eq!(check_text(&text).whole().zone(), "z");
}

#[test]
fn a_chain_of_500_locals_is_an_error_where_it_is_left() {
    let text = locals(500, str::to_owned, "2") + &group("num_cache_clusters = local.l0");
    let told = check_text(&text);
    let message = "local.l127 is more than 128 references away from where it is needed";
    assert_eq!((told.code, told.failures()), (2, vec![at("main.tf", 128, 10, message)]));
    assert_eq!(reason(&told), format!("it can't be evaluated: {message}"));
}

#[test]
fn a_chain_of_64_modules_is_followed() {
    let told = check_in(tree(&["m"], 64, "").path(), &[]).whole();
    let address = format!("{}{GROUP}", "module.m.".repeat(64));
    assert_eq!(told.zones().into_iter().collect::<Vec<_>>(), [(address, "deep".to_owned())]);
}

#[test]
fn modules_that_call_others_twice_thirty_levels_down_end_with_an_error() {
    // What is judged of so many is another matter, and takes longer.
    let told = check_in(tree(&["a", "b"], 30, "").path(), &["--select", "t1-node-with-multi-az"]);
    let [(.., message)] = &told.failures()[..] else { panic!("{told:?}") };
    assert_eq!(message, "the configuration makes more than 20000 modules and resources");
    assert_eq!(told.code, 2);
    assert!(told.skipped().len() < 70, "told once a module, not once an instance: {}", told.skipped().len());
}

#[test]
fn outputs_of_modules_that_call_others_twice_end_with_an_error() {
    let output = "output \"o\" {\n  value = module.a.o + module.b.o\n}\n";
    let modules = tree(&["a", "b"], 30, output);
    std::fs::write(modules.path().join("group.tf"), group("num_cache_clusters = module.a.o")).unwrap();
    let told = check_in(modules.path(), &[]);
    assert_eq!((told.code, told.failures().len()), (2, 1), "{:?}", told.failures());
    assert!(reason(&told).ends_with("the configuration makes more than 20000 modules and resources"));
}

#[test]
fn a_few_levels_of_modules_that_call_others_twice_are_all_judged() {
    let told = check_in(tree(&["a", "b"], 6, "").path(), &[]).whole();
    assert_eq!((told.groups(), told.zones().len()), (64, 64));
}

#[test]
fn a_for_each_over_more_than_10_000_keys_is_an_error() {
    // `range` ends at 1024 numbers, as in Terraform.
    let keys =
        |digits: usize| format!("toset([for n in setproduct(range({digits}), range(100)) : join(\"-\", n)])");
    let told = |keys: &str| {
        check_text(&group("num_cache_clusters = 1").replacen("{\n", &format!("{{\n  for_each = {keys}\n"), 1))
    };
    let too_many = told(&keys(101));
    let message =
        format!("{GROUP}: how many there are can't be evaluated: for_each has 10100 keys, more than 10000");
    assert_eq!((too_many.code, too_many.groups()), (2, 0));
    assert_eq!(too_many.failures(), [at("main.tf", 2, 14, &message)]);
    assert_eq!(told(&keys(10)).whole().groups(), 1000);
}

#[test]
fn a_count_of_more_than_10_000_is_an_error() {
    let told = check_text(&group("num_cache_clusters = 1").replacen("{\n", "{\n  count = 10001\n", 1));
    let message =
        format!("{GROUP}: how many there are can't be evaluated: a count of 10001 is more than 10000");
    assert_eq!((told.code, told.failures()), (2, vec![at("main.tf", 2, 11, &message)]));
    let files = [
        ("main.tf", "module \"m\" {\n  source = \"./m\"\n  count  = 1e300\n}\n".to_owned()),
        ("m/main.tf", group("num_cache_clusters = 1")),
    ];
    let told = check_in(folder(&files).path(), &[]);
    assert!(told.failures()[0].3.ends_with("is more than 10000"), "{:?}", told.failures());
}

#[test]
fn lists_that_double_sixty_times_end_with_a_reason() {
    let text = locals(60, |next| format!("[{next}, {next}]"), "1")
        + &group("num_cache_clusters = length(flatten(local.l0))");
    assert!(reason(&check_text(&text)).ends_with("the value is made of more than a million others"));
}

#[test]
fn texts_that_double_sixty_times_end_with_a_reason() {
    let text = locals(60, |next| format!("\"${{{next}}}${{{next}}}\""), "\"ab\"")
        + &group("num_cache_clusters = length(local.l0)");
    assert!(reason(&check_text(&text)).ends_with("the text is longer than a mebibyte"));
}

#[test]
fn loops_in_loops_end_with_a_reason() {
    let loops = "[for a in range(1024) : [for b in range(1024) : [for c in range(1024) : c]]]";
    let told = check_text(&group(&format!("num_cache_clusters = length({loops})")));
    assert!(reason(&told).ends_with("the value is made of more than a million others"), "{}", reason(&told));
    // What is not kept costs as much to make.
    let sums = "[for a in range(1024) : length([for b in range(1024) : length(range(1024))])]";
    let told = check_text(&group(&format!("num_cache_clusters = length({sums})")));
    assert!(reason(&told).ends_with("the module asks for more than 20 million values"), "{}", reason(&told));
    assert_eq!(told.code, 2);
}

#[test]
fn what_can_only_be_tried_is_not_tried_for_ever() {
    let text = locals(60, |next| format!("try({next} + nope, {next})"), "2")
        + &group("num_cache_clusters = local.l0");
    assert_eq!(check_text(&text).whole().groups(), 1);
}

#[test]
fn loops_in_a_default_end_with_a_reason() {
    let inner =
        (0..4).fold("1".to_owned(), |inner, nth| format!("length([for x{nth} in range(1000) : {inner}])"));
    let variable = format!("variable \"nodes\" {{\n  default = {inner}\n}}\n");
    let told = check_text(&format!("{variable}{}", group("num_cache_clusters = var.nodes")));
    assert!(reason(&told).contains("a constant is more than"), "{told:?}");
}
