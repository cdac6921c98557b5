//! Symbolic links: followed inside of the named paths, and never out of them.
#![cfg(unix)]

use std::os::unix::fs::symlink;

use super::support::{check_in, folder, group, group_in};

#[test]
fn a_linked_folder_is_its_target_and_is_checked_once() {
    let folder = folder(&[("real/main.tf", group_in("\"z\""))]);
    symlink("real", folder.path().join("link")).unwrap();
    for arguments in [&["."][..], &["link"], &["real", "link"], &["link", "real"], &["link/main.tf", "real"]]
    {
        let told = check_in(folder.path(), arguments).whole();
        assert_eq!((told.groups(), told.zones().len()), (1, 1), "{arguments:?}");
    }
}

#[test]
fn a_link_to_a_file_in_the_folder_declares_twice_what_it_holds() {
    let folder = folder(&[("main.tf", group_in("\"z\""))]);
    symlink("main.tf", folder.path().join("again.tf")).unwrap();
    // Terraform reads both, and refuses it.
    let told = check_in(folder.path(), &[]);
    assert_eq!(told.failures()[0].0, "main.tf");
    assert!(told.failures()[0].3.contains("is declared twice"), "{told:?}");
}

#[test]
fn a_folder_that_links_lead_out_to_is_not_read() {
    let folder = folder(&[
        ("in/main.tf", "module \"m\" {\n  source = \"./link\"\n}\n".to_owned()),
        ("out/main.tf", group_in("\"outside\"")),
    ]);
    symlink("../out", folder.path().join("in/link")).unwrap();
    let told = check_in(folder.path(), &["in"]);
    // The call has no module, and the link is not followed.
    let [(resource, reason), (link, _)] = &told.skipped()[..] else { panic!("{told:?}") };
    assert_eq!((resource.as_str(), link.as_str(), told.groups()), ("module.m", "link", 0));
    assert!(reason.contains("outside of the paths being checked"), "{reason}");
    assert_eq!(check_in(folder.path(), &["in", "out"]).whole().zone(), "outside");
}

#[test]
fn a_file_that_links_lead_out_to_is_not_read_and_is_an_error() {
    let outside =
        folder(&[("secret.tf", "locals {\n  zone = \"0utside\"\n}\n"), ("x.tfvars", "v = \"0utside\"\n")]);
    let main = format!("variable \"v\" {{}}\n{}", group("num_cache_clusters = 1"));
    let folder = folder(&[("in/main.tf", main)]);
    symlink(outside.path().join("secret.tf"), folder.path().join("in/linked.tf")).unwrap();
    symlink(outside.path().join("x.tfvars"), folder.path().join("in/terraform.tfvars")).unwrap();
    let told = check_in(folder.path(), &["in"]);
    let files: Vec<String> = told.failures().into_iter().map(|failure| failure.0).collect();
    assert_eq!((told.code, files), (2, vec!["in/terraform.tfvars".to_owned(), "in/linked.tf".to_owned()]));
    assert!(!format!("{:?}", told.document).contains("0utside"));
    assert_eq!(told.groups(), 1);
}

#[test]
fn a_link_that_the_user_named_is_read() {
    let outside = folder(&[("real.tf", group_in("\"z\""))]);
    let folder = folder(&[("in/keep.txt", "")]);
    symlink(outside.path().join("real.tf"), folder.path().join("in/main.tf")).unwrap();
    assert_eq!(check_in(folder.path(), &["in/main.tf"]).whole().zone(), "z");
}

#[test]
fn links_that_lead_in_a_circle_or_nowhere_hold_nothing() {
    let folder = folder(&[("in/main.tf", group_in("\"z\""))]);
    symlink(".", folder.path().join("in/loop")).unwrap();
    symlink("gone.tf", folder.path().join("in/dangling.tf")).unwrap();
    symlink("self.tf", folder.path().join("in/self.tf")).unwrap();
    assert_eq!(check_in(folder.path(), &["in"]).whole().zone(), "z");
}

#[test]
fn a_module_that_calls_itself_through_a_link_is_found() {
    let text = format!("module \"me\" {{\n  source = \"./again\"\n}}\n{}", group("num_cache_clusters = 1"));
    let folder = folder(&[("in/main.tf", text)]);
    symlink(".", folder.path().join("in/again")).unwrap();
    let told = check_in(folder.path(), &["in"]);
    assert_eq!((told.code, told.groups()), (2, 1));
    assert!(told.failures()[0].3.contains("calls the module it stands in"), "{told:?}");
}
