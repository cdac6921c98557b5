//! Encodings: UTF-8 and UTF-16 that says so are read, others are named where they hold resources.

use super::support::{check, folder, resource, template};

/// A text in an encoding of two or four bytes a character.
fn wide(text: &str, width: usize, little: bool) -> Vec<u8> {
    let one = |letter: char| {
        let bytes = u32::from(letter).to_be_bytes();
        let mut bytes = bytes[4 - width..].to_vec();
        if little {
            bytes.reverse();
        }
        bytes
    };
    text.chars().flat_map(one).collect()
}

#[test]
fn wide_encodings_that_are_not_read_are_named() {
    let cases = [
        ("", 2, "UTF-16 without a byte-order mark"),
        ("", 4, "UTF-32 without a byte-order mark"),
        ("\u{feff}", 4, "UTF-32"),
    ];
    for (mark, width, name) in cases {
        for little in [true, false] {
            // What concerns us may stand far from the beginning.
            for before in [0, 300_000] {
                let text = format!("{mark}#{}\n{}", "x".repeat(before), template("z"));
                let folder = folder(&[("t.yaml", wide(&text, width, little))]);
                for named in [".", "t.yaml"] {
                    let told = check(folder.path(), &[named]);
                    let expected =
                        format!("not-text: t.yaml: it holds ElastiCache resources and seems to be {name}");
                    assert_eq!((told.code, told.failures()), (2, vec![expected]));
                    assert_eq!(told.document["failures"][0]["help"], "save it as UTF-8");
                }
            }
        }
    }
}

#[test]
fn utf_16_with_a_mark_is_read_and_others_are_left_alone() {
    for little in [true, false] {
        let text = format!("\u{feff}#{}\n{}", "x".repeat(300_000), template("z"));
        let plain = wide("\u{feff}nothing", 2, little);
        let folder = folder(&[
            ("t.yaml", wide(&text, 2, little)),
            ("u.yaml", plain),
            ("v.yaml", wide("nothing", 4, little)),
            ("w.bin", vec![0; 3]),
        ]);
        assert_eq!(check(folder.path(), &["."]).whole().zones(), ["t.yaml z"]);
    }
}

#[test]
fn configuration_in_wide_encodings_is_read_or_named() {
    let marked = wide(&format!("\u{feff}{}", resource("z")), 2, true);
    assert_eq!(check(folder(&[("main.tf", marked)]).path(), &[]).whole().zones(), ["main.tf z"]);
    let told = check(folder(&[("main.tf", wide(&resource("z"), 2, false))]).path(), &[]);
    assert_eq!(told.failures(), ["not-text: main.tf: it seems to be UTF-16 without a byte-order mark"]);
}

#[test]
fn a_marker_is_found_wherever_chunks_end() {
    // Chunks are powers of two; the marker crosses each of their ends at every place.
    for chunk in [1_usize << 16, 1 << 17, 1 << 18] {
        for before in (chunk - 60..chunk + 200).step_by(7) {
            let head = "Resources:\n  Cache:\n    ";
            let text =
                template("z").replace(head, &format!("#{}\n{head}", "x".repeat(before - head.len() - 2)));
            let folder = folder(&[("t.yaml", text)]);
            assert_eq!(check(folder.path(), &[]).whole().zones(), ["t.yaml z"], "{before}");
        }
    }
}
