//! What may be otherwise is open: instances that may not be there, and files that can't be read.

use super::support::{Told, check_in, check_text, folder, group, group_in, run};

/// A group whose Multi-AZ is what an expression comes to, with automatic failover on.
fn multi_az(expression: &str) -> String {
    format!(
        "resource \"aws_elasticache_replication_group\" \"this\" {{\n  num_cache_clusters = 2\n  \
         automatic_failover_enabled = true\n  multi_az_enabled = {expression}\n}}\n"
    )
}

/// What `failover-without-multi-az` comes to; nothing where it is silent.
fn verdict(told: &Told) -> String {
    let findings = told.document["findings"].as_array().unwrap();
    let found = findings.iter().find(|it| it["rule"] == "failover-without-multi-az");
    found.map_or_else(String::new, |it| it["verdict"].as_str().unwrap().to_owned())
}

#[test]
fn two_of_an_unknown_number_of_zones_may_be_two_zones() {
    let subnets = "variable \"ids\" { type = list(string) }\ndata \"aws_subnet\" \"s\" {\n  \
                   count = length(var.ids)\n  id = var.ids[count.index]\n}\n";
    let zones = group(
        "num_cache_clusters = 2\n  preferred_cache_cluster_azs = [\
                       data.aws_subnet.s[0].availability_zone, data.aws_subnet.s[1].availability_zone]",
    );
    let told = check_text(&format!("{subnets}{zones}"));
    assert_eq!(told.violated(), []);
    let reasons = told.blockers("replicas-share-primary-zone", "aws_elasticache_replication_group.this");
    assert!(reasons.iter().any(|(reason, _)| reason == "var.ids has no value"), "{reasons:?}");
}

#[test]
fn an_instance_that_may_not_be_there_decides_nothing() {
    let counted =
        "variable \"n\" {}\nresource \"terraform_data\" \"c\" {\n  count = var.n\n  input = false\n}\n";
    for expression in [
        "try(terraform_data.c[0].input, true)",
        "can(terraform_data.c[0].input) ? false : true",
        "try(terraform_data.c[0].id, null) == null",
    ] {
        let text = format!("{counted}{}", multi_az(expression));
        assert_eq!(verdict(&check_text(&text)), "undecided", "{expression}");
        let folder = folder(&[("main.tf", text)]);
        assert_eq!(verdict(&check_in(folder.path(), &["--var", "n=0"])), "", "{expression}");
    }
}

#[test]
fn a_name_that_nobody_declares_is_not_tried() {
    assert_eq!(verdict(&check_text(&multi_az("try(terraform_data.nope.input, false)"))), "undecided");
    assert_eq!(verdict(&check_text(&multi_az("try(var.nope, false)"))), "undecided");
}

#[test]
fn what_a_file_that_cannot_be_read_may_say_is_open() {
    let variable = "variable \"m\" {\n  type = bool\n  default = false\n}\n";
    let cases: [&[(&str, String)]; 3] = [
        &[
            ("main.tf", multi_az("try(local.m, false)")),
            ("more.tf", "locals {\n  m = true\n  x = = 1\n}\n".into()),
        ],
        &[("main.tf", multi_az("false")), ("override.tf", "resource \"a\" {\n  x = = 1\n}\n".into())],
        &[
            ("main.tf", format!("{variable}{}", multi_az("var.m"))),
            ("terraform.tfvars", "m = true\nx = = 1\n".into()),
        ],
    ];
    for files in cases {
        let told = check_in(folder(files).path(), &[]);
        assert_eq!((verdict(&told).as_str(), told.code), ("undecided", 2), "{files:?}");
    }
}

#[test]
fn a_value_of_another_type_than_its_variable_is_an_error() {
    let text =
        format!("variable \"nodes\" {{\n  type = number\n}}\n{}", group("num_cache_clusters = var.nodes"));
    let told = check_in(folder(&[("main.tf", &text)]).path(), &["--var", "nodes=two"]);
    let failure = &told.document["failures"][0];
    assert_eq!((told.code, failure["file"].as_str()), (2, Some("--var nodes")));
    assert_eq!(failure["message"].as_str(), Some("var.nodes: this text is not a number"));
    let told = check_in(
        folder(&[("main.tf", &text), ("terraform.tfvars", &"nodes = \"two\"\n".to_owned())]).path(),
        &[],
    );
    assert_eq!((told.code, told.document["failures"][0]["line"].as_u64()), (2, Some(1)));
}

#[test]
fn a_text_for_a_variable_of_any_type_is_an_expression() {
    let text = format!("variable \"azs\" {{\n  type = any\n}}\n{}", group_in("var.azs[0]"));
    let told = check_in(folder(&[("main.tf", text)]).path(), &["--var", "azs=[\"eu-west-1a\"]"]);
    assert_eq!(told.violated().len(), 1, "{told:?}");
}

#[test]
fn a_variable_file_in_a_root_is_for_that_root() {
    let root = format!("variable \"multi_az\" {{\n  default = true\n}}\n{}", multi_az("var.multi_az"));
    let files = [
        ("dev/main.tf", root.clone()),
        ("prod/main.tf", root),
        ("prod/prod.tfvars", "multi_az = false\n".into()),
    ];
    let folder = folder(&files);
    let told = check_in(folder.path(), &["--var-file", "prod/prod.tfvars"]);
    let findings = told.document["findings"].as_array().unwrap();
    let roots: Vec<_> = findings
        .iter()
        .filter(|it| it["rule"] == "failover-without-multi-az")
        .map(|it| it["target"]["root"].as_str().unwrap())
        .collect();
    assert_eq!(roots, ["prod"]);
    let (_, text, _) = run(folder.path(), &["--var-file", "prod/prod.tfvars"], &[]);
    assert!(
        text.contains("prod: aws_elasticache_replication_group.this: automatic failover is on"),
        "{text}"
    );
}

#[test]
fn a_module_that_its_own_root_has_on_disk_is_judged_there() {
    let module = multi_az("false");
    let files = [
        ("app/main.tf", "module \"w\" {\n  source = \"../wrap\"\n}\n".to_owned()),
        ("wrap/main.tf", "module \"m\" {\n  source = \"git::https://example.com/y\"\n}\n".to_owned()),
        (
            "wrap/.terraform/modules/modules.json",
            r#"{"Modules": [{"Key": "m", "Dir": ".terraform/modules/m"}]}"#.to_owned(),
        ),
        ("wrap/.terraform/modules/m/main.tf", module),
    ];
    assert_eq!(verdict(&check_in(folder(&files).path(), &[])), "violated");
}

#[test]
fn credentials_in_a_source_are_not_shown() {
    let text = "module \"redis\" {\n  source = \"git::https://oauth2:hunter2@example.com/redis.git?sshkey=hunter2\"\n}\n";
    let folder = folder(&[("main.tf", text)]);
    for format in ["text", "json"] {
        let (_, out, aside) = run(folder.path(), &["--format", format, "--show", "all"], &[]);
        assert!(out.contains("https://example.com/redis.git"), "{out}");
        assert!(!out.contains("hunter2") && !aside.contains("hunter2"), "{out}{aside}");
    }
}

#[test]
fn a_given_text_that_is_no_expression_is_not_repeated() {
    let variable = "variable \"token\" {\n  type = any\n  sensitive = true\n}\n";
    let text = format!("{variable}{}", group("num_cache_clusters = var.token"));
    let folder = folder(&[("main.tf", text)]);
    for given in ["token=hunter2", "token=hunter2.x", "token=file(hunter2)", "token=[hunter2"] {
        let (code, out, aside) = run(folder.path(), &["--show", "all", "--var", given], &[]);
        assert_eq!(code, 2, "{given}");
        assert!(!out.contains("hunter2") && !aside.contains("hunter2"), "{out}{aside}");
    }
}

#[test]
fn secrets_in_the_query_of_a_source_are_not_shown() {
    let text = "module \"redis\" {\n  source = \"https://example.com/redis.zip?access=hunter2\"\n  count = 1 / 0\n}\n";
    let folder = folder(&[("main.tf", text)]);
    let (_, out, _) = run(folder.path(), &["--show", "all"], &[]);
    assert!(out.contains("division by zero") && !out.contains("hunter2"), "{out}");
}
