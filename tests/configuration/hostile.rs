//! Files that no editor makes: deep, wide and long.

use super::support::{check_in, check_text, folder, group, group_in};

/// The message of the only failure, and its line.
fn failure(text: &str) -> (u64, String) {
    let told = check_text(text);
    let [(_, line, _, message)] = &told.failures()[..] else { panic!("{told:?}") };
    assert_eq!(told.code, 2);
    (*line, message.clone())
}

#[test]
fn nesting_that_no_one_writes_is_an_error_with_its_place() {
    let deep = |open: &str, close: &str| format!("{}2{}", open.repeat(300), close.repeat(300));
    for nodes in [
        deep("(", ")"),
        deep("[", "]"),
        deep("-", ""),
        deep("{ a = ", " }"),
        deep("true ? 2 : ", ""),
        deep("\"${", "}\""),
    ] {
        let (line, message) = failure(&group(&format!("num_cache_clusters = {nodes}")));
        assert_eq!(line, 4);
        assert!(message.contains("64 nested levels"), "{message}");
    }
    let blocks = format!(
        "resource \"aws_elasticache_cluster\" \"a\" {{\n{}{}}}\n",
        "a {\n".repeat(300),
        "}\n".repeat(300)
    );
    assert!(failure(&blocks).1.contains("64 nested levels"));
}

#[test]
fn sixty_nested_parentheses_are_none_too_many() {
    let text = group_in(&format!("{}\"z\"{}", "(".repeat(60), ")".repeat(60)));
    assert_eq!(check_text(&text).whole().zone(), "z");
}

#[test]
fn nesting_in_json_and_in_templates_in_it_is_an_error() {
    let json = |value: &str| {
        let text =
            format!("{{\"resource\": {{\"aws_elasticache_cluster\": {{\"a\": {{\"engine\": {value}}}}}}}}}");
        let told = check_in(folder(&[("main.tf.json", text)]).path(), &[]);
        assert_eq!(told.code, 2);
        told.failures()[0].3.clone()
    };
    assert!(json(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))).contains("128 levels"));
    assert!(
        json(&format!("\"${{{}1{}}}\"", "(".repeat(9_000), ")".repeat(9_000))).contains("64 nested levels")
    );
}

#[test]
fn long_chains_of_operators_and_indexes_end() {
    let (line, message) = failure(&group(&format!("num_cache_clusters = 2{}", " + 1".repeat(50_000))));
    assert_eq!(line, 4);
    assert!(message.contains("128 chained"), "{message}");
    let text =
        group(&format!("num_cache_clusters = local.a{}", "[0]".repeat(5_000))) + "locals {\n  a = [1]\n}\n";
    assert_eq!(check_text(&text).whole().groups(), 1);
}

#[test]
fn a_huge_heredoc_and_a_line_of_a_megabyte_are_read() {
    let heredoc = format!("locals {{\n  text = <<E\n{}E\n}}\n", "a line of ${1 + 1} words\n".repeat(20_000));
    assert_eq!(check_text(&(heredoc + &group_in("\"z\""))).whole().zone(), "z");
    let line = format!("locals {{ zones = [{}] }}\n", "\"eu-west-1a\", ".repeat(75_000));
    assert!(line.len() > 1_000_000);
    assert_eq!(check_text(&(line + &group_in("local.zones[74999]"))).whole().zone(), "eu-west-1a");
}

#[test]
fn a_folder_of_2_000_files_is_one_module() {
    let mut files: Vec<(String, String)> =
        (0..2_000).map(|at| (format!("f{at}.tf"), format!("locals {{\n  l{at} = \"z{at}\"\n}}\n"))).collect();
    files.push(("main.tf".into(), group_in("\"${local.l0}${local.l1999}\"")));
    assert_eq!(check_in(folder(&files).path(), &[]).whole().zone(), "z0z1999");
}

#[test]
fn a_folder_of_2_000_modules_is_read() {
    let module = |at: usize| format!("module \"m{at}\" {{\n  source = \"./m\"\n  zone   = \"z{at}\"\n}}\n");
    let main: String = (0..2_000).map(module).collect();
    let files =
        [("main.tf", main), ("m/main.tf", "variable \"zone\" {}\n".to_owned() + &group_in("var.zone"))];
    let told = check_in(folder(&files).path(), &["--select", "replicas-share-primary-zone"]).whole();
    assert_eq!(told.zones().len(), 2_000);
}
