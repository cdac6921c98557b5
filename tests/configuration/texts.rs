//! Files as they come: their names, their bytes, and how they are written.

use super::support::{check, check_in, check_text, folder, group, group_in};

#[test]
fn byte_order_marks_and_crlf_move_nothing() {
    let text = format!("\u{feff}{}", group("num_cache_clusters = 1").replace('\n', "\r\n"));
    let told = check_text(&text).whole();
    let labels = told.labels("shard-without-replica", "aws_elasticache_replication_group.this");
    assert_eq!((labels[0].1, labels[0].2), (4, 24));
}

#[test]
fn columns_count_characters_and_not_bytes() {
    let told = check_text(&group("/* größer */ num_cache_clusters = 1 # ä")).whole();
    let labels = told.labels("shard-without-replica", "aws_elasticache_replication_group.this");
    assert_eq!((labels[0].1, labels[0].2), (4, 37));
}

#[test]
fn utf_16_is_read_in_configuration_and_in_variable_files() {
    let utf_16 = |text: &str| {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        [0xff, 0xfe].into_iter().chain(units).collect::<Vec<u8>>()
    };
    let main = utf_16(&format!("variable \"zone\" {{}}\n{}", group_in("var.zone")));
    let loaded = folder(&[("main.tf", main.clone()), ("terraform.tfvars", utf_16("zone = \"loaded\"\n"))]);
    assert_eq!(check_in(loaded.path(), &[]).whole().zone(), "loaded");
    let named = folder(&[("main.tf", main), ("named.tfvars", utf_16("zone = \"named\"\n"))]);
    assert_eq!(check_in(named.path(), &["--var-file", "named.tfvars"]).whole().zone(), "named");
}

#[test]
fn bytes_that_are_no_text_are_an_error_where_the_folder_concerns_us() {
    let latin = b"# gr\xf6sser\nlocals {}\n".to_vec();
    let ours = folder(&[("main.tf", group_in("\"z\"").into_bytes()), ("latin.tf", latin.clone())]);
    let told = check_in(ours.path(), &[]);
    assert_eq!((told.code, told.zone().as_str()), (2, "z"));
    assert_eq!(told.document["failures"][0]["kind"], "not-text");
    assert_eq!(told.failures()[0].0, "latin.tf");
    let other = folder(&[("main.tf", b"resource \"aws_vpc\" \"x\" {}\n".to_vec()), ("latin.tf", latin)]);
    assert_eq!(check_in(other.path(), &[]).whole().code, 0);
}

#[test]
fn files_that_are_empty_or_only_comments_are_no_error() {
    let comments = "# one\n// two\n/* three\n*/\n";
    let files = [
        ("empty.tf", ""),
        ("comments.tf", comments),
        ("empty.tf.json", "{}"),
        ("main.tf", &group_in("\"z\"")),
    ];
    assert_eq!(check_in(folder(&files).path(), &[]).whole().zone(), "z");
    let files = [("empty.tf", ""), ("comments.tf", "# aws_elasticache_replication_group")];
    let told = check_in(folder(&files).path(), &[]).whole();
    assert_eq!((told.code, told.groups()), (0, 0));
}

#[test]
fn a_json_file_without_a_value_is_an_error_beside_what_concerns_us() {
    let files = [("empty.tf.json", ""), ("main.tf", &group_in("\"z\""))];
    let told = check_in(folder(&files).path(), &[]);
    assert_eq!((told.code, told.failures()[0].0.as_str()), (2, "empty.tf.json"));
}

#[test]
fn open_tofu_files_stand_in_for_those_of_terraform() {
    assert_eq!(check("open-tofu").whole().zone(), "tofu");
    let json = "{\"locals\": {\"zone\": \"tofu\"}}";
    let files = [
        ("main.tf", group_in("local.zone")),
        ("l.tf.json", json.replace("tofu", "terraform")),
        ("l.tofu.json", json.to_owned()),
    ];
    assert_eq!(check_in(folder(&files).path(), &[]).whole().zone(), "tofu");
}

#[test]
fn backups_of_editors_and_hidden_files_do_not_count() {
    let odd = ["main.tf~", ".hidden.tf", "#main.tf#", "main.tf.bak", "main.tf.orig"];
    let broken = "resource \"aws_elasticache_replication_group\" {{{";
    let mut files: Vec<(&str, String)> = odd.iter().map(|name| (*name, broken.to_owned())).collect();
    files.push(("main.tf", group_in("\"z\"")));
    assert_eq!(check_in(folder(&files).path(), &["--no-gitignore"]).whole().zone(), "z");
}

#[test]
fn a_folder_named_like_a_file_is_a_folder() {
    let files = [("main.tf", group_in("\"outer\"")), ("x.tf/main.tf", group_in("\"inner\""))];
    let told = check_in(folder(&files).path(), &[]).whole();
    assert_eq!(told.groups(), 2);
}

#[test]
fn every_way_to_write_a_text_gives_the_same() {
    for zone in ["\"a-b\"", "<<E\na-b\nE\n", "<<-E\n    a-b\n    E\n", "\"a-${\"b\"}\"", "\"\\u0061-b\""] {
        let text = format!("locals {{\n  zone = trimspace({}\n)\n}}\n{}", zone, group_in("local.zone"));
        assert_eq!(check_text(&text).whole().zone(), "a-b", "{zone}");
    }
}
