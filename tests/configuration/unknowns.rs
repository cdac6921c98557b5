//! What can't be known or evaluated: it is named, and the rest is judged.

use super::support::{Told, at, check, check_in, check_text, folder, group, pairs};

const GROUP: &str = "aws_elasticache_replication_group.this";

/// Why the number of nodes of a group is unknown.
fn reason(told: &Told) -> String {
    let [(reason, _)] = &told.blockers("shard-without-replica", GROUP)[..] else { panic!("{told:?}") };
    reason.clone()
}

/// Why a number of nodes is unknown, beside a module with one output.
fn reason_of(nodes: &str) -> String {
    let main = group(&format!("num_cache_clusters = {nodes}")) + "module \"m\" {\n  source = \"./m\"\n}\n";
    let files = [("main.tf", main.as_str()), ("m/main.tf", "output \"list\" {\n  value = [1]\n}\n")];
    let told = check_in(folder(&files).path(), &[]);
    assert_eq!((told.failures(), told.groups()), (Vec::new(), 1));
    reason(&told)
}

#[test]
fn a_variable_without_value_is_named_with_what_gives_it_one() {
    let told = check("unknown");
    let group = "aws_elasticache_replication_group.nodes";
    let wanted = [("var.nodes has no value", "give --var nodes=…, or lint the plan")];
    assert_eq!(told.blockers("shard-without-replica", group), pairs(&wanted));
    assert_eq!(told.labels("shard-without-replica", group)[0].1, 17);
}

#[test]
fn an_unknown_count_or_for_each_makes_one_that_stands_for_all() {
    let told = check("unknown").whole();
    assert_eq!((told.violated(), told.groups()), (pairs(&[]), 4));
    // What may not be there is at fault for nothing: what it would be at fault for is open.
    for (group, variable) in [("counted", "how_many"), ("each", "names")] {
        let group = format!("aws_elasticache_replication_group.{group}[*]");
        let why =
            (format!("var.{variable} has no value"), format!("give --var {variable}=…, or lint the plan"));
        assert_eq!(told.blockers("shard-without-replica", &group), [why]);
    }
}

#[test]
fn the_blocks_of_a_dynamic_over_an_unknown_are_unknown() {
    let told = check("unknown");
    let group = "aws_elasticache_replication_group.dynamic";
    let wanted = ("var.shards has no value", "give --var shards=…, or lint the plan");
    for blocker in told.blockers("replicas-share-primary-zone", group) {
        assert_eq!((blocker.0.as_str(), blocker.1.as_str()), wanted);
    }
}

#[test]
fn names_that_nobody_declares_are_told() {
    for (nodes, wanted) in [
        ("var.nope", "it can't be evaluated: var.nope is not declared in the root module"),
        ("local.nope", "it can't be evaluated: local.nope is not declared in the root module"),
        (
            "aws_vpc.nope.id",
            "aws_vpc.nope.id can't be evaluated: aws_vpc.nope is not declared in the root module",
        ),
        (
            "data.aws_vpc.nope.id",
            "data.aws_vpc.nope.id can't be evaluated: data.aws_vpc.nope is not declared in the root module",
        ),
        ("module.nope.x", "module.nope.x can't be evaluated: module.nope is not declared in the root module"),
        ("module.m.nope", "module.m.nope can't be evaluated: output nope is not declared in module.m"),
    ] {
        assert_eq!(reason_of(nodes), wanted);
    }
}

#[test]
fn what_terraform_refuses_is_unknown_and_names_the_expression() {
    for (nodes, wanted) in [
        ("1 / 0", "1 / 0 can't be evaluated: division by zero"),
        ("\"x\" + 1", "it can't be evaluated: this text is not a number"),
        ("[1][3]", "[1][3] can't be evaluated: there is no element 3 in a list of 1"),
        ("module.m.list[1]", "module.m.list[1] can't be evaluated: there is no element 1 in a list of 1"),
        ("{ a = 1 }[\"b\"]", "{ a = 1 }[\"…\"] can't be evaluated: it has no attribute b"),
        ("each.value", "it can't be evaluated: each.value means nothing here"),
        ("count.index", "it can't be evaluated: count.index means nothing here"),
        ("var", "it can't be evaluated: var is no value by itself"),
        (
            "range(1, 10, 0)[0]",
            "range(1, 10, 0) can't be evaluated: range(): the step does not lead to the end",
        ),
        (
            "range(0, 5, -1)[0]",
            "range(0, 5, -1) can't be evaluated: range(): the step does not lead to the end",
        ),
        ("length(range(1e9))", "range(1e9) can't be evaluated: range(): it gives more than 1024 numbers"),
        ("range(\"x\")[0]", "it can't be evaluated: range(): this text is not a number"),
    ] {
        assert_eq!(reason_of(nodes), wanted, "{nodes}");
    }
}

#[test]
fn an_expression_is_named_where_it_stands_however_far_from_the_group() {
    let main = group("num_cache_clusters = local.nodes")
        + "locals {\n  nodes = local.zero\n  zero  = 7 / (1 - 1)\n}\n";
    assert_eq!(reason(&check_text(&main)), "7 / (1 - 1) can't be evaluated: division by zero");
}

#[test]
fn functions_that_are_not_evaluated_here_are_named() {
    for function in ["filemd5(\"nodes\")", "timestamp()", "nonsense(1)", "provider::own::nodes(2)"] {
        let name = function.split('(').next().unwrap();
        assert_eq!(reason_of(function), format!("{name}() is not evaluated here"));
    }
}

#[test]
fn what_only_terraform_knows_is_unknown() {
    assert_eq!(reason_of("terraform.workspace"), "terraform.workspace is not known");
    assert_eq!(reason_of("length(path.cwd)"), "path.cwd depends on where Terraform runs");
    assert_eq!(reason_of("file(\"nodes\")"), "file(\"…\") can't be evaluated: there is no such file");
}

#[test]
fn an_argument_that_a_module_needs_and_nobody_passes_is_named() {
    let module = format!("variable \"nodes\" {{}}\n{}", group("num_cache_clusters = var.nodes"));
    let files = [("main.tf", "module \"m\" {\n  source = \"./m\"\n}\n"), ("m/main.tf", module.as_str())];
    let told = check_in(folder(&files).path(), &[]);
    let blockers = told.blockers("shard-without-replica", "module.m.aws_elasticache_replication_group.this");
    assert_eq!(blockers[0].0, "it can't be evaluated: module.m does not set var.nodes, which has no default");
}

#[test]
fn what_stands_in_a_file_that_cannot_be_read_is_unknown_and_says_so() {
    let told = check("partly-invalid");
    assert_eq!(told.code, 2);
    let [place] = &told.failures()[..] else { panic!("{told:?}") };
    assert_eq!((&place.0, place.1), (&"broken.tf".to_owned(), 2));
    let wanted = "local.nodes is not declared in the root module, but a file of it could not be read";
    assert_eq!(reason(&told), wanted);
}

#[test]
fn a_block_that_cannot_be_counted_is_an_error_at_its_expression() {
    for (meta, column, why) in [
        ("count = \"x\"", 11, "this text is not a number"),
        ("count = null", 11, "this is null, not a number"),
        ("count = -1", 11, "-1 is no count"),
        ("count = 1.5", 11, "1.5 is no count"),
        ("count = var.nope", 11, "var.nope is not declared in the root module"),
        ("count = 2 + 1 / 0", 15, "division by zero"),
        ("for_each = [\"a\"]", 14, "for_each takes a map or a set of texts"),
        ("for_each = \"a\"", 14, "a text can't be gone through"),
        ("for_each = null", 14, "null can't be gone through"),
    ] {
        let told =
            check_text(&group("num_cache_clusters = 1").replacen("{\n", &format!("{{\n  {meta}\n"), 1));
        let message = format!("{GROUP}: how many there are can't be evaluated: {why}");
        assert_eq!(told.failures(), [at("main.tf", 2, column, &message)], "{meta}");
        let reason = format!("how many there are can't be evaluated: {why}");
        assert_eq!((told.code, told.groups(), told.skipped()), (2, 0, pairs(&[(GROUP, &reason)])), "{meta}");
    }
}
