//! A secret in a configuration reaches no output, in no format, wherever it comes from.

use super::support::{folder, group, run};

/// Never a part of anything else.
const TOKEN: &str = "pl4nted-s3cret-t0ken";

/// A sensitive variable; `DEFAULT` is for its default.
const SENSITIVE: &str = "variable \"v\" {\n  sensitive = true\nDEFAULT}\n";

/// Runs `check` in every format and asserts that a finding is shown, or a failure, and the secret is not.
fn assert_hidden(case: &str, files: &[(&str, String)], arguments: &[&str], shown: &str) {
    let planted =
        files.iter().any(|(_, text)| text.contains(TOKEN)) || arguments.iter().any(|it| it.contains(TOKEN));
    assert!(planted, "{case}: nothing is planted");
    let folder = folder(files);
    let mut told = String::new();
    for format in [&["text", "--show", "all"][..], &["text", "--color", "always"], &["json"]] {
        let arguments: Vec<&str> = arguments.iter().chain(&["--format"]).chain(format).copied().collect();
        // Colour is asked for once more, and the last counts.
        let arguments: Vec<&str> =
            arguments.into_iter().filter(|it| *it != "--color" && *it != "always").collect();
        let (_, out, aside) = run(folder.path(), &arguments, &[("TF_VAR_unused", TOKEN)]);
        told += &(out + &aside);
    }
    assert!(told.contains(shown), "{case} must give {shown}, or the excerpt is never shown:\n{told}");
    assert!(!told.contains(TOKEN), "{case} leaks:\n{told}");
}

/// Two nodes in the zone that an expression gives, with more attributes on the lines around.
fn zones(zone: &str, more: &str) -> String {
    group(&format!("num_cache_clusters = 2\n  preferred_cache_cluster_azs = [{zone}, {zone}]\n  {more}"))
}

fn sensitive(default: &str) -> String {
    SENSITIVE.replace("DEFAULT", default)
}

fn secret_default() -> String {
    sensitive(&format!("  default = \"{TOKEN}\"\n"))
}

#[test]
fn an_auth_token_however_it_is_written() {
    for written in [
        format!("auth_token = \"{TOKEN}\""),
        format!("auth_token = \"{TOKEN}-${{1}}\""),
        format!("auth_token = \"${{\"{TOKEN}\"}}${{1}}\""),
        format!("auth_token = \"%{{if true}}{TOKEN}%{{endif}}\""),
        format!("auth_token = [\"{TOKEN}\"][0]"),
        format!("auth_token = {{ a = \"{TOKEN}\" }}.a"),
        format!("auth_token = true ? \"{TOKEN}\" : null"),
        format!("auth_token = join(\"\", [\"{TOKEN}\"])"),
        format!("auth_token = [for x in [\"{TOKEN}\"] : x][0]"),
        format!("auth_token = <<E\n{TOKEN}\nE\n"),
        format!("auth_token = (\n  \"{TOKEN}\"\n)"),
    ] {
        let files = [("main.tf", zones("\"z\"", &written))];
        assert_hidden(&written, &files, &[], "replicas-share-primary-zone");
    }
    let json = serde_json::json!({"resource": {"aws_elasticache_replication_group": {"this": {
        "num_cache_clusters": 2, "multi_az_enabled": true, "automatic_failover_enabled": true,
        "auth_token": TOKEN, "preferred_cache_cluster_azs": ["z", "z"]}}}});
    for text in [json.to_string(), serde_json::to_string_pretty(&json).unwrap()] {
        assert_hidden("JSON", &[("main.tf.json", text)], &[], "replicas-share-primary-zone");
    }
}

#[test]
fn an_auth_token_that_comes_from_elsewhere() {
    let local = format!("locals {{\n  x = \"{TOKEN}\"\n}}\n") + &zones("\"z\"", "auth_token = local.x");
    assert_hidden("a local", &[("main.tf", local)], &[], "replicas-share-primary-zone");
    let main = format!("module \"m\" {{\n  source = \"./m\"\n  x      = \"{TOKEN}\"\n}}\n");
    let module = "variable \"x\" {}\n".to_owned() + &zones("\"z\"", "auth_token = var.x");
    assert_hidden(
        "an argument",
        &[("main.tf", main), ("m/main.tf", module)],
        &[],
        "replicas-share-primary-zone",
    );
    let given = "variable \"x\" {}\n".to_owned() + &zones("\"z\"", "auth_token = var.x");
    let files = [("main.tf", given), ("terraform.tfvars", format!("x = \"{TOKEN}\"\n"))];
    assert_hidden("a variable file", &files, &[], "replicas-share-primary-zone");
}

#[test]
fn a_sensitive_variable_wherever_its_value_comes_from() {
    let main = |default: &str| ("main.tf", sensitive(default) + &zones("var.v", ""));
    let default = format!("  default = \"{TOKEN}\"\n");
    assert_hidden("a default", &[main(&default)], &[], "replicas-share-primary-zone");
    let given = format!("v = \"{TOKEN}\"\n");
    let files = [main(""), ("terraform.tfvars", given.clone())];
    assert_hidden("terraform.tfvars", &files, &[], "replicas-share-primary-zone");
    let files = [main(""), ("a.auto.tfvars.json", format!("{{\"v\": \"{TOKEN}\"}}"))];
    assert_hidden("JSON", &files, &[], "replicas-share-primary-zone");
    let files = [main(""), ("named", given)];
    assert_hidden("--var-file", &files, &["--var-file", "named"], "replicas-share-primary-zone");
    assert_hidden("--var", &[main("")], &["--var", &format!("v={TOKEN}")], "replicas-share-primary-zone");
    let type_of =
        "  type = object({ z = optional(string, \"TOKEN\") })\n  default = {}\n".replace("TOKEN", TOKEN);
    let files = [("main.tf", sensitive(&type_of) + &zones("var.v.z", ""))];
    assert_hidden("optional", &files, &[], "replicas-share-primary-zone");
}

#[test]
fn a_sensitive_variable_in_whatever_it_is_made_part_of() {
    for zone in
        ["\"z-${var.v}\"", "upper(lower(var.v))", "[var.v][0]", "{ a = var.v }.a", "coalesce(null, var.v)"]
    {
        let files = [("main.tf", secret_default() + &zones(zone, ""))];
        assert_hidden(zone, &files, &[], "replicas-share-primary-zone");
    }
    for attribute in
        ["replication_group_id", "engine", "engine_version", "node_type", "subnet_group_name", "description"]
    {
        let files = [("main.tf", secret_default() + &zones("\"z\"", &format!("{attribute} = var.v")))];
        assert_hidden(attribute, &files, &[], "replicas-share-primary-zone");
    }
}

#[test]
fn an_argument_for_a_sensitive_variable() {
    let module =
        || ("m/main.tf", sensitive("") + "variable \"w\" {}\n" + &zones("var.w", "auth_token = var.v"));
    let call = format!("module \"m\" {{\n  source = \"./m\"\n  w      = \"z\"\n  v      = \"{TOKEN}\"\n}}\n");
    assert_hidden("a text", &[("main.tf", call), module()], &[], "replicas-share-primary-zone");
    let call = format!(
        "locals {{\n  w = \"z\"\n  p = \"{TOKEN}\"\n}}\nmodule \"m\" {{\n  source = \"./m\"\n  w      = local.w\n  v      = local.p\n}}\n"
    );
    assert_hidden("a local", &[("main.tf", call.clone()), module()], &[], "replicas-share-primary-zone");
    let unused = ("m/main.tf", sensitive("") + "variable \"w\" {}\n" + &zones("var.w", ""));
    assert_hidden("one that no group uses", &[("main.tf", call), unused], &[], "replicas-share-primary-zone");
}

#[test]
fn outputs_functions_and_override_files_that_say_so() {
    let module = format!(
        "locals {{\n  z = \"{TOKEN}\"\n}}\noutput \"o\" {{\n  sensitive = true\n  value     = local.z\n}}\n"
    );
    let main = "module \"m\" {\n  source = \"./m\"\n}\n".to_owned() + &zones("module.m.o", "");
    assert_hidden(
        "an output",
        &[("main.tf", main), ("m/main.tf", module)],
        &[],
        "replicas-share-primary-zone",
    );
    let call = zones(&format!("sensitive(\"{TOKEN}\")"), "");
    assert_hidden("sensitive()", &[("main.tf", call)], &[], "replicas-share-primary-zone");
    let local = format!("locals {{\n  s = sensitive(\"{TOKEN}\")\n}}\n") + &zones("local.s", "");
    assert_hidden("sensitive() in a local", &[("main.tf", local)], &[], "replicas-share-primary-zone");
    let main = format!("variable \"v\" {{\n  default = \"{TOKEN}\"\n}}\n") + &zones("var.v", "");
    let files =
        [("main.tf", main), ("x_override.tf", "variable \"v\" {\n  sensitive = true\n}\n".to_owned())];
    assert_hidden("an override file", &files, &[], "replicas-share-primary-zone");
}

#[test]
fn what_is_said_of_expressions_that_cannot_be_evaluated() {
    let list = sensitive(&format!("  type    = list(string)\n  default = [\"{TOKEN}\", \"{TOKEN}\"]\n"));
    let nodes = |value: &str, variable: &str| {
        [("main.tf", variable.to_owned() + &group(&format!("num_cache_clusters = {value}")))]
    };
    let undecided = "can't be evaluated";
    assert_hidden("a key made twice", &nodes("length({ for x in var.v : x => 1 })", &list), &[], undecided);
    assert_hidden("a key", &nodes("{ a = 1 }[var.v]", &secret_default()), &[], undecided);
    assert_hidden("a number", &nodes("1 + var.v", &secret_default()), &[], undecided);
    assert_hidden("a text in place", &nodes(&format!("1 + \"{TOKEN}\""), ""), &[], undecided);
    assert_hidden(
        "a literal key",
        &nodes(&format!("{{ a = 1 }}[sensitive(\"{TOKEN}\")]"), ""),
        &[],
        undecided,
    );
    let number = sensitive("  type = number\n");
    assert_hidden("a given number", &nodes("var.v", &number), &["--var", &format!("v={TOKEN}")], undecided);
    let given = sensitive("  type = list(string)\n");
    assert_hidden(
        "a given list",
        &nodes("length(var.v)", &given),
        &["--var", &format!("v=[{TOKEN}")],
        undecided,
    );
}

#[test]
fn a_sensitive_value_never_becomes_a_part_of_an_address() {
    for (meta, default) in [
        ("for_each = var.v", format!("  type = set(string)\n  default = [\"{TOKEN}\"]\n")),
        ("for_each = toset([for x in var.v : x])", format!("  default = [\"{TOKEN}\"]\n")),
        ("for_each = var.v", format!("  default = {{ \"{TOKEN}\" = 1 }}\n")),
        ("for_each = { for k, x in var.v : k => x }", format!("  default = {{ \"{TOKEN}\" = 1 }}\n")),
        ("count = var.v", format!("  default = \"{TOKEN}\"\n")),
    ] {
        let text = sensitive(&default)
            + &group("num_cache_clusters = 1").replacen("{\n", &format!("{{\n  {meta}\n"), 1);
        assert_hidden(meta, &[("main.tf", text)], &[], "how many there are can't be evaluated");
    }
}

#[test]
fn files_that_cannot_be_parsed() {
    let main = || ("main.tf", sensitive("") + &zones("\"z\"", ""));
    for values in
        [format!("v = \"{TOKEN}\" x\n"), format!("v = \"{TOKEN}\n"), format!("v = [\n  \"{TOKEN}\",\n  }}\n")]
    {
        assert_hidden(&values, &[main(), ("terraform.tfvars", values.clone())], &[], "syntax");
    }
    let json = format!("{{\"v\": \"{TOKEN}\",}}");
    assert_hidden(&json, &[main(), ("a.auto.tfvars.json", json.clone())], &[], "syntax");
    let token = zones("\"z\"", &format!("auth_token = \"{TOKEN}\" }}"));
    assert_hidden("an auth token", &[("main.tf", token)], &[], "syntax");
    let default = secret_default() + "locals {\n  a = \n}\n" + &zones("\"z\"", "");
    assert_hidden("a default", &[("main.tf", default)], &[], "syntax");
    let list = sensitive(&format!("  default = [\n    \"{TOKEN}\"\n  ]\n")).replace("}\n", "  a = \n}\n")
        + &zones("\"z\"", "");
    assert_hidden("a list", &[("main.tf", list)], &[], "syntax");
}

#[test]
fn what_is_declared_twice() {
    let text = secret_default() + &secret_default() + &zones("var.v", "");
    assert_hidden("a sensitive variable", &[("main.tf", text)], &[], "declared twice");
}
