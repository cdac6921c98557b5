//! Large trees: the same is told whichever thread looked at a file.

use std::path::PathBuf;

use multiaz::source::gather;

use super::support::{check, folder, multiaz, resource, template};

/// 300 folders, so that several threads walk; names whose order differs as texts and as paths.
fn tree(root: &str) -> Vec<(String, String)> {
    let mut files = vec![(format!("{root}.gitignore"), "left-out\n".to_owned())];
    for number in 0..100 {
        files.push((format!("{root}{number}/t.yaml"), template(&format!("z{number}"))));
        files.push((format!("{root}{number}.d/left-out/t.yaml"), template("left-out")));
        files.push((format!("{root}{number}.yaml"), template(&format!("y{number}"))));
        files.push((format!("{root}{number}-tf/main.tf"), resource(&format!("x{number}"))));
        files.push((format!("{root}{number}/notes.md"), "nothing".to_owned()));
        files.push((format!("{root}{number}/broken.yaml"), format!("{}]", template("b"))));
    }
    files
}

#[test]
fn files_come_in_the_order_of_names() {
    let folder = folder(&tree(""));
    let first = check(folder.path(), &[]);
    // Of a folder and a file beside it the one whose name is less comes first, with all that lies in it.
    let mut expected: Vec<PathBuf> = (0..100).map(|number| format!("{number}/broken.yaml").into()).collect();
    expected.sort();
    let expected: Vec<String> = expected.iter().map(|path| format!("syntax: {}: ", path.display())).collect();
    let failures = first.failures();
    assert_eq!(failures.len(), expected.len());
    for (failure, expected) in failures.iter().zip(&expected) {
        assert!(failure.starts_with(expected), "{failure}");
    }
    assert_eq!(first.zones().len(), 300);
    for _ in 0..5 {
        assert_eq!(check(folder.path(), &[]).document, first.document);
    }
    let verbose = || {
        let output = multiaz(folder.path(), &["check", "--verbose"]).output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        text.lines().filter(|line| !line.contains(" ms")).map(str::to_owned).collect::<Vec<_>>()
    };
    let told = verbose();
    assert!(
        told.contains(&"verbose: passed over 7.d/left-out: left out by .gitignore".to_owned()),
        "{told:?}"
    );
    assert!(told.contains(&"verbose: passed over 7/notes.md: nothing of ElastiCache in it".to_owned()));
    assert_eq!(verbose(), told);
}

#[test]
fn the_library_tells_the_same_order_and_numbers() {
    let folder = folder(&tree(""));
    let gathered = gather(&[folder.path().to_owned()], false, &mut std::io::empty());
    let names: Vec<PathBuf> = gathered.inputs.iter().map(|input| PathBuf::from(&input.name)).collect();
    assert!(names.is_sorted() && gathered.passed_over.is_sorted());
    assert_eq!((names.len(), gathered.passed_over.len(), gathered.looked_at), (300, 100, 500));
    assert_eq!(gathered.folders.found().count(), 100);
    let places: Vec<_> = gathered.folders.found().map(|folder| &folder.path).collect();
    assert!(places.is_sorted());
}

#[test]
fn a_folder_that_is_named_again_is_read_once() {
    let folder = folder(&tree("in/"));
    let once = check(folder.path(), &["in"]);
    for again in [&["in", "in"][..], &["in", "in/7", "./in/8/t.yaml"]] {
        assert_eq!(check(folder.path(), again).document, once.document);
    }
}
